import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { loginConsumer, requiredProviders, tokenBlock } from './configuration.ts';
import { withScene } from './scene.ts';

describeOnEachHost('a token in a module', (host) => {
  it('leaves it by ephemeral outputs and logs in outside', () =>
    withScene(host, { files: ephemeralOutputs }, async ({ endpoint, workspace }) => {
      const { stdout } = mustSucceed(await workspace.apply());
      assert.match(
        stdout,
        /module\.registry\.ephemeral\.aws_ecr_authorization_token\.token: Opening complete/,
      );
      assert.deepEqual(
        endpoint.logins.map(({ ok }) => ok),
        [true],
      );
      assert.equal(endpoint.calls.length, 2);
    }));

  it('can not leave it by an output that would be stored', () =>
    withScene(host, { files: storedOutputs }, async ({ endpoint, workspace }) => {
      const { exitCode, stderr } = await workspace.validate();
      assert.equal(exitCode, 1);
      assert.match(stderr, /Error: Ephemeral value not allowed/);
      assert.deepEqual(endpoint.calls, []);
    }));

  it('can not be stored by a managed resource', () =>
    withScene(host, { files: { 'main.tf': storedInput } }, async ({ workspace }) => {
      const { exitCode, stderr } = await workspace.validate();
      assert.equal(exitCode, 1);
      assert.match(stderr, /Error: Invalid use of ephemeral value/);
    }));
});

function outputs(argument: string): string {
  const names = ['user_name', 'password'];
  return names
    .map(
      (name) => `output "${name}" {
  value     = ephemeral.aws_ecr_authorization_token.token.${name}
  sensitive = true
  ${argument}
}
`,
    )
    .join('');
}

const callModule = `${requiredProviders}module "registry" {
  source = "./registry"
}
`;

const ephemeralOutputs = {
  'main.tf': callModule + loginConsumer('module.registry'),
  'registry/main.tf': requiredProviders + tokenBlock + outputs('ephemeral = true'),
};

const storedOutputs = {
  'main.tf': callModule,
  'registry/main.tf': requiredProviders + tokenBlock + outputs(''),
};

const storedInput = `${requiredProviders}${tokenBlock}resource "terraform_data" "stored" {
  input = ephemeral.aws_ecr_authorization_token.token.password
}
`;
