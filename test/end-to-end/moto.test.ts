import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { mustSucceed, type RunningCommand, startCommand } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { findExecutable } from '../support/terraform/host.ts';
import { signalGroup } from '../support/terraform/process-group.ts';
import { requiredProviders, tokenBlock } from './configuration.ts';
import { withScene } from './scene.ts';

const motoServer = findExecutable('moto_server');
const aws = findExecutable('aws');

/** moto knows any credentials; these are of nobody. */
const credentials = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };

/** What the consumer wrote to a file of the workspace: these secrets are no secrets. */
interface Received {
  readonly authorizationToken: string;
  readonly expiresAt: string;
  readonly password: string;
  readonly proxyEndpoint: string;
  readonly region: string;
  readonly userName: string;
}

const receiver = `resource "terraform_data" "receiver" {
  provisioner "local-exec" {
    command = "printf %s \\"$RECEIVED\\" > received.json"
    environment = {
      RECEIVED = jsonencode({
        authorizationToken = ephemeral.aws_ecr_authorization_token.token.authorization_token
        expiresAt          = ephemeral.aws_ecr_authorization_token.token.expires_at
        password           = ephemeral.aws_ecr_authorization_token.token.password
        proxyEndpoint      = ephemeral.aws_ecr_authorization_token.token.proxy_endpoint
        region             = ephemeral.aws_ecr_authorization_token.token.region
        userName           = ephemeral.aws_ecr_authorization_token.token.user_name
      })
    }
  }
}
`;

describeOnEachHost('against moto', (host) => {
  const skip = motoServer === undefined && 'moto_server is not on PATH';
  let server: RunningCommand | undefined;
  let url = '';
  let received: Received;

  before(async () => {
    if (motoServer === undefined) return;
    server = startCommand({
      executable: motoServer,
      name: 'moto_server',
      args: ['-H', '127.0.0.1', '-p', '0'],
      cwd: '/',
      env: inherited(),
      timeoutMs: 600_000,
    });
    server.ended.catch(() => {});
    [, url = ''] = await server.waitForOutput(/Running on (http:\/\/127\.0\.0\.1:\d+)/, 120_000);
  });
  after(() => {
    if (server) signalGroup(server.group, 'SIGKILL');
  });

  it('apply hands over every attribute, though the token expired in 2015', { skip }, () =>
    withScene(
      host,
      {
        files: { 'main.tf': requiredProviders + tokenBlock + receiver },
        env: {
          ...credentials,
          AWS_ENDPOINT_URL_ECR: url,
          AWS_SESSION_TOKEN: undefined,
          AWS_REGION: 'eu-west-2',
        },
      },
      async ({ workspace }) => {
        mustSucceed(await workspace.plan({ args: ['-out=saved.plan'] }));
        mustSucceed(await workspace.apply({ args: ['saved.plan'] }));
        received = JSON.parse(readFileSync(join(workspace.directory, 'received.json'), 'utf8')) as Received;
        assert.deepEqual(
          { ...received, authorizationToken: Buffer.from(received.authorizationToken, 'base64').toString() },
          {
            authorizationToken: 'AWS:123456789012-auth-token',
            expiresAt: '2015-01-01T00:00:00Z',
            password: '123456789012-auth-token',
            proxyEndpoint: 'https://123456789012.dkr.ecr.eu-west-2.amazonaws.com',
            region: 'eu-west-2',
            userName: 'AWS',
          },
        );
      },
    ),
  );

  it('the aws CLI gets the same token', {
    skip: skip || (aws === undefined && 'aws is not on PATH'),
  }, async () => {
    const args = [
      'ecr',
      'get-authorization-token',
      '--endpoint-url',
      url,
      '--region',
      'eu-west-2',
      '--output',
      'json',
    ];
    const { stdout } = await promisify(execFile)(aws ?? '', args, {
      env: { ...inherited(), ...credentials },
    });
    const [data] = (JSON.parse(stdout) as CliAnswer).authorizationData;
    assert.equal(received.authorizationToken, data?.authorizationToken);
    assert.equal(received.proxyEndpoint, data?.proxyEndpoint);
    assert.equal(Date.parse(received.expiresAt), timeMs(data?.expiresAt ?? ''));
  });
});

interface CliAnswer {
  readonly authorizationData: readonly {
    readonly authorizationToken: string;
    readonly proxyEndpoint: string;
    readonly expiresAt: string | number;
  }[];
}

/** Version 1 of the CLI prints seconds since the epoch, version 2 ISO 8601. */
function timeMs(expiresAt: string | number): number {
  return typeof expiresAt === 'number' ? expiresAt * 1000 : Date.parse(expiresAt);
}

/** Python's tools need their own settings, but not the AWS settings and proxies of whoever runs the tests. */
function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^aws_|proxy$/i.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? '']));
}
