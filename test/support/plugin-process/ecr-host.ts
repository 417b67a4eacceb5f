import { type EcrEndpoint, startEcrEndpoint } from '../ecr-endpoint/endpoint.ts';
import { msgpackValue } from './cty-value.ts';
import type { Environment } from './host-environment.ts';
import { type PluginHost, type PluginHostOptions, startHost } from './plugin-host.ts';
import type { TestScope } from './test-scope.ts';
import { openToken } from './token-resource.ts';

/** Temporary credentials, so that every kind of secret is in play. */
export const awsCredentials = {
  accessKeyId: 'ASIACONFORMANCETESTS',
  secretAccessKey: 'conformance/secret+key/of/40/characters0',
  sessionToken: 'conformance-session-token-'.repeat(8),
} as const;

/** Variables that let a plugin ask the endpoint, and nobody else. */
export function ecrEnvironment(ecr: Pick<EcrEndpoint, 'url'>): Environment {
  return {
    AWS_ENDPOINT_URL_ECR: ecr.url,
    AWS_ENDPOINT_URL: undefined,
    AWS_ACCESS_KEY_ID: awsCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: awsCredentials.secretAccessKey,
    AWS_SESSION_TOKEN: awsCredentials.sessionToken,
    AWS_MAX_ATTEMPTS: '1',
  };
}

/** A stand-in for Amazon ECR that is gone at the end of the scope. */
export async function startEcr(scope: TestScope): Promise<EcrEndpoint> {
  const ecr = await startEcrEndpoint({ credentials: [awsCredentials] });
  scope.after(() => ecr.close());
  return ecr;
}

/** A connected host whose plugin asks a stand-in for Amazon ECR. */
export interface EcrHost extends PluginHost {
  readonly ecr: EcrEndpoint;
}

/** Starts both; the plugin is not configured yet. */
export async function startEcrHost(scope: TestScope, options: PluginHostOptions = {}): Promise<EcrHost> {
  const ecr = await startEcr(scope);
  const host = await startHost(scope, { ...options, env: { ...ecrEnvironment(ecr), ...options.env } });
  return { ...host, ecr };
}

/** Starts both and configures the provider with a region. */
export async function startConfiguredHost(
  scope: TestScope,
  options: PluginHostOptions = {},
): Promise<EcrHost> {
  const host = await startEcrHost(scope, options);
  await host.client.terraform('ConfigureProvider', {
    config: msgpackValue({ region: 'us-east-1', endpoints: [] }),
  });
  return host;
}

/** A host whose `openToken` call waits for an answer that AWS never gives. */
export async function startHangingOpen(host: EcrHost, region = 'us-east-1') {
  host.ecr.setFault({ kind: 'hang' }, { region });
  const open = openToken(host.client, { region });
  open.answer.catch(() => {});
  await host.ecr.waitForCall((call) => call.region === region && call.verified, 20_000);
  return open;
}
