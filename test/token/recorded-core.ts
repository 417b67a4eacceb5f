import { createLogger } from '../../src/logger.ts';
import { createTokenCore, type TokenCore, type TokenLimits } from '../../src/token/fetch-token.ts';
import { TokenError } from '../../src/token/token-error.ts';

/** A core on the real AWS SDK, with the log that it writes. */
export interface RecordedCore {
  readonly core: TokenCore;
  /** Whole lines as written, trace level included. */
  readonly lines: string[];
}

/** Long enough for a loopback connection on a busy machine, short enough for a test. */
const limits: TokenLimits = {
  connectTimeoutMs: 5_000,
  answerTimeoutMs: 5_000,
  idleTimeoutMs: 5_000,
  overallTimeoutMs: 20_000,
};

export function recordedCore(shorter: Partial<TokenLimits> = {}): RecordedCore {
  const lines: string[] = [];
  const clock = () => new Date();
  const logger = createLogger({ level: 'trace', module: 'ecr', write: (line) => lines.push(line), clock });
  const core = createTokenCore({
    env: process.env,
    clock,
    logger,
    loadEcrClient: () => import('../../src/token/ecr-client.ts'),
    limits: { ...limits, ...shorter },
  });
  return { core, lines };
}

/** A signal that nobody aborts. */
export const patient = (): AbortSignal => new AbortController().signal;

/** The TokenError that a promise rejects with. */
export async function tokenErrorOf(promise: Promise<unknown>): Promise<TokenError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof TokenError) return error;
  throw new Error('no TokenError was thrown', { cause: error });
}
