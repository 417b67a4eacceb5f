import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { describeHits, searchSecrets } from '../support/secrets/search.ts';
import { mustSucceed } from '../support/terraform/command.ts';
import { type BuiltStub, buildDockerStub } from '../support/terraform/docker-stub/build.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { builtPlugin, providerSource } from '../support/terraform/plugin-mirror.ts';
import { withScene } from './scene.ts';

/** As it stands in the documentation of hashicorp/aws. */
const documented = `ephemeral "aws_ecr_authorization_token" "token" {}

provider "docker" {
  registry_auth {
    address  = ephemeral.aws_ecr_authorization_token.token.proxy_endpoint
    username = ephemeral.aws_ecr_authorization_token.token.user_name
    password = ephemeral.aws_ecr_authorization_token.token.password
  }
}
`;

const versions = `terraform {
  required_providers {
    aws = {
      source = "${providerSource}"
    }
    docker = {
      source = "terraform.internal/stub/docker"
    }
  }
}
`;

/** Has the stub log in, and shows where. */
const use = `ephemeral "docker_login" "login" {}

resource "terraform_data" "address" {
  provisioner "local-exec" {
    command = "test \\"$ADDRESS\\" = https://123456789012.dkr.ecr.us-east-1.amazonaws.com"
    environment = {
      ADDRESS = ephemeral.docker_login.login.address
    }
  }
}
`;

describeOnEachHost('the documented HCL with a stub of the Docker provider', (host) => {
  let stub: BuiltStub;
  before(async () => {
    stub = await buildDockerStub();
  });
  after(() => stub.remove());

  it('configures the other provider with the token, at plan and at apply, and leaves no trace', () =>
    withScene(
      host,
      {
        files: { 'main.tf': documented, 'versions.tf': versions, 'use.tf': use },
        plugins: [builtPlugin(), stub.plugin],
        log: 'TRACE',
      },
      async ({ endpoint, workspace, secrets }) => {
        const plan = mustSucceed(await workspace.plan({ args: ['-out=saved.plan'] }));
        const apply = mustSucceed(await workspace.apply({ args: ['saved.plan'] }));
        assert.deepEqual(
          endpoint.logins.map(({ ok }) => ok),
          [true, true],
        );
        assert.equal(endpoint.calls.length, 2);
        const opened = apply.stdout.match(/(?:token|login): Opening complete/g);
        assert.deepEqual(opened, ['token: Opening complete', 'login: Opening complete']);
        // Which is closed first is up to the host.
        assert.equal(apply.stdout.match(/(?:token|login): Closing complete/g)?.length, 2);
        const texts = { plan: plan.stdout + plan.stderr, apply: apply.stdout + apply.stderr };
        const { hits } = searchSecrets(secrets(), { paths: [workspace.root], texts });
        assert.equal(describeHits(hits), '');
      },
    ));
});
