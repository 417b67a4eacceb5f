import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startEcrEndpoint } from '../support/ecr-endpoint/endpoint.ts';
import type { Secret } from '../support/secrets/secret-forms.ts';

/** The AWS that the demo asks: a stand-in, or the real one. */
export interface AwsSide {
  readonly description: string;
  /** For the host and its plugins. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the consumer logs in; undefined for the registry that the token names. */
  readonly registryUrl: string | undefined;
  /** Everything secret that is known so far. */
  secrets(): Secret[];
  /** Passwords that were handed out; undefined where that can't be known. */
  issuedPasswords(): readonly string[] | undefined;
  /** How often a token was asked for while the log at `logPath` was written. */
  callsIn(logPath: string | undefined): number;
  close(): Promise<void>;
}

/** The repository's stand-in on the loopback interface, with keys made up for this run. */
export async function loopbackAws(): Promise<AwsSide> {
  const credentials = {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(300).toString('base64'),
  };
  const ecr = await startEcrEndpoint({ credentials: [credentials] });
  let counted = 0;
  return {
    description: `a stand-in on the loopback interface (${ecr.url}), which verifies SigV4 signatures`,
    env: {
      AWS_ENDPOINT_URL_ECR: ecr.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_REGION: 'us-east-1',
    },
    registryUrl: ecr.url,
    secrets: () => [
      { label: 'secret access key', text: credentials.secretAccessKey },
      { label: 'session token', text: credentials.sessionToken },
      ...ecr.issued.flatMap(({ password, authorizationToken }) => [
        { label: 'password', text: password },
        { label: 'authorization token', text: authorizationToken },
      ]),
    ],
    issuedPasswords: () => ecr.issued.map(({ password }) => password),
    callsIn() {
      const before = counted;
      counted = ecr.calls.filter(({ verified }) => verified).length;
      return counted - before;
    },
    close: () => ecr.close(),
  };
}

/** Amazon's, with the credentials of the person who runs the demo. */
export function ownAws(env: NodeJS.ProcessEnv): AwsSide {
  const inherited = Object.entries(env).filter(
    ([name]) => /^(AWS_|NODE_EXTRA_CA_CERTS$|HTTPS?_PROXY$|NO_PROXY$)/i.test(name) || name === 'HOME',
  );
  const secretVariables = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
  return {
    description: 'Amazon ECR, with your own credentials',
    env: { AWS_EC2_METADATA_DISABLED: undefined, ...Object.fromEntries(inherited) },
    registryUrl: undefined,
    secrets: () =>
      secretVariables.flatMap((name) => (env[name] ? [{ label: name, text: env[name] ?? '' }] : [])),
    issuedPasswords: () => undefined,
    callsIn: (logPath) =>
      logPath === undefined
        ? 0
        : readFileSync(logPath, 'utf8').split('asked ECR for an authorization token').length - 1,
    close: () => Promise.resolve(),
  };
}
