import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { describeHits, searchSecrets } from '../support/secrets/search.ts';
import { mustSucceed, type RunningCommand, startCommand } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { findExecutable } from '../support/terraform/host.ts';
import { signalGroup } from '../support/terraform/process-group.ts';
import { requiredProviders, tokenBlock } from './configuration.ts';
import { withScene } from './scene.ts';

const tools = ['docker-registry', 'htpasswd', 'skopeo'];
const missing = tools.filter((tool) => findExecutable(tool) === undefined);
const skip =
  missing.length > 0 &&
  `${missing.join(' and ')} not on PATH (Debian: docker-registry, apache2-utils, skopeo)`;

const skopeoLogin = `resource "terraform_data" "login" {
  provisioner "local-exec" {
    command = "printf %s \\"$REGISTRY_PASSWORD\\" | skopeo login --tls-verify=false --authfile=auth.json --username \\"$REGISTRY_USER\\" --password-stdin \\"$REGISTRY\\" && skopeo logout --authfile=auth.json \\"$REGISTRY\\""
    environment = {
      REGISTRY_USER     = ephemeral.aws_ecr_authorization_token.token.user_name
      REGISTRY_PASSWORD = ephemeral.aws_ecr_authorization_token.token.password
    }
  }
}
`;

describeOnEachHost('a real registry', (host) => {
  const files = { 'main.tf': requiredProviders + tokenBlock + skopeoLogin };
  // bcrypt reads no more than 72 bytes.
  const password = randomBytes(24).toString('hex');
  let directory = '';
  let registry: RunningCommand | undefined;
  let address = '';

  before(async () => {
    if (skip) return;
    directory = mkdtempSync(join(tmpdir(), 'ecr-registry-'));
    const passwords = join(directory, 'htpasswd');
    writeFileSync(
      passwords,
      execFileSync('htpasswd', ['-niB', 'AWS'], { input: password, encoding: 'utf8' }),
    );
    writeFileSync(join(directory, 'config.yml'), registryConfig(directory, passwords));
    registry = startCommand({
      executable: findExecutable('docker-registry') ?? '',
      name: 'docker-registry',
      args: ['serve', join(directory, 'config.yml')],
      cwd: directory,
      env: { PATH: process.env.PATH ?? '', HOME: directory },
      timeoutMs: 600_000,
    });
    registry.ended.catch(() => {});
    [, address = ''] = await registry.waitForOutput(/listening on (127\.0\.0\.1:\d+)/, 60_000);
  });
  after(() => {
    if (registry) signalGroup(registry.group, 'SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  it('the token from the ephemeral resource logs in with skopeo', { skip }, () =>
    withScene(
      host,
      { files, env: { REGISTRY: address }, endpoint: { password: () => password }, log: 'TRACE' },
      async ({ workspace, secrets }) => {
        const { stdout, stderr } = mustSucceed(await workspace.apply());
        assert.match(stdout, /Resources: 1 added/);
        assert.match(registry?.output() ?? '', /GET \/v2\/ HTTP\/1\.1" 200/);
        const { hits } = searchSecrets(secrets(), { paths: [workspace.root], texts: { stdout, stderr } });
        assert.equal(describeHits(hits), '');
      },
    ),
  );

  it('a token of another password does not', { skip }, () =>
    withScene(
      host,
      { files, env: { REGISTRY: address }, endpoint: { password: () => randomBytes(24).toString('hex') } },
      async ({ workspace }) => {
        const { exitCode, stderr } = await workspace.apply();
        assert.equal(exitCode, 1);
        assert.match(stderr, /local-exec provisioner error/);
      },
    ),
  );
});

function registryConfig(directory: string, passwords: string): string {
  return `version: 0.1
log: { level: info }
storage: { filesystem: { rootdirectory: ${directory}/images } }
http: { addr: "127.0.0.1:0" }
auth: { htpasswd: { realm: test, path: ${passwords} } }
`;
}
