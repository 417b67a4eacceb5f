import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { version } from '../../src/version.ts';
import { pluginExecutable } from '../support/plugin-process/executable.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { mustSucceed, startCommand } from '../support/terraform/command.ts';
import { signalGroup } from '../support/terraform/process-group.ts';
import { installedPath, runInstaller, writeOtherBuild } from './installer.ts';

/** A home of its own, and the two commands in it. */
function sceneOf(scope: TestScope) {
  const scratch = makeScratchDirectory(scope);
  const { home, temporary } = scratch;
  const env = {
    PATH: [dirname(process.execPath), process.env.PATH].join(':'),
    HOME: home,
    TMPDIR: temporary,
  };
  return {
    ...scratch,
    env,
    target: installedPath(home, version),
    otherBuild: writeOtherBuild(scratch.path),
    install: (file: string) => runInstaller(env, 'install', '--executable', file),
    uninstall: () => runInstaller(env, 'uninstall'),
  };
}

describe('install:local', () => {
  it('copies the build, and says what went where and how to name it', async (t) => {
    const { install, target } = sceneOf(t);
    const { stdout, stderr } = mustSucceed(await install(pluginExecutable));
    assert.equal(stderr, '');
    assert.ok(readFileSync(target).equals(readFileSync(pluginExecutable)));
    assert.equal(statSync(target).mode & 0o777, 0o755);
    assert.ok(stdout.startsWith(`Installed terraform-provider-ecr ${version} (commit `));
    assert.ok(stdout.includes(`\n  from  ${pluginExecutable}\n  to    ${target}\n  size  `));
    for (const name of ['aws', 'ecr']) {
      assert.ok(stdout.includes(`      ${name} = {\n        source = "terraform.internal/ecr/ecr"\n      }`));
    }
    assert.match(stdout, /\nThen run "terraform init"/);
    assert.doesNotMatch(stdout, /WARNING|checksum/);
  });

  it('says so when the same build is there, and makes it executable again', async (t) => {
    const { install, target } = sceneOf(t);
    mustSucceed(await install(pluginExecutable));
    chmodSync(target, 0o600);
    const { stdout } = mustSucceed(await install(pluginExecutable));
    assert.match(stdout, /^The same build was there already\.$/m);
    assert.equal(statSync(target).mode & 0o777, 0o755);
  });

  it('replaces a build of the same version that is running, and warns of lock files', async (t) => {
    const { install, target, otherBuild, env, home } = sceneOf(t);
    mustSucceed(await install(pluginExecutable));
    const running = startCommand({
      ...{ executable: target, name: 'plugin', args: ['--debug'] },
      ...{ cwd: home, env, timeoutMs: 60_000 },
    });
    t.after(() => signalGroup(running.group, 'SIGKILL'));
    await running.waitForOutput(/export TF_REATTACH_PROVIDERS/);
    const { ino } = statSync(target);
    const { stdout } = mustSucceed(await install(otherBuild));
    assert.notEqual(statSync(target).ino, ino);
    assert.match(stdout, /another build of .* checksum .*\n\n {2}terraform providers lock /s);
    assert.ok(readFileSync(target).equals(readFileSync(otherBuild)));
    signalGroup(running.group, 'SIGINT');
    // It has lived on until then, and ends well.
    assert.equal((await running.ended).exitCode, 0);
  });

  it('leaves nothing beside the executable, which would count for the checksum', async (t) => {
    const { install, otherBuild, target } = sceneOf(t);
    mustSucceed(await install(pluginExecutable));
    mustSucceed(await install(otherBuild));
    assert.deepEqual(readdirSync(dirname(target)), ['terraform-provider-ecr']);
    assert.equal(readdirSync(dirname(dirname(target))).length, 1);
  });

  it('installs under the version that the build says, beside others', async (t) => {
    const { install, path, home, target } = sceneOf(t);
    mustSucceed(await install(pluginExecutable));
    const { stdout } = mustSucceed(await install(writeOtherBuild(path, '0.0.1-rc.1')));
    assert.match(stdout, /^Installed terraform-provider-ecr 0\.0\.1-rc\.1 /);
    assert.doesNotMatch(stdout, /checksum/);
    assert.ok(existsSync(installedPath(home, '0.0.1-rc.1')));
    assert.ok(existsSync(target));
  });

  const unusable: readonly (readonly [
    name: string,
    script: string | undefined,
    mode: number,
    why: RegExp,
  ])[] = [
    ['is missing', undefined, 0, /^There is no .*\/file\. "npm run compile" makes /],
    ['is not executable', '#!/bin/sh\n', 0o644, /file does not start: .*EACCES/],
    ['is another program', '#!/bin/sh\necho cat 9.4\n', 0o755, /is no build of this provider.*cat 9\.4/s],
    ['fails', '#!/bin/sh\necho missing libc >&2; exit 1\n', 0o755, /is no build of .*missing libc/s],
    [
      'has a version that leads elsewhere',
      '#!/bin/sh\necho "terraform-provider-ecr ../../x (commit 0, y)"\n',
      0o755,
      /is no build/,
    ],
  ];
  for (const [name, script, mode, why] of unusable) {
    it(`installs nothing when the file ${name}`, async (t) => {
      const { install, path, home } = sceneOf(t);
      const file = join(path, 'file');
      // A name that leads nowhere is as good as none.
      if (script === undefined) symlinkSync('nowhere', file);
      else writeFileSync(file, script, { mode });
      const { exitCode, stdout, stderr } = await install(file);
      assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: '' });
      assert.match(stderr, why);
      assert.deepEqual(readdirSync(home), []);
    });
  }

  it('fails with the reason where it can not write', async (t) => {
    const { install, home } = sceneOf(t);
    writeFileSync(join(home, '.terraform.d'), '');
    const { exitCode, stderr } = await install(pluginExecutable);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^E[A-Z]+: .*\.terraform\.d/);
  });

  it('shows its usage for an unknown option, and with --help', async (t) => {
    const { env } = sceneOf(t);
    const wrong = await runInstaller(env, 'install', '--unknown');
    assert.equal(wrong.exitCode, 2);
    assert.match(wrong.stderr, /--unknown.*\n\nUsage:\n {2}npm run install:local/s);
    const help = mustSucceed(await runInstaller(env, 'install', '--help'));
    assert.match(help.stdout, /^Usage:\n/);
  });
});

