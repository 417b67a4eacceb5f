import { createLogger, type Logger } from '../../src/logger.ts';

/** A logger at trace level, and what it wrote. */
export interface RecordedLogger {
  readonly logger: Logger;
  /** Parsed lines, without their timestamps. */
  readonly lines: () => readonly Readonly<Record<string, unknown>>[];
  /** All that was written, as it was. */
  readonly text: () => string;
}

export function recordedLogger(): RecordedLogger {
  const written: string[] = [];
  const clock = () => new Date(0);
  return {
    logger: createLogger({ level: 'trace', module: 'test', write: (line) => written.push(line), clock }),
    lines: () =>
      written.map((line) => {
        const { '@timestamp': _, ...rest } = JSON.parse(line) as Record<string, unknown>;
        return rest;
      }),
    text: () => written.join(''),
  };
}
