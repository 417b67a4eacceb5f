import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { tokenAndLogin } from './configuration.ts';
import { stateText, withScene } from './scene.ts';

const recreate = { args: ['-replace=terraform_data.login'] };

describeOnEachHost('life of a configuration', (host) => {
  it('validate asks AWS for nothing', () =>
    withScene(host, { files: { 'main.tf': tokenAndLogin } }, async ({ endpoint, workspace }) => {
      const { stdout } = mustSucceed(await workspace.validate());
      assert.match(stdout, /Success! The configuration is valid\./);
      assert.deepEqual(endpoint.calls, []);
    }));

  it('plan, saved plan, apply and destroy each open and close the token once a process', () =>
    withScene(host, { files: { 'main.tf': tokenAndLogin } }, async ({ endpoint, workspace }) => {
      const seen = () => ({ calls: endpoint.calls.length, logins: endpoint.logins.length });

      const plan = mustSucceed(await workspace.plan({ args: ['-out=saved.plan'] }));
      assert.match(plan.stdout, /ephemeral\.aws_ecr_authorization_token\.token: Opening complete/);
      assert.match(plan.stdout, /ephemeral\.aws_ecr_authorization_token\.token: Closing complete/);
      assert.match(plan.stdout, /Plan: 1 to add, 0 to change, 0 to destroy\./);
      assert.deepEqual(seen(), { calls: 1, logins: 0 });

      const saved = mustSucceed(await workspace.apply({ args: ['saved.plan'] }));
      assert.match(saved.stdout, /Resources: 1 added, 0 changed, 0 destroyed\./);
      assert.deepEqual(seen(), { calls: 2, logins: 1 });

      const applied = mustSucceed(await workspace.apply(recreate));
      assert.match(applied.stdout, /Resources: 1 added, 0 changed, 1 destroyed\./);
      assert.deepEqual(seen(), { calls: 4, logins: 2 });

      const destroyed = mustSucceed(await workspace.destroy());
      assert.match(destroyed.stdout, /Resources: 1 destroyed\./);
      // A destroy plans first, and the ephemeral resource is opened for that alone.
      assert.deepEqual(seen(), { calls: 5, logins: 2 });

      assert.ok(endpoint.logins.every(({ ok }) => ok));
      assert.ok(endpoint.calls.every(({ verified, status }) => verified && status === 200));
      // The state may name the token as what another resource depends on, but must not hold it.
      const types = [...stateText(workspace).matchAll(/"type": "(\w+)",\s*"name"/g)].map(([, type]) => type);
      assert.deepEqual([...new Set(types)], ['terraform_data']);
    }));

  it('logs in with what it was given and nothing else: a token that is not good fails the apply', () =>
    withScene(host, { files: { 'main.tf': tokenAndLogin } }, async ({ endpoint, workspace }) => {
      endpoint.setFault({ kind: 'expiryIn', ms: -1000 });
      const { exitCode, stderr } = await workspace.apply();
      assert.equal(exitCode, 1);
      assert.match(stderr, /local-exec provisioner error/);
      assert.deepEqual(
        endpoint.logins.map(({ ok }) => ok),
        [false],
      );
    }));
});
