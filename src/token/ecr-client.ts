// The only file that imports the AWS SDK. It is itself imported on demand only: loading the SDK takes longer than
// everything else that the provider does.
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { getProfileName, loadSharedConfigFiles } from '@smithy/core/config';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Logger } from '../logger.ts';
import type { AuthorizationData } from './authorization-token.ts';
import { isEndpointProtocol, notAnEndpointUrl } from './endpoint-url.ts';
import { checkRegion } from './region.ts';

/** One question to the API. */
export interface EcrCall {
  readonly region: string;
  /** 12-digit account id of the registry; the caller's own registry when absent. */
  readonly registryId?: string;
  /** URL that replaces AWS's endpoint for the region. */
  readonly endpoint?: string;
}

/** What one call told us beside its answer; also attached to failures. No secret in it. */
export interface EcrCallReport {
  readonly endpointHost: string | undefined;
  readonly attempts: number | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
}

/** The answer, or what the SDK threw, each with the report of the call. */
export type EcrOutcome =
  | { readonly data: readonly AuthorizationData[] | undefined; readonly report: EcrCallReport }
  | { readonly error: unknown; readonly report: EcrCallReport };

/** How far a call has come; all that is known of one that is given up. */
export interface EcrCallProgress {
  endpointHost: string | undefined;
  attempts: number;
}

/** Amazon ECR's `GetAuthorizationToken`, for any region, with the SDK's default credential chain. */
export interface EcrClientSource {
  /** @param progress - kept up to date while the call is under way */
  getAuthorizationToken(call: EcrCall, signal: AbortSignal, progress: EcrCallProgress): Promise<EcrOutcome>;
}

/** Limits of one attempt; the SDK repeats attempts as `AWS_MAX_ATTEMPTS` and `AWS_RETRY_MODE` say. */
export interface AttemptLimits {
  readonly connectTimeoutMs: number;
  /** From the request sent to the headers of the answer. */
  readonly answerTimeoutMs: number;
  /** Silence on the connection, also in the body. */
  readonly idleTimeoutMs: number;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
export function createEcrClientSource(limits: AttemptLimits, logger: Logger): EcrClientSource {
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: limits.connectTimeoutMs,
    requestTimeout: limits.answerTimeoutMs,
    throwOnRequestTimeout: true,
    socketTimeout: limits.idleTimeoutMs,
  });
  const credentialsByPartition = new Map<string, ReturnType<typeof findCredentials>>();
  const sdkLogger = onlyWarnings(logger);

  /** Shared by all regions of a partition, so that a slow source (SSO, a process) is asked once. */
  const credentialsFor = (region: string) => {
    const check = checkRegion(region);
    const partition = check.verdict === 'accepted' ? check.partition : region;
    const known = credentialsByPartition.get(partition);
    if (known) return known;
    const credentials = findCredentials(region, sdkLogger);
    credentialsByPartition.set(partition, credentials);
    return credentials;
  };

  return {
    async getAuthorizationToken(call, signal, progress) {
      const client = new ECRClient({
        region: call.region,
        ...(call.endpoint === undefined ? {} : { endpoint: call.endpoint }),
        credentials: credentialsFor(call.region),
        requestHandler,
        logger: sdkLogger,
      });
      recordProgress(client, progress);
      const input = call.registryId === undefined ? {} : { registryIds: [call.registryId] };
      try {
        const output = await client.send(new GetAuthorizationTokenCommand(input), { abortSignal: signal });
        return { data: output.authorizationData, report: report(progress, output.$metadata) };
      } catch (error) {
        return { error, report: report(progress, metadataOf(error)) };
      }
    },
  };
}

/**
 * Keys in the environment first, also where `AWS_PROFILE` is set, as the AWS CLI and hashicorp/aws have it; the SDK's
 * own chain would silently take the profile's identity.
 *
 * @param region - for the calls to STS that a profile may need
 */
function findCredentials(region: string, logger: ReturnType<typeof onlyWarnings>) {
  const inEnvironment = fromEnv();
  const chain = defaultProvider({ parentClientConfig: { region: async () => region }, logger });
  return async (...identity: Parameters<typeof chain>) => {
    try {
      return await inEnvironment();
    } catch {
      return await chain(...identity);
    }
  };
}

/** The region of the active profile in AWS's shared configuration files, if it names one. */
export async function readProfileRegion(): Promise<string | undefined> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const profile = getProfileName({});
  return credentialsFile[profile]?.region ?? configFile[profile]?.region;
}

interface CallMetadata {
  readonly httpStatusCode?: number | undefined;
  readonly requestId?: string | undefined;
}

function report(progress: EcrCallProgress, metadata: CallMetadata | undefined): EcrCallReport {
  return {
    endpointHost: progress.endpointHost,
    attempts: progress.attempts > 0 ? progress.attempts : undefined,
    httpStatus: metadata?.httpStatusCode,
    requestId: metadata?.requestId,
  };
}

function metadataOf(error: unknown): CallMetadata | undefined {
  return error instanceof Error && '$metadata' in error ? (error.$metadata as CallMetadata) : undefined;
}

/** An endpoint of a profile, say, that is no URL for HTTP; thrown before anything is sent. */
class EndpointError extends Error {
  override readonly name = 'EndpointError';

  constructor() {
    super(`The configured endpoint ${notAnEndpointUrl}`);
  }
}

/** Notes each request and the host it really goes to: the SDK's rules and the environment decide that, not we. */
function recordProgress(client: ECRClient, progress: EcrCallProgress): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const { protocol, hostname, port } = args.request as {
        protocol?: string;
        hostname?: string;
        port?: number;
      };
      if (!isEndpointProtocol(protocol)) throw new EndpointError();
      progress.endpointHost = port === undefined ? hostname : `${hostname}:${port}`;
      progress.attempts += 1;
      return next(args);
    },
    // Innermost: after the credentials are there, and once for each attempt.
    { step: 'finalizeRequest', priority: 'low', name: 'recordProgress' },
  );
}

/** The SDK's other levels log inputs and outputs of calls, where the token would be. */
function onlyWarnings(logger: Logger) {
  const drop = () => {};
  const warn = (...content: unknown[]) => {
    if (typeof content[0] === 'string') logger.warn('AWS SDK warning', { warning: content[0] });
  };
  return { trace: drop, debug: drop, info: drop, warn, error: drop };
}
