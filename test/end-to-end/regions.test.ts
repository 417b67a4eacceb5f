import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { loginConsumer, requiredProviders, tokenBlock } from './configuration.ts';
import { withScene } from './scene.ts';

const manyRegions =
  'af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-west-2'.split(
    ' ',
  );

describeOnEachHost('regions', (host) => {
  it('for_each over 20 regions, each asked for twice, makes one call a region and process', () =>
    withScene(host, { files: { 'main.tf': overRegions, 'logins.mjs': loginsScript } }, async (scene) => {
      const { endpoint, workspace } = scene;
      mustSucceed(await workspace.plan());
      assert.deepEqual(scene.regionsAsked().toSorted(), manyRegions);
      mustSucceed(await workspace.apply());
      assert.deepEqual(
        scene.regionsAsked().toSorted(),
        [...manyRegions, ...manyRegions, ...manyRegions].toSorted(),
      );
      assert.deepEqual(
        endpoint.logins.map(({ ok }) => ok),
        manyRegions.map(() => true),
      );
    }));

  it('a region that is known only at apply opens the token only then', () =>
    withScene(host, { files: { 'main.tf': regionKnownAtApply } }, async (scene) => {
      const { endpoint, workspace } = scene;
      const { stdout } = mustSucceed(await workspace.plan({ args: ['-out=saved.plan'] }));
      assert.match(stdout, /Plan: 2 to add/);
      assert.deepEqual(endpoint.calls, []);
      mustSucceed(await workspace.apply({ args: ['saved.plan'] }));
      assert.deepEqual(scene.regionsAsked(), ['eu-west-3']);
      assert.deepEqual(
        endpoint.logins.map(({ ok }) => ok),
        [true],
      );
    }));

  it('without any, the error says where it was looked for', () =>
    withScene(
      host,
      {
        files: { 'main.tf': requiredProviders + tokenBlock },
        env: { AWS_REGION: undefined },
      },
      async ({ endpoint, workspace }) => {
        const { exitCode, stderr } = await workspace.plan();
        assert.equal(exitCode, 1);
        assert.match(stderr, /Error: Missing AWS Region/);
        assert.match(stderr, /AWS_DEFAULT_REGION/);
        assert.deepEqual(endpoint.calls, []);
      },
    ));
});

const overRegions = `${requiredProviders}
locals {
  regions = toset(${JSON.stringify(manyRegions)})
}

ephemeral "aws_ecr_authorization_token" "first" {
  for_each = local.regions
  region   = each.key
}

ephemeral "aws_ecr_authorization_token" "second" {
  for_each = local.regions
  region   = each.key
}

resource "terraform_data" "login" {
  provisioner "local-exec" {
    command = "node logins.mjs"
    environment = {
      FIRST  = jsonencode({ for region, token in ephemeral.aws_ecr_authorization_token.first : token.region => token.password })
      SECOND = jsonencode({ for region, token in ephemeral.aws_ecr_authorization_token.second : region => token.password })
    }
  }
}
`;

/** Fails unless both opens of a region got the same password, no two regions did, and each logs in. */
const loginsScript = `
const { FIRST, SECOND, REGISTRY_URL } = process.env;
const passwords = Object.values(JSON.parse(FIRST));
if (FIRST !== SECOND || new Set(passwords).size !== ${manyRegions.length}) process.exit(2);
for (const password of passwords) {
  const authorization = 'Basic ' + Buffer.from('AWS:' + password).toString('base64');
  const { ok } = await fetch(REGISTRY_URL + '/v2/', { headers: { authorization } });
  if (!ok) process.exit(1);
}
`;

const regionKnownAtApply = `${requiredProviders}
resource "terraform_data" "region" {
  input = "eu-west-3"
}

ephemeral "aws_ecr_authorization_token" "token" {
  region = terraform_data.region.output
}

${loginConsumer()}`;
