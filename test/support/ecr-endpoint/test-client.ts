import { ECRClient, type ECRClientConfig, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { EcrEndpoint } from './endpoint.ts';

/** The key pair that this folder's tests use. */
export const testCredentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
} as const;

/** A signed request of the SDK, to be altered before it is sent. */
export interface OutgoingRequest {
  readonly headers: Record<string, string>;
  /** `{}` in UTF-8, unless altered. */
  body: Uint8Array;
}

/** AWS's own client, pointed at the endpoint; one attempt unless told otherwise. */
export function sdkClient(endpoint: Pick<EcrEndpoint, 'url'>, config: ECRClientConfig = {}): ECRClient {
  return new ECRClient({
    endpoint: endpoint.url,
    region: 'eu-central-1',
    credentials: testCredentials,
    maxAttempts: 1,
    ...config,
  });
}

/** Asks for a token; says `token`, or `<name>: <message>` of the error that came. */
export async function outcomeOf(client: ECRClient): Promise<string> {
  try {
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
    return authorizationData?.[0]?.authorizationToken === undefined ? 'no token' : 'token';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  }
}

/** Lets a client sign as ever and then alters what it sends, as someone on the way could. */
export function alterAfterSigning(client: ECRClient, alter: (request: OutgoingRequest) => void): void {
  client.middlewareStack.add(
    (next) => (args) => {
      alter(asOutgoingRequest(args.request));
      return next(args);
    },
    // The deserializer's step comes after the signer's.
    { step: 'deserialize', name: 'alterAfterSigning' },
  );
}

function asOutgoingRequest(request: unknown): OutgoingRequest {
  if (isOutgoingRequest(request)) return request;
  throw new Error('the SDK has changed the shape of its requests');
}

function isOutgoingRequest(value: unknown): value is OutgoingRequest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'headers' in value &&
    typeof value.headers === 'object' &&
    'body' in value &&
    value.body instanceof Uint8Array
  );
}
