import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installCommands, withReader } from '../docs/reader.ts';
import { mustSucceed } from '../support/terraform/command.ts';
import { requireTerraform } from '../support/terraform/host.ts';
import { providerSource } from '../support/terraform/plugin-mirror.ts';

const { missing } = requireTerraform();

test('the README installs the zips', { skip: missing ?? false }, () =>
  withReader(async ({ workspace, typeIn }) => {
    await typeIn(installCommands().zips);
    const init = mustSucceed(await workspace.init());
    assert.ok(init.stdout.includes(`Installed ${providerSource}`));
    mustSucceed(await workspace.validate());
  }),
);
