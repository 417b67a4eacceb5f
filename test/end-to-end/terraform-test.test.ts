import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { tokenAndLogin } from './configuration.ts';
import { withScene } from './scene.ts';

const files = {
  'main.tf': `${tokenAndLogin}
output "login" {
  value = terraform_data.login.id
}
`,
  'login.tftest.hcl': `run "plans" {
  command = plan
}

run "logs_in" {
  assert {
    condition     = output.login != ""
    error_message = "no login"
  }
}
`,
};

describeOnEachHost('the test command of the host', (host) => {
  it('runs a plan and an apply with a token each', () =>
    withScene(host, { files }, async ({ endpoint, workspace }) => {
      const { stdout } = mustSucceed(await workspace.test());
      assert.match(stdout, /run "plans"\.\.\. pass/);
      assert.match(stdout, /run "logs_in"\.\.\. pass/);
      assert.match(stdout, /Success! 2 passed, 0 failed\./);
      assert.deepEqual(
        endpoint.logins.map(({ ok }) => ok),
        [true],
      );
      assert.ok(endpoint.calls.length >= 3, `${endpoint.calls.length} calls`);
      assert.ok(endpoint.calls.every(({ status }) => status === 200));
    }));

  it('reports a failing open as the failure of the run', () =>
    withScene(host, { files }, async ({ endpoint, workspace }) => {
      endpoint.setFault({ kind: 'accessDenied' });
      const { exitCode, stdout, stderr } = await workspace.test();
      assert.equal(exitCode, 1);
      assert.match(stdout, /run "plans"\.\.\. fail/);
      assert.match(stderr, /Error: Access Denied by Amazon ECR/);
      assert.deepEqual(endpoint.logins, []);
    }));
});
