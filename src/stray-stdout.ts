import { Writable } from 'node:stream';

/**
 * Sends what is written through `process.stdout` (and so `console.log`) elsewhere: to a plugin's host, stdout
 * is the handshake line and nothing else.
 *
 * @param host - the global process
 * @param take - gets the bytes
 */
export function divertStdout(host: NodeJS.Process, take: (chunk: Uint8Array) => void): void {
  let diverted: Writable | undefined;
  const make = () =>
    new Writable({
      write(chunk: Buffer | string, encoding, done) {
        take(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
        done();
      },
    });
  Object.defineProperty(host, 'stdout', {
    configurable: true,
    enumerable: true,
    get: () => {
      diverted ??= make();
      return diverted;
    },
  });
}
