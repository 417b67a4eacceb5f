import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';

/** What a stream of a process has given so far. */
export interface CapturedOutput {
  text(): string;
  /** Whole lines, without their newlines. */
  lines(): string[];
  /**
   * Waits until the text matches, also in what came before.
   *
   * @throws Error when the stream ends without it, or after `timeoutMs` (20,000 by default)
   */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
}

/** Collects UTF-8 text from a stream until it ends. */
export function captureOutput(stream: Readable): CapturedOutput {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  const chunks: Buffer[] = [];
  let ended = false;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    changes.emit('change');
  });
  stream.on('close', () => {
    ended = true;
    changes.emit('change');
  });
  const text = () => Buffer.concat(chunks).toString('utf8');

  const waitFor = (pattern: RegExp, timeoutMs = 20_000) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timeout);
        changes.off('change', look);
        finish();
      };
      const fail = (why: string) =>
        settle(() => reject(new Error(`${why} without ${pattern}; so far:\n${text()}`)));
      const look = () => {
        const found = pattern.exec(text());
        if (found) settle(() => resolve(found));
        else if (ended) fail('the output ended');
      };
      const timeout = setTimeout(() => fail(`${timeoutMs} ms went by`), timeoutMs);
      changes.on('change', look);
      look();
    });

  return { text, lines: () => text().split('\n').slice(0, -1), waitFor };
}