describe('uninstall:local', () => {
  it('removes all versions for this platform, and the directories above', async (t) => {
    const { install, uninstall, path, home, target } = sceneOf(t);
    const older = installedPath(home, '0.0.1');
    mustSucceed(await install(pluginExecutable));
    mustSucceed(await install(writeOtherBuild(path, '0.0.1')));
    // As an installation leaves it that is killed.
    writeFileSync(join(dirname(dirname(older)), '.terraform-provider-ecr-1'), '');
    const { stdout } = mustSucceed(await uninstall());
    assert.ok(stdout.startsWith(`Removed\n\n  ${dirname(older)}\n  ${dirname(target)}\n`));
    assert.doesNotMatch(stdout, /Left alone/);
    assert.deepEqual(readdirSync(join(home, '.terraform.d'), { recursive: true }), ['plugins']);
  });

  it('leaves alone what is not its own, and says so', async (t) => {
    const { install, uninstall, home, target } = sceneOf(t);
    mustSucceed(await install(pluginExecutable));
    const provider = join(home, '.terraform.d/plugins/terraform.internal/ecr/ecr');
    const others = ['0.0.1/plan9_amd64/terraform-provider-ecr', `${version}/plan9_amd64/x`, 'packed.zip'];
    for (const file of others) {
      mkdirSync(dirname(join(provider, file)), { recursive: true });
      writeFileSync(join(provider, file), '');
    }
    const neighbour = join(home, '.terraform.d/plugins/terraform.internal/other/other');
    mkdirSync(neighbour, { recursive: true });
    const { stdout } = mustSucceed(await uninstall());
    assert.deepEqual(
      ['0.0.1', version, 'packed.zip'].filter((name) => !stdout.includes(`\n  ${join(provider, name)}\n`)),
      [],
    );
    assert.match(stdout, /\nLeft alone,/);
    assert.deepEqual(
      others.filter((file) => !existsSync(join(provider, file))),
      [],
    );
    assert.ok(existsSync(neighbour));
    assert.ok(!existsSync(dirname(target)));
  });

  it('says that there was nothing to remove', async (t) => {
    const { uninstall, home } = sceneOf(t);
    const { stdout } = mustSucceed(await uninstall());
    assert.match(
      stdout,
      /^There was nothing to remove: no build for \w+ in .*\/terraform\.internal\/ecr\/ecr$/m,
    );
    assert.deepEqual(readdirSync(home), []);
  });
});
