import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { version } from '../../src/version.ts';
import { pluginExecutable } from '../support/plugin-process/executable.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { mustSucceed, runCommand } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import type { TerraformHost } from '../support/terraform/host.ts';
import { createWorkspace } from '../support/terraform/workspace.ts';
import { runInstaller, writeOtherBuild } from './installer.ts';

const requiredProviders = `terraform {
  required_providers {
    aws = {
      source = "terraform.internal/ecr/ecr"
    }
  }
}
`;

/** A home without any CLI configuration, and a configuration that wants the provider. */
function sceneOf(scope: TestScope, host: TerraformHost) {
  const scratch = makeScratchDirectory(scope);
  // Commands that are shown must be right for such a path too.
  const home = join(scratch.path, 'home of ann');
  mkdirSync(home);
  const workspace = createWorkspace({
    host,
    files: { 'main.tf': requiredProviders },
    plugins: [],
    // Who does not find the provider asks for it at its address: here that comes to nothing at once.
    env: { HOME: home, TF_CLI_CONFIG_FILE: undefined, HTTPS_PROXY: 'http://127.0.0.1:9' },
  });
  scope.after(() => workspace.remove());
  const { environment: env, root } = workspace;
  return {
    workspace,
    root,
    home,
    install: async (file: string) => mustSucceed(await runInstaller(env, 'install', '--executable', file)),
    uninstall: async () => mustSucceed(await runInstaller(env, 'uninstall')),
    /** A command that a person copies from what the installation said. */
    typeIn: (command: string) =>
      runCommand({
        ...{ executable: '/bin/sh', name: 'sh', args: ['-c', command.replace(/^\w+/, `'${host.path}'`)] },
        ...{ cwd: workspace.directory, env, timeoutMs: 60_000 },
      }),
  };
}

/** The lines that a text shows indented below a line that ends so. */
function indentedBelow(text: string, lineEnd: string): string {
  const [, below = assert.fail(`nothing below ${lineEnd}`)] = text.split(`${lineEnd}\n\n`);
  return below.slice(0, below.search(/\n\S|\n*$/)).replaceAll(/^ {2}/gm, '');
}

describeOnEachHost('an installation', (host) => {
  it('is found by a plain init, as long as it is there', async (t) => {
    const { workspace, install, uninstall } = sceneOf(t, host);
    await install(pluginExecutable);
    const { stdout } = mustSucceed(await workspace.init());
    assert.ok(stdout.includes(`Installed terraform.internal/ecr/ecr v${version}`));
    mustSucceed(await workspace.validate());
    const listed = mustSucceed(await workspace.run(['version']));
    assert.ok(listed.stdout.includes(`\n+ provider terraform.internal/ecr/ecr v${version}\n`));
    await uninstall();
    assert.equal((await workspace.validate()).exitCode, 1);
    const { exitCode, stderr } = await workspace.init();
    assert.equal(exitCode, 1);
    assert.match(stderr, /Failed to query available provider packages/);
  });

  it('is usable with each way to name it that it shows', async (t) => {
    const { workspace, install } = sceneOf(t, host);
    const { stdout } = await install(pluginExecutable);
    workspace.write({ 'main.tf': indentedBelow(stdout, 'in place of hashicorp/aws:') });
    mustSucceed(await workspace.init());
    const sideBySide = indentedBelow(stdout, 'in the blocks that are to use it:');
    // hashicorp/aws itself can't be had here.
    const withoutAws = sideBySide.replace(/ {4}aws = \{.*?\n {4}\}\n/s, '');
    assert.notEqual(withoutAws, sideBySide);
    workspace.write({ 'main.tf': `${withoutAws}\n\nprovider "ecr" {}\n` });
    mustSucceed(await workspace.init());
    mustSucceed(await workspace.validate());
  });

  it('of a newer version is taken by init -upgrade', async (t) => {
    const { workspace, root, install } = sceneOf(t, host);
    await install(writeOtherBuild(root, '0.0.1'));
    mustSucceed(await workspace.init());
    await install(pluginExecutable);
    const { stdout } = mustSucceed(await workspace.init());
    assert.match(stdout, /Using previously-installed terraform\.internal\/ecr\/ecr v0\.0\.1/);
    const upgrade = mustSucceed(await workspace.init({ args: ['-upgrade'] }));
    assert.ok(upgrade.stdout.includes(`Installed terraform.internal/ecr/ecr v${version}`));
    mustSucceed(await workspace.validate());
  });

  it('over another build of its version is refused until its advice is followed', async (t) => {
    const { workspace, root, install, typeIn } = sceneOf(t, host);
    await install(pluginExecutable);
    mustSucceed(await workspace.init());
    const { stdout } = await install(writeOtherBuild(root));
    for (const args of [[], ['-upgrade']]) {
      const { exitCode, stderr } = await workspace.init({ args });
      assert.equal(exitCode, 1);
      assert.match(stderr, /doesn't match any of the checksums/);
    }
    mustSucceed(await typeIn(indentedBelow(stdout, 'run in each of them:')));
    mustSucceed(await workspace.init());
    mustSucceed(await workspace.validate());
    const again = await install(writeOtherBuild(root));
    assert.doesNotMatch(again.stdout, /checksum/);
  });

  it('is found by hosts that are told where to look, once they are told as it advises', async (t) => {
    const { workspace, home, install } = sceneOf(t, host);
    const cliConfig = join(home, '.terraformrc');
    writeFileSync(cliConfig, 'provider_installation {\n  direct {}\n}\n');
    const { stdout } = await install(pluginExecutable);
    assert.ok(stdout.includes(`does not lead to this build:\n\n  ${cliConfig}\n`));
    assert.equal((await workspace.init()).exitCode, 1);
    writeFileSync(cliConfig, indentedBelow(stdout, 'such as "direct":'));
    mustSucceed(await workspace.init());
    const again = await install(pluginExecutable);
    assert.doesNotMatch(again.stdout, /WARNING/);
  });
});
