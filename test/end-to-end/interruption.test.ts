import assert from 'node:assert/strict';
import { it } from 'node:test';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { membersOfGroup, signalGroup, waitForEmptyGroup } from '../support/terraform/process-group.ts';
import { tokenAndLogin } from './configuration.ts';
import { withScene } from './scene.ts';

const files = { 'main.tf': tokenAndLogin };
const plan = ['plan', '-no-color', '-input=false'];

/** Far less than the 15 s after which the provider gives a hanging call up by itself. */
const soonMs = 8_000;

describeOnEachHost('interruption of a hanging open', (host) => {
  for (const kind of ['hang', 'hangInBody'] as const) {
    it(`Ctrl-C aborts the call to AWS and ends everything soon (${kind})`, () =>
      withScene(host, { files }, async ({ endpoint, workspace }) => {
        endpoint.setFault({ kind });
        const command = workspace.start(plan);
        await endpoint.waitForCall(() => true, 60_000);
        // As a terminal does: to the host and its plugins alike.
        signalGroup(command.group, 'SIGINT');
        const interruptedAtMs = performance.now();
        await endpoint.waitForCall(({ aborted }) => aborted, soonMs);
        const { exitCode, stdout, stderr } = await command.ended;
        assert.ok(performance.now() - interruptedAtMs < soonMs, 'took too long to end');
        assert.equal(exitCode, 1);
        assert.match(stdout, /Interrupt received/);
        assert.match(stderr, /Error: Authorization Token Request Cancelled/);
        assert.deepEqual(membersOfGroup(command.group), []);
        assert.equal(endpoint.calls.length, 1, 'asked again after the interrupt');
      }));
  }

  it('SIGKILL of the host: the plugin aborts the call, removes its socket and is gone soon', () =>
    withScene(host, { files }, async ({ endpoint, workspace }) => {
      endpoint.setFault({ kind: 'hang' });
      const command = workspace.start(plan);
      await endpoint.waitForCall(() => true, 60_000);
      const plugins = membersOfGroup(command.group).filter(({ pid }) => pid !== command.pid);
      assert.equal(plugins.length, 1, 'the plugin runs');
      assert.notDeepEqual(workspace.temporaryFiles(), [], 'the plugin has a socket');

      process.kill(command.pid, 'SIGKILL');
      const killedAtMs = performance.now();
      assert.deepEqual(await waitForEmptyGroup(command.group, soonMs), []);
      assert.ok(performance.now() - killedAtMs < 4_000, 'the orphan lived too long');
      await endpoint.waitForCall(({ aborted }) => aborted, soonMs);
      assert.deepEqual(workspace.temporaryFiles(), []);
    }));
});
