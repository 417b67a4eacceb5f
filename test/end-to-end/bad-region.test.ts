import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { requiredProviders, tokenBlock } from './configuration.ts';
import { withScene } from './scene.ts';
import { validateJson } from './validate-json.ts';

interface BadRegion {
  readonly region: string;
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly says: RegExp;
}

const invalid = { severity: 'error', summary: 'Invalid AWS Region' } as const;
const badRegions: Readonly<Record<string, BadRegion>> = {
  empty: { ...invalid, region: '', says: /The region is empty\. Leave the argument out/ },
  zone: { ...invalid, region: 'us-east-1a', says: /Did you mean "us-east-1"\?/ },
  capitals: { ...invalid, region: 'US-EAST-1', says: /Did you mean "us-east-1"\?/ },
  typing_error: { ...invalid, region: 'us-east-', says: /Did you mean "us-east-1"\?/ },
  another_host: { ...invalid, region: 'us-east-1.evil.example', says: /is not the name of an AWS region/ },
  url: { ...invalid, region: 'http://169.254.169.254/', says: /is not the name of an AWS region/ },
  no_partition: { ...invalid, region: 'mars-north-1', says: /does not belong to any AWS partition/ },
  brand_new: {
    region: 'eu-north-77',
    severity: 'warning',
    summary: 'Unrecognized AWS Region',
    says: /looks like one of partition aws, but this version of the provider does not know it/,
  },
  swapped_letters: {
    region: 'us-esat-2',
    severity: 'warning',
    summary: 'Unrecognized AWS Region',
    says: /Did you mean "us-east-2"\?/,
  },
};

/** One block a region, with the region on the second of its three lines. */
const blocks = Object.entries(badRegions).map(
  ([name, { region }]) =>
    `ephemeral "aws_ecr_authorization_token" "${name}" {\n  region = ${JSON.stringify(region)}\n}\n`,
);
const linesBefore = requiredProviders.split('\n').length - 1;

describeOnEachHost('a bad region', (host) => {
  it('is found by validate, at the very value', () =>
    withScene(host, { files: { 'main.tf': requiredProviders + blocks.join('') } }, async (scene) => {
      const found = await validateJson(scene.workspace);
      const byLine = new Map(found.map((diagnostic) => [diagnostic.source?.line, diagnostic]));
      Object.entries(badRegions).forEach(([name, { region, severity, summary, says }], index) => {
        const line = linesBefore + 3 * index + 2;
        const diagnostic = byLine.get(line);
        assert.deepEqual(
          { severity: diagnostic?.severity, summary: diagnostic?.summary, source: diagnostic?.source },
          { severity, summary, source: { file: 'main.tf', line, text: JSON.stringify(region) } },
          name,
        );
        assert.match(diagnostic?.detail ?? '', says, name);
      });
      assert.equal(found.length, blocks.length);
      assert.deepEqual(scene.endpoint.calls, []);
    }));

  it('is shown to a person with file, line and text', () =>
    withScene(host, { files: { 'main.tf': requiredProviders + blocks[1] } }, async ({ workspace }) => {
      const { exitCode, stderr } = await workspace.plan();
      assert.equal(exitCode, 1);
      const line = linesBefore + 2;
      const block = 'ephemeral "aws_ecr_authorization_token" "zone"';
      assert.ok(stderr.includes(`on main.tf line ${line}, in ${block}:`), stderr);
      assert.ok(stderr.includes(`${line}:   region = "us-east-1a"`), stderr);
    }));

  it('of the provider block is found there', () =>
    withScene(
      host,
      { files: { 'main.tf': requiredProviders + tokenBlock, 'provider.tf': providerWithBadRegion } },
      async ({ workspace }) => {
        const [diagnostic, ...others] = await validateJson(workspace);
        assert.deepEqual(others, []);
        assert.deepEqual(diagnostic?.source, { file: 'provider.tf', line: 2, text: '"us-east-l"' });
        assert.equal(diagnostic?.summary, 'Invalid AWS Region');
      },
    ));

  it('of another partition than the provider is refused when the token is asked for, at the line', () =>
    withScene(host, { files: { 'main.tf': otherPartition } }, async ({ endpoint, workspace }) => {
      const { exitCode, stderr } = await workspace.plan();
      assert.equal(exitCode, 1);
      assert.match(stderr, /Error: Invalid Region Value/);
      assert.ok(stderr.includes(`on main.tf line ${linesBefore + 5}, in ephemeral`), stderr);
      assert.match(
        stderr,
        /partition \(aws-cn\) for per-resource Region \(cn-north-1\) is not the provider's\s.*configured partition \(aws\)/,
      );
      assert.deepEqual(endpoint.calls, []);
    }));

  // Terraform 1.11 shows what providers say to the validation right before Open without its place.
  it('from a variable is named, be it an error or a warning', () =>
    withScene(host, { files: { 'main.tf': fromVariable } }, async ({ endpoint, workspace }) => {
      const wrong = await workspace.plan({ args: ['-var=region=us-east-1a'] });
      assert.equal(wrong.exitCode, 1);
      assert.match(wrong.stderr, /Error: Invalid AWS Region\s+The region "us-east-1a" is not the name/);
      assert.deepEqual(endpoint.calls, []);
      const unrecognized = mustSucceed(await workspace.plan({ args: ['-var=region=eu-north-77'] }));
      assert.match(unrecognized.stdout, /Warning: Unrecognized AWS Region\s+The region "eu-north-77"/);
      assert.equal(unrecognized.stdout.match(/Warning: /g)?.length, 1);
    }));

  it('known only at apply is refused then', () =>
    withScene(host, { files: { 'main.tf': knownAtApply } }, async ({ endpoint, workspace }) => {
      const { exitCode, stdout, stderr } = await workspace.apply();
      assert.equal(exitCode, 1);
      assert.match(stdout, /Plan: 1 to add/);
      assert.match(stderr, /Error: Invalid AWS Region\s+The region "us-east-1\/" is not the name/);
      assert.deepEqual(endpoint.calls, []);
    }));
});

const providerWithBadRegion = 'provider "aws" {\n  region = "us-east-l"\n}\n';

const fromVariable = `${requiredProviders}variable "region" {
  type = string
}
ephemeral "aws_ecr_authorization_token" "token" {
  region = var.region
}
`;

const otherPartition = `${requiredProviders}provider "aws" {
  region = "eu-west-1"
}
ephemeral "aws_ecr_authorization_token" "china" {
  region = "cn-north-1"
}
`;

const knownAtApply = `${requiredProviders}resource "terraform_data" "region" {
  input = "us-east-1/"
}
ephemeral "aws_ecr_authorization_token" "token" {
  region = terraform_data.region.output
}
`;
