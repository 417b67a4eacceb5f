import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { builtPlugin, providerSource } from '../support/terraform/plugin-mirror.ts';
import { loginConsumer, requiredProviders, tokenBlock } from './configuration.ts';
import { withScene } from './scene.ts';

describeOnEachHost('the provider block', (host) => {
  it('two aliases: each token is of its provider', () =>
    withScene(host, { files: { 'main.tf': twoAliases } }, async (scene) => {
      mustSucceed(await scene.workspace.apply());
      const once = ['ap-south-1', 'eu-west-1'];
      assert.deepEqual(scene.regionsAsked().toSorted(), [...once, ...once].toSorted());
      assert.equal(scene.endpoint.logins.filter(({ ok }) => ok).length, 2);
    }));

  it('beside another provider named aws, by the local name ecr and provider = ecr', () =>
    withScene(
      host,
      {
        files: { 'main.tf': sideBySide },
        plugins: [builtPlugin(), { ...builtPlugin(), source: otherSource }],
      },
      async (scene) => {
        mustSucceed(await scene.workspace.apply());
        assert.deepEqual(scene.regionsAsked(), ['eu-west-1', 'eu-west-1']);
        assert.deepEqual(
          scene.endpoint.logins.map(({ ok }) => ok),
          [true],
        );
      },
    ));

  it('endpoints { ecr } goes before the environment', () =>
    withScene(
      host,
      {
        files: { 'main.tf': requiredProviders + endpointFromVariable + tokenBlock },
        env: unreachableEndpoint,
      },
      async ({ endpoint, workspace }) => {
        mustSucceed(await workspace.plan({ args: [`-var=endpoint=${endpoint.url}`] }));
        assert.equal(endpoint.calls.length, 1);
      },
    ));

  it('with a region not known before apply fails no plan whose tokens name their own', () =>
    withScene(host, { files: { 'main.tf': unknownRegion + ownRegion + loginConsumer() } }, async (scene) => {
      mustSucceed(await scene.workspace.apply());
      assert.deepEqual(scene.regionsAsked(), ['us-west-1', 'us-west-1']);
    }));

  it('with a region not known before apply: a token that needs it says so, and what to do', () =>
    withScene(host, { files: { 'main.tf': unknownRegion + tokenBlock } }, async ({ endpoint, workspace }) => {
      const { exitCode, stderr } = await workspace.plan();
      assert.equal(exitCode, 1);
      assert.match(stderr, /Error: Provider Configuration Not Known Yet/);
      assert.match(stderr, /on main\.tf line \d+, in ephemeral "aws_ecr_authorization_token" "token":/);
      assert.match(stderr, /The provider block's region depends on something/);
      assert.match(stderr, /-target/);
      assert.deepEqual(endpoint.calls, []);

      // What the message advises works.
      mustSucceed(await workspace.apply({ args: ['-target=terraform_data.region'] }));
      mustSucceed(await workspace.plan());
      assert.equal(endpoint.calls.length, 1);
    }));
});

const twoAliases = `${requiredProviders}
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "india"
  region = "ap-south-1"
}

${tokenBlock}
ephemeral "aws_ecr_authorization_token" "india" {
  provider = aws.india
}

${loginConsumer()}
${loginConsumer('ephemeral.aws_ecr_authorization_token.india', 'india')}`;

const otherSource = 'terraform.internal/other/aws';

/** The same executable under another address stands for hashicorp/aws; its region tells who was asked. */
const sideBySide = `terraform {
  required_providers {
    aws = {
      source = "${otherSource}"
    }
    ecr = {
      source = "${providerSource}"
    }
  }
}

provider "aws" {
  region = "us-west-2"
}

provider "ecr" {
  region = "eu-west-1"
}

ephemeral "aws_ecr_authorization_token" "token" {
  provider = ecr
}

${loginConsumer()}`;

const endpointFromVariable = `
variable "endpoint" {
  type = string
}

provider "aws" {
  endpoints {
    ecr = var.endpoint
  }
}
`;

const unreachableEndpoint = { AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' };

const unknownRegion = `${requiredProviders}
resource "terraform_data" "region" {
  input = "us-east-2"
}

provider "aws" {
  region = terraform_data.region.output
}
`;

const ownRegion = `
ephemeral "aws_ecr_authorization_token" "token" {
  region = "us-west-1"
}
`;
