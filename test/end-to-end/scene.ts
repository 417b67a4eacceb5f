import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type EcrEndpoint,
  type EcrEndpointOptions,
  startEcrEndpoint,
} from '../support/ecr-endpoint/endpoint.ts';
import type { EcrCredentials } from '../support/ecr-endpoint/verify-request.ts';
import type { Secret } from '../support/secrets/secret-forms.ts';
import { mustSucceed } from '../support/terraform/command.ts';
import type { TerraformHost } from '../support/terraform/host.ts';
import { createWorkspace, type Workspace, type WorkspaceOptions } from '../support/terraform/workspace.ts';
import { loginScript } from './configuration.ts';

/** An initialized workspace whose provider talks to a loopback Amazon ECR with temporary credentials. */
export interface Scene {
  readonly endpoint: EcrEndpoint;
  readonly workspace: Workspace;
  /** All that must not be found anywhere, by what was given out so far. */
  secrets(): readonly Secret[];
  /** Regions that the endpoint was asked for, in order. */
  regionsAsked(): readonly (string | undefined)[];
  /** The workspace's environment without any credentials. */
  readonly withoutCredentials: Readonly<Record<string, undefined>>;
}

export interface SceneOptions extends Partial<Omit<WorkspaceOptions, 'host'>> {
  readonly endpoint?: Partial<EcrEndpointOptions>;
  readonly initialize?: boolean;
}

/** Sets a scene, hands it to `play`, and takes it down whatever happens; then nothing may be left in TMPDIR. */
export async function withScene(
  host: TerraformHost,
  options: SceneOptions,
  play: (scene: Scene) => Promise<void>,
): Promise<void> {
  const credentials: EcrCredentials = {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(120).toString('base64'),
  };
  const endpoint = await startEcrEndpoint({ credentials: [credentials], ...options.endpoint });
  const workspace = createWorkspace({
    host,
    ...options,
    files: { 'login.mjs': loginScript, ...options.files },
    env: { ...awsEnvironment(endpoint, credentials), REGISTRY_URL: endpoint.url, ...options.env },
  });
  try {
    if (options.initialize ?? true) mustSucceed(await workspace.init());
    await play({
      endpoint,
      workspace,
      secrets: () => secretsOf(endpoint, credentials),
      regionsAsked: () => endpoint.calls.map(({ region }) => region),
      withoutCredentials,
    });
    assert.deepEqual(workspace.temporaryFiles(), [], 'something is left in TMPDIR');
  } finally {
    workspace.remove();
    await endpoint.close();
  }
}

/** Every file of the configuration's directory that is state or a backup of it, as one text. */
export function stateText(workspace: Workspace): string {
  const names = readdirSync(workspace.directory).filter((name) => name.includes('.tfstate'));
  return names.map((name) => readFileSync(join(workspace.directory, name), 'utf8')).join('\n');
}

function awsEnvironment(endpoint: EcrEndpoint, credentials: EcrCredentials): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_ECR: endpoint.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
  };
}

const withoutCredentials = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
};

function secretsOf(endpoint: EcrEndpoint, credentials: EcrCredentials): readonly Secret[] {
  const issued = endpoint.issued.flatMap(({ password, authorizationToken }, index) => [
    { label: `password ${index + 1}`, text: password },
    { label: `authorization token ${index + 1}`, text: authorizationToken },
  ]);
  return [
    { label: 'secret access key', text: credentials.secretAccessKey },
    { label: 'session token', text: credentials.sessionToken ?? '' },
    ...issued,
  ];
}
