import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findHosts, requireTerraform, type TerraformHost } from './host.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** Says what it was called with, and under which environment. */
const fakeHost = `#!/bin/sh
case "$1" in
  version) echo '{"terraform_version":"VERSION"}' ;;
  *) echo "arguments: $*"; env ;;
esac
`;

describe('a workspace', () => {
  let bin: string;
  let workspace: Workspace;

  const installHost = (name: string, version: string): TerraformHost => {
    const path = join(bin, name);
    writeFileSync(path, fakeHost.replace('VERSION', version));
    chmodSync(path, 0o755);
    return { name: 'terraform', path, version };
  };

  before(() => {
    bin = mkdtempSync(join(tmpdir(), 'ecr-bin-'));
    const host = installHost('terraform', '1.11.4');
    const executable = join(bin, 'terraform');
    const plugins = [{ source: 'example.com/a/b', version: '1.2.3', executable }];
    workspace = createWorkspace({
      host,
      plugins,
      files: { 'main.tf': '#', 'm/x.tf': '#' },
      env: { HOME: undefined },
    });
  });
  after(() => {
    workspace.remove();
    rmSync(bin, { recursive: true });
    assert.equal(existsSync(workspace.root), false);
  });

  it('gives its commands an environment of their own, with nothing of AWS but the metadata service off', async () => {
    process.env.AWS_PROFILE ??= 'of-the-person';
    const { stdout } = await workspace.plan({ args: ['-out=x'], env: { MORE: 'yes' } });
    assert.match(stdout, /^arguments: plan -no-color -input=false -out=x$/m);
    assert.match(stdout, new RegExp(`^TMPDIR=${workspace.temporaryDirectory}$`, 'm'));
    assert.match(stdout, /^CHECKPOINT_DISABLE=1$/m);
    assert.match(stdout, /^MORE=yes$/m);
    assert.doesNotMatch(stdout, /^(?:HOME|TF_LOG)=/m);
    assert.deepEqual(stdout.match(/^AWS_.*$/gm), ['AWS_EC2_METADATA_DISABLED=true']);
  });

  it('has a log for each command that wants one', async () => {
    const { stdout, logPath = '' } = await workspace.plan({ log: 'TRACE' });
    assert.match(stdout, /^TF_LOG=TRACE$/m);
    assert.match(stdout, new RegExp(`^TF_LOG_PATH=${logPath}$`, 'm'));
    assert.ok(logPath.startsWith(workspace.root));
  });

  it('installs plugins from a mirror and from nowhere else', () => {
    const config = readFileSync(workspace.environment.TF_CLI_CONFIG_FILE ?? '', 'utf8');
    const mirror = /filesystem_mirror \{\s+path = "(.+)"/.exec(config)?.[1] ?? '';
    assert.doesNotMatch(config, /direct/);
    const files = readdirSync(mirror, { recursive: true, encoding: 'utf8' });
    const plugin = files.filter((file) => file.endsWith('/terraform-provider-b'));
    assert.equal(plugin.length, 1);
    assert.match(plugin.join(), /^example\.com\/a\/b\/1\.2\.3\/[a-z]+_[a-z0-9]+\//);
  });

  it('shows what lies in its TMPDIR', () => {
    assert.deepEqual(workspace.temporaryFiles(), []);
    writeFileSync(join(workspace.temporaryDirectory, 'left'), '');
    assert.deepEqual(workspace.temporaryFiles(), ['left']);
    rmSync(join(workspace.temporaryDirectory, 'left'));
  });

  const versions: readonly (readonly [name: 'terraform' | 'tofu', version: string, found: boolean])[] = [
    ['terraform', '1.9.8', false],
    ['terraform', '1.10.0', true],
    ['terraform', '2.0.0', true],
    ['tofu', '1.10.9', false],
    ['tofu', '1.11.0', true],
  ];
  for (const [name, version, found] of versions) {
    it(`${found ? 'finds' : 'passes over'} ${name} ${version}`, () => {
      const directory = mkdtempSync(join(bin, 'path-'));
      installHost(join(directory.slice(bin.length), name), version);
      const { hosts, missing } = findHosts(directory);
      assert.deepEqual(
        hosts.map((host) => [host.name, host.version]),
        found ? [[name, version]] : [],
      );
      assert.equal(missing === undefined, found);
    });
  }

  it('a missing host is a reason to skip tests, but a failure under CI=true', () => {
    const none = { PATH: join(bin, 'nothing-here') };
    assert.match(
      requireTerraform(none).missing ?? '',
      /^neither terraform >= 1\.10 nor tofu >= 1\.11 on PATH$/,
    );
    assert.throws(() => requireTerraform({ ...none, CI: 'true' }), /neither terraform/);
  });
});
