import { Writable } from 'node:stream';

/**
 * Sends what is written through `process.stdout` (and so `console.log`) elsewhere: to a plugin's host, stdout
 * is the handshake line and nothing else.
 *
 * @param host - the global process
 * @param take - gets the bytes
 */
export function divertStdout(host: NodeJS.Process, take: (chunk: Uint8Array) => void): void {
  const diverted = new Writable({
    write(chunk: Buffer | string, encoding, done) {
      take(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
      done();
    },
  });
  // Bun lets the property be set; to define it anew, Bun would first make its own stream, which takes a millisecond.
  // Node has a getter only.
  if (Reflect.set(host, 'stdout', diverted)) return;
  Object.defineProperty(host, 'stdout', { configurable: true, enumerable: true, value: diverted });
}
