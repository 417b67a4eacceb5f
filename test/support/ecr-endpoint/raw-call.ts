import { expectedSignature } from './sigv4.ts';
import { testCredentials } from './test-client.ts';

/** A call that differs from an ordinary one in what is given. */
export interface RawCall {
  readonly method?: string;
  readonly path?: string;
  readonly region?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers to leave out of the signature, which is right for the rest. */
  readonly unsigned?: readonly string[];
  /** Headers to claim as signed though they aren't sent, as if empty. */
  readonly phantom?: readonly string[];
  readonly at?: Date;
  readonly signal?: AbortSignal;
}

/** Sends one signed call without any SDK in between, for a look at the bare answer. */
export function rawCall(url: string, call: RawCall = {}): Promise<Response> {
  const { method = 'POST', path = '/', region = 'eu-central-1', body = '{}', at = new Date() } = call;
  const amzDate = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.1',
    host: new URL(url).host,
    'x-amz-date': amzDate,
    'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken',
    ...call.headers,
  };
  const signedHeaders = [...Object.keys(headers), ...(call.phantom ?? [])]
    .filter((name) => !call.unsigned?.includes(name))
    .sort();
  const scope = { date: amzDate.slice(0, 8), region, service: 'ecr' };
  const signature = expectedSignature(
    {
      method,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      body: Buffer.from(body),
    },
    { scope, amzDate, signedHeaders },
    testCredentials.secretAccessKey,
  );
  const credential = `${testCredentials.accessKeyId}/${scope.date}/${region}/ecr/aws4_request`;
  return fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    body,
    headers: {
      ...headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
    },
    signal: call.signal ?? AbortSignal.timeout(5000),
  });
}
