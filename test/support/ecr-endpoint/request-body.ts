import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body to its end, for a client that is still sending would miss the refusal.
 *
 * @returns `undefined` if it is longer than `maxBytes`, of which no more is kept
 * @throws Error if the client goes away meanwhile
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes: Uint8Array = chunk;
    length += bytes.length;
    if (length <= maxBytes) chunks.push(bytes);
  }
  return length <= maxBytes ? Buffer.concat(chunks) : undefined;
}
