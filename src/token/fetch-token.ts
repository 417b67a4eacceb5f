import type { Logger } from '../logger.ts';
import { type AuthorizationToken, decodeAuthorizationData } from './authorization-token.ts';
import { describeFailure } from './aws-failure.ts';
import { resolveDefaultRegion } from './default-region.ts';
import type {
  AttemptLimits,
  EcrCall,
  EcrCallProgress,
  EcrCallReport,
  EcrClientSource,
} from './ecr-client.ts';
import { checkEndpointVariables } from './endpoint-url.ts';
import { createSharedTokens, type TokenLease } from './shared-tokens.ts';
import { TokenError, type TokenErrorCode } from './token-error.ts';
import { untilAborted } from './until-aborted.ts';

/** What is asked of the core; the same shape for every face. */
export type TokenRequest = EcrCall;

/** Asks Amazon ECR for tokens and shares them within the process. */
export interface TokenCore {
  /**
   * A token for one region, registry and endpoint.
   *
   * @param request - its `region` must have passed `checkRegion`
   * @param signal - aborting it ends the call to AWS, unless others wait for the same token
   * @throws {@link TokenError} with any code but `NO_REGION`
   */
  leaseToken(request: TokenRequest, signal: AbortSignal): Promise<TokenLease>;
  /**
   * The region for requests that name none.
   *
   * @param configured - the provider block's region
   * @throws {@link TokenError} `NO_REGION`
   */
  defaultRegion(configured: string | undefined): Promise<string>;
}

/** How long a token may take, in milliseconds. */
export interface TokenLimits extends AttemptLimits {
  /** All attempts, waits between them and the search for credentials together. */
  readonly overallTimeoutMs: number;
}

/** Generous for a slow proxy, and far below the patience of a person before a hanging plan. */
export const defaultTokenLimits: TokenLimits = {
  connectTimeoutMs: 5_000,
  answerTimeoutMs: 15_000,
  idleTimeoutMs: 15_000,
  overallTimeoutMs: 60_000,
};

/** The AWS side, loaded when the first token is asked for. */
export interface EcrClientModule {
  createEcrClientSource(limits: AttemptLimits, logger: Logger): EcrClientSource;
  readProfileRegion(): Promise<string | undefined>;
}

export interface TokenCoreOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Date;
  readonly logger: Logger;
  readonly loadEcrClient: () => Promise<EcrClientModule>;
  readonly limits?: TokenLimits;
}

export function createTokenCore(options: TokenCoreOptions): TokenCore {
  const { env, clock, loadEcrClient } = options;
  const limits = options.limits ?? defaultTokenLimits;
  const logger = options.logger.named('token');
  const shared = createSharedTokens(clock);
  let clientSource: Promise<EcrClientSource> | undefined;
  const loadClientSource = () => {
    clientSource ??= loadEcrClient().then((module) => module.createEcrClientSource(limits, logger));
    return clientSource;
  };

  const fetchToken = async (request: TokenRequest, signal: AbortSignal): Promise<AuthorizationToken> => {
    const startedAtMs = clock().getTime();
    const progress: EcrCallProgress = { endpointHost: undefined, attempts: 0 };
    let report: Partial<EcrCallReport> = {};
    const settle = (outcome: 'ok' | TokenErrorCode) =>
      logger.debug('asked ECR for an authorization token', {
        region: request.region,
        endpoint_host: progress.endpointHost,
        attempts: progress.attempts,
        http_status: report.httpStatus,
        aws_request_id: report.requestId,
        duration_ms: clock().getTime() - startedAtMs,
        outcome,
      });
    try {
      if (request.endpoint === undefined) checkEndpointVariables(env);
      const client = await loadClientSource();
      const outcome = await withinDeadline(limits.overallTimeoutMs, signal, (deadline) =>
        client.getAuthorizationToken(request, deadline, progress),
      );
      report = outcome.report;
      if ('error' in outcome) throw describeFailure(outcome.error, outcome.report, request.region);
      const token = decodeAuthorizationData(outcome.data);
      settle('ok');
      return token;
    } catch (error) {
      const failure = asTokenError(error, signal).with(knownOf(request, progress, report));
      settle(failure.code);
      throw failure;
    }
  };

  return {
    async leaseToken(request, signal) {
      const key = JSON.stringify([request.region, request.registryId, request.endpoint]);
      try {
        return await shared.lease(key, (shareSignal) => fetchToken(request, shareSignal), signal);
      } catch (error) {
        throw asTokenError(error, signal);
      }
    },
    defaultRegion: (configured) =>
      resolveDefaultRegion({
        configured,
        env,
        readProfileRegion: async () => (await loadEcrClient()).readProfileRegion(),
      }),
  };
}

/**
 * Runs `work` until it settles, its time is over (`TIMEOUT`) or the caller gives up. The SDK reacts to an abort
 * before an answer's headers only, but a hanging body must not hold us either.
 */
async function withinDeadline<T>(
  timeoutMs: number,
  caller: AbortSignal,
  work: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
  // Not AbortSignal.timeout: AbortSignal.any alone does not keep it from being garbage collected.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new TokenError('TIMEOUT', { timeoutMs })), timeoutMs);
  const deadline = AbortSignal.any([caller, patience.signal]);
  try {
    deadline.throwIfAborted();
    return await untilAborted(work(deadline), deadline);
  } finally {
    clearTimeout(timer);
  }
}

/** Once the caller has given up, nothing else matters. */
function asTokenError(error: unknown, caller: AbortSignal): TokenError {
  if (caller.aborted) return new TokenError('CANCELLED');
  if (error instanceof TokenError) return error;
  return new TokenError('UNEXPECTED', error instanceof Error ? { causeCode: error.name } : {});
}

function knownOf(request: TokenRequest, progress: EcrCallProgress, report: Partial<EcrCallReport>) {
  return {
    region: request.region,
    ...(progress.endpointHost === undefined ? {} : { endpointHost: progress.endpointHost }),
    ...(progress.attempts === 0 ? {} : { attempts: progress.attempts }),
    ...(report.requestId === undefined ? {} : { requestId: report.requestId }),
  };
}
