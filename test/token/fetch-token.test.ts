import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type EcrEndpoint, startEcrEndpoint } from '../support/ecr-endpoint/endpoint.ts';
import { testCredentials } from '../support/ecr-endpoint/test-client.ts';
import { type AwsEnvironment, isolateAwsEnvironment, testKeys } from './aws-environment.ts';
import { patient, recordedCore } from './recorded-core.ts';

const region = 'eu-central-1';
let environment: AwsEnvironment;
let ecr: EcrEndpoint;
let other: EcrEndpoint;
before(() => {
  environment = isolateAwsEnvironment(testKeys);
});
after(() => environment.restore());
beforeEach(async () => {
  ecr = await startEcrEndpoint({ credentials: [testCredentials], account: '111122223333' });
  other = await startEcrEndpoint({ credentials: [testCredentials] });
  environment.set({ AWS_ENDPOINT_URL_ECR: ecr.url });
});
afterEach(async () => {
  environment.set({ AWS_ENDPOINT_URL_ECR: undefined, AWS_ENDPOINT_URL: undefined });
  await Promise.all([ecr.close(), other.close()]);
});

describe('a token of the real AWS SDK', () => {
  it('is the one that the endpoint issued, all fields of it', async () => {
    const { token } = await recordedCore().core.leaseToken({ region }, patient());
    const issued = ecr.issued[0] ?? assert.fail('no token');
    assert.deepEqual(token, {
      authorizationToken: issued.authorizationToken,
      expiresAt: `${issued.expiresAt.toISOString().slice(0, 19)}Z`,
      password: issued.password,
      proxyEndpoint: 'https://111122223333.dkr.ecr.eu-central-1.amazonaws.com',
      userName: 'AWS',
    });
  });

  it('is asked for once, signed for the region, without a registry', async () => {
    await recordedCore().core.leaseToken({ region: 'ap-south-1' }, patient());
    const calls = ecr.calls.map((call) => [call.region, call.verified, call.registryIds]);
    assert.deepEqual(calls, [['ap-south-1', true, []]]);
  });

  it('is of the registry that was asked for', async () => {
    const { token } = await recordedCore().core.leaseToken({ region, registryId: '999988887777' }, patient());
    assert.deepEqual(ecr.calls[0]?.registryIds, ['999988887777']);
    assert.match(token.proxyEndpoint, /^https:\/\/999988887777\./);
  });

  it('keeps a password with colons whole', async () => {
    ecr.setFault({ kind: 'severalColons' });
    const { token } = await recordedCore().core.leaseToken({ region }, patient());
    assert.match(token.password, /:second:third:$/);
  });
});

describe('the endpoint', () => {
  it('of the request wins over the environment', async () => {
    await recordedCore().core.leaseToken({ region, endpoint: other.url }, patient());
    assert.deepEqual([ecr.calls.length, other.calls.length], [0, 1]);
  });

  it('of AWS_ENDPOINT_URL_ECR wins over AWS_ENDPOINT_URL', async () => {
    environment.set({ AWS_ENDPOINT_URL: other.url });
    await recordedCore().core.leaseToken({ region }, patient());
    assert.deepEqual([ecr.calls.length, other.calls.length], [1, 0]);
  });

  it('of AWS_ENDPOINT_URL serves where there is no other', async () => {
    environment.set({ AWS_ENDPOINT_URL_ECR: undefined, AWS_ENDPOINT_URL: other.url });
    await recordedCore().core.leaseToken({ region }, patient());
    assert.deepEqual([ecr.calls.length, other.calls.length], [0, 1]);
  });
});

describe('sharing in the core', () => {
  it('asks once for many requests of one region, registry and endpoint', async () => {
    const { core } = recordedCore();
    await Promise.all(Array.from({ length: 20 }, () => core.leaseToken({ region }, patient())));
    assert.equal(ecr.calls.length, 1);
  });

  it('asks for each region, registry and endpoint of its own', async () => {
    const { core } = recordedCore();
    const requests = [
      { region },
      { region: 'us-east-1' },
      { region, registryId: '999988887777' },
      { region, endpoint: other.url },
    ];
    const leases = await Promise.all(requests.map((request) => core.leaseToken(request, patient())));
    assert.equal(new Set(leases.map(({ token }) => token.password)).size, 4);
    assert.deepEqual([ecr.calls.length, other.calls.length], [3, 1]);
  });

  it('asks again after a failure, and after the last holder let go', async () => {
    const { core } = recordedCore();
    ecr.setFault({ kind: 'accessDenied' }, { times: 1 });
    await assert.rejects(core.leaseToken({ region }, patient()), { code: 'ACCESS_DENIED' });
    const lease = await core.leaseToken({ region }, patient());
    lease.release();
    await core.leaseToken({ region }, patient());
    assert.deepEqual([ecr.calls.length, ecr.issued.length], [3, 2]);
  });
});

describe('the default region', () => {
  const profile = ['[default]', 'region = eu-north-1', '[profile ci]', 'region = ap-east-1'].join('\n');

  it("is the active profile's, of the shared configuration files", async () => {
    // The AWS SDK remembers the files that it has read by their paths.
    const path = join(environment.home, 'config-with-regions');
    writeFileSync(path, profile);
    environment.set({ AWS_CONFIG_FILE: path });
    assert.equal(await recordedCore().core.defaultRegion(undefined), 'eu-north-1');
    environment.set({ AWS_PROFILE: 'ci' });
    assert.equal(await recordedCore().core.defaultRegion(undefined), 'ap-east-1');
    assert.equal(await recordedCore().core.defaultRegion('us-east-1'), 'us-east-1');
    environment.set({ AWS_PROFILE: undefined, AWS_CONFIG_FILE: join(environment.home, 'config') });
    await assert.rejects(recordedCore().core.defaultRegion(undefined), { code: 'NO_REGION' });
  });
});
