import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mustSucceed, type RunningCommand, startCommand } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { builtPlugin } from '../support/terraform/plugin-mirror.ts';
import { membersOfGroup, signalGroup } from '../support/terraform/process-group.ts';
import type { Workspace } from '../support/terraform/workspace.ts';
import { tokenAndLogin } from './configuration.ts';
import { withScene } from './scene.ts';

function startDebugPlugin({ directory, environment }: Workspace): RunningCommand {
  return startCommand({
    executable: builtPlugin().executable,
    name: 'terraform-provider-ecr',
    args: ['--debug'],
    cwd: directory,
    env: environment,
    timeoutMs: 120_000,
  });
}

describeOnEachHost('a plugin started with --debug', (host) => {
  it('serves several runs of a host that has no plugin of its own, and stops on Ctrl-C', () =>
    withScene(
      host,
      { files: { 'main.tf': tokenAndLogin }, plugins: [], initialize: false },
      async ({ endpoint, workspace }) => {
        const plugin = startDebugPlugin(workspace);
        try {
          const [, reattach = ''] = await plugin.waitForOutput(/export TF_REATTACH_PROVIDERS='(.+)'/);
          const attached = { env: { TF_REATTACH_PROVIDERS: reattach } };
          mustSucceed(await workspace.init(attached));
          mustSucceed(await workspace.apply(attached));
          mustSucceed(await workspace.apply({ ...attached, args: ['-replace=terraform_data.login'] }));
          assert.deepEqual(
            endpoint.logins.map(({ ok }) => ok),
            [true, true],
          );
          assert.deepEqual(
            membersOfGroup(plugin.group).map(({ pid }) => pid),
            [plugin.pid],
          );
          // Each run of a host closes what it opened, so the next one asks anew.
          assert.equal(endpoint.calls.length, 4);

          signalGroup(plugin.group, 'SIGINT');
          const { exitCode } = await plugin.ended;
          assert.equal(exitCode, 0);
        } finally {
          signalGroup(plugin.group, 'SIGKILL');
        }
      },
    ));
});
