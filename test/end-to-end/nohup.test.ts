import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCommand } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { signalGroup } from '../support/terraform/process-group.ts';
import { requiredProviders, tokenBlock } from './configuration.ts';
import { withScene } from './scene.ts';

/** Waits for the signal while the token is in use; then the plugin has to be there to close it. */
const slowConsumer = `${requiredProviders}${tokenBlock}
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "touch started; until [ -e go-on ]; do sleep 0.1; done"
    environment = {
      PASSWORD = ephemeral.aws_ecr_authorization_token.token.password
    }
  }
}
`;

async function untilExists(path: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; !existsSync(path); await sleep(20)) {
    assert.ok(Date.now() < deadline, `${path} never came`);
  }
}

describeOnEachHost('a host under nohup', (host) => {
  it('goes on with its plugin after the terminal has hung up', () =>
    withScene(host, { files: { 'main.tf': slowConsumer } }, async ({ workspace }) => {
      const command = startCommand({
        executable: '/bin/sh',
        name: 'nohup',
        args: ['-c', `trap '' HUP; exec "$0" apply -no-color -auto-approve`, host.path],
        cwd: workspace.directory,
        env: workspace.environment,
        timeoutMs: 120_000,
      });
      await untilExists(join(workspace.directory, 'started'));
      signalGroup(command.group, 'SIGHUP');
      workspace.write({ 'go-on': '' });
      const { exitCode, stdout, stderr } = await command.ended;
      assert.equal(exitCode, 0, stdout + stderr);
      assert.match(stdout, /Closing complete/);
      assert.doesNotMatch(stdout + stderr, /plugin/i);
    }));
});
