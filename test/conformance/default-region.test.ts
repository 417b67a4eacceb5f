import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type CtyValue, msgpackValue, readObject } from '../support/plugin-process/cty-value.ts';
import { awsCredentials, startEcrHost } from '../support/plugin-process/ecr-host.ts';
import type { Environment } from '../support/plugin-process/host-environment.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { openToken, told } from '../support/plugin-process/token-resource.ts';

/** Keys in the profile: with AWS_PROFILE, the SDK looks at no others. */
const keys = `
aws_access_key_id = ${awsCredentials.accessKeyId}
aws_secret_access_key = ${awsCredentials.secretAccessKey}
aws_session_token = ${awsCredentials.sessionToken}
`;
const profiles = `
[default]
region = eu-west-1
[profile other]
region = eu-west-2${keys}
[profile silent]${keys}
`;

/** A configured host with that provider region, those variables and the profiles above. */
async function startWith(scope: TestScope, region: CtyValue, env: Environment) {
  const scratch = makeScratchDirectory(scope);
  const file = join(scratch.path, 'aws-config');
  writeFileSync(file, profiles);
  const host = await startEcrHost(scope, { scratch, env: { AWS_CONFIG_FILE: file, ...env } });
  const config = msgpackValue({ region, endpoints: [] });
  assert.deepEqual(told(await host.client.terraform('ConfigureProvider', { config })), []);
  return host;
}

const both = { AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'us-west-1' } as const;
const defaults = [
  { name: "the provider block's region", provider: 'us-west-2', env: both, expected: 'us-west-2' },
  { name: 'AWS_REGION', provider: null, env: both, expected: 'us-east-2' },
  { name: 'AWS_REGION, for an empty provider region', provider: '', env: both, expected: 'us-east-2' },
  {
    name: 'AWS_DEFAULT_REGION',
    provider: null,
    env: { AWS_DEFAULT_REGION: 'us-west-1' },
    expected: 'us-west-1',
  },
  {
    name: 'AWS_DEFAULT_REGION, for an empty AWS_REGION',
    provider: null,
    env: { ...both, AWS_REGION: '' },
    expected: 'us-west-1',
  },
  { name: "the default profile's", provider: null, env: {}, expected: 'eu-west-1' },
  { name: "AWS_PROFILE's", provider: null, env: { AWS_PROFILE: 'other' }, expected: 'eu-west-2' },
] as const;

describe('an Open without a region', () => {
  for (const { name, provider, env, expected } of defaults) {
    it(`uses ${name}`, async (t) => {
      const { client, ecr } = await startWith(t, provider, env);
      const opened = await openToken(client).answer;
      assert.deepEqual(told(opened), []);
      assert.deepEqual(
        ecr.calls.map(({ region }) => region),
        [expected],
      );
      assert.equal(readObject(opened.result?.msgpack ?? Buffer.alloc(0)).region, expected);
    });
  }

  it('without any default says where it looked, and asks AWS nothing', async (t) => {
    const { client, ecr } = await startWith(t, null, { AWS_PROFILE: 'silent' });
    const opened = await openToken(client).answer;
    assert.deepEqual(told(opened), ['ERROR Missing AWS Region at region']);
    const detail = opened.diagnostics[0]?.detail ?? '';
    for (const place of [
      'region argument',
      'provider block',
      'AWS_REGION',
      'AWS_DEFAULT_REGION',
      'profile',
    ]) {
      assert.ok(detail.includes(place), detail);
    }
    assert.equal(ecr.calls.length, 0);
  });

  it('does not follow a default that is no region', async (t) => {
    const { client, ecr } = await startWith(t, null, { AWS_REGION: 'us-east-1.evil.example' });
    const opened = await openToken(client).answer;
    assert.deepEqual(told(opened), ['ERROR Invalid AWS Region']);
    assert.match(opened.diagnostics[0]?.detail ?? '', /AWS_REGION/);
    assert.equal(ecr.calls.length, 0);
  });
});

describe('an Open with a region', () => {
  it('needs no default', async (t) => {
    const { client } = await startWith(t, null, { AWS_PROFILE: 'silent' });
    assert.deepEqual(told(await openToken(client, { region: 'eu-west-3' }).answer), []);
  });

  it('goes before every default, and comes back byte for byte', async (t) => {
    const { client, ecr } = await startWith(t, 'us-west-2', both);
    const opened = await openToken(client, { region: 'eu-west-3' }).answer;
    assert.equal(ecr.calls[0]?.region, 'eu-west-3');
    assert.equal(readObject(opened.result?.msgpack ?? Buffer.alloc(0)).region, 'eu-west-3');
  });
});
