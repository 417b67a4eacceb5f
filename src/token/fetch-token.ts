import type { Logger } from '../logger.ts';
import { type AuthorizationToken, decodeAuthorizationData } from './authorization-token.ts';
import { describeFailure } from './aws-failure.ts';
import { resolveDefaultRegion } from './default-region.ts';
import type { AttemptLimits, EcrCall, EcrCallReport, EcrClientSource } from './ecr-client.ts';
import { createSharedTokens, type TokenLease } from './shared-tokens.ts';
import { TokenError } from './token-error.ts';

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
    // Not AbortSignal.timeout: AbortSignal.any alone does not keep it from being garbage collected.
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), limits.overallTimeoutMs);
    const deadline = AbortSignal.any([signal, patience.signal]);
    let report: EcrCallReport | undefined;
    const settle = (outcome: 'ok' | string) =>
      logger.debug('asked ECR for an authorization token', {
        region: request.region,
        endpoint_host: report?.endpointHost,
        attempts: report?.attempts,
        http_status: report?.httpStatus,
        aws_request_id: report?.requestId,
        duration_ms: clock().getTime() - startedAtMs,
        outcome,
      });
    try {
      const client = await loadClientSource();
      const outcome = await untilAborted(client.getAuthorizationToken(request, deadline), deadline);
      report = outcome.report;
      if ('error' in outcome) throw describeFailure(outcome.error, outcome.report, request.region);
      const token = decodeAuthorizationData(outcome.data);
      settle('ok');
      return token;
    } catch (error) {
      const failure = explainAbort(error, signal, deadline, limits).with(reportDetails(request, report));
      settle(failure.code);
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    async leaseToken(request, signal) {
      const key = JSON.stringify([request.region, request.registryId, request.endpoint]);
      try {
        return await shared.lease(key, (shareSignal) => fetchToken(request, shareSignal), signal);
      } catch (error) {
        throw error instanceof TokenError ? error : explainAbort(error, signal, signal, limits);
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

/** The SDK reacts to an abort before an answer's headers only; a hanging body must not hold us either. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return await new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

function explainAbort(
  error: unknown,
  caller: AbortSignal,
  deadline: AbortSignal,
  limits: TokenLimits,
): TokenError {
  if (caller.aborted) return new TokenError('CANCELLED');
  if (deadline.aborted) return new TokenError('TIMEOUT', { timeoutMs: limits.overallTimeoutMs });
  if (error instanceof TokenError) return error;
  return new TokenError('UNEXPECTED', error instanceof Error ? { causeCode: error.name } : {});
}

function reportDetails(request: TokenRequest, report: EcrCallReport | undefined) {
  return {
    region: request.region,
    ...(report?.endpointHost === undefined ? {} : { endpointHost: report.endpointHost }),
    ...(report?.requestId === undefined ? {} : { requestId: report.requestId }),
  };
}
