import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeOtherBuild } from '../local-mirror/installer.ts';
import { mustSucceed } from '../support/terraform/command.ts';
import { requireTerraform } from '../support/terraform/host.ts';
import { providerSource } from '../support/terraform/plugin-mirror.ts';
import { repository } from './markdown.ts';
import { installCommands, withReader } from './reader.ts';

const { hosts, missing } = requireTerraform();
const [host] = hosts;

const { fromSource, bundle, allowOtherBuild, uninstall } = installCommands();

/** A script with something else instead of a part that it must have. */
function replaced(script: string, part: string, instead: string): string {
  assert.ok(script.includes(part), script);
  return script.replace(part, instead);
}

test('the README installs, allows another build, and uninstalls', { skip: missing ?? false }, () =>
  withReader(async ({ workspace, typeIn }) => {
    // The build is there already, and another would pull the rug from under other tests.
    const installBundle = replaced(bundle, 'npm ci && npm run build\n', '');
    await typeIn(installBundle);
    const init = mustSucceed(await workspace.init());
    assert.ok(init.stdout.includes(`Installed ${providerSource}`));

    const other = writeOtherBuild(workspace.root);
    const { stdout } = await typeIn(replaced(installBundle, 'dist/terraform-provider-ecr', other));
    assert.match(stdout, /It replaces another build/);
    assert.match((await workspace.init()).stderr, /doesn't match any of the checksums/);
    await typeIn(replaced(allowOtherBuild, 'terraform ', `'${host?.path}' `), workspace.directory);
    mustSucceed(await workspace.init());
    mustSucceed(await workspace.validate());

    await typeIn(uninstall);
    const { exitCode, stderr } = await workspace.validate();
    assert.equal(exitCode, 1);
    assert.match(stderr, /there is no package for/);
  }),
);

const notCompiled = existsSync(join(repository, 'dist/native/terraform-provider-ecr'))
  ? false
  : '`npm run compile` has not been run here';

test('the README installs the native build', { skip: missing ?? notCompiled }, () =>
  withReader(async ({ workspace, typeIn }) => {
    const script = replaced(fromSource, 'npm ci && ', '');
    // Compiling needs the network, and would replace what other tests may be running.
    await typeIn(replaced(script, 'npm run', 'npm run --ignore-scripts'));
    const init = mustSucceed(await workspace.init());
    assert.ok(init.stdout.includes(`Installed ${providerSource}`));
    mustSucceed(await workspace.validate());
  }),
);
