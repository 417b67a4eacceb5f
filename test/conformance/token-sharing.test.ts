import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readObject } from '../support/plugin-process/cty-value.ts';
import { type EcrHost, startConfiguredHost } from '../support/plugin-process/ecr-host.ts';
import type { TerraformResponses } from '../support/plugin-process/terraform-messages.ts';
import { openToken, tokenType, told } from '../support/plugin-process/token-resource.ts';

type Opened = TerraformResponses['OpenEphemeralResource'];

const passwordOf = ({ result }: Opened) => readObject(result?.msgpack ?? Buffer.alloc(0)).password;

async function close({ client }: EcrHost, privateData: Uint8Array | undefined): Promise<string[]> {
  return told(
    await client.terraform('CloseEphemeralResource', { type_name: tokenType, private: privateData }),
  );
}

const regions = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-west-1'],
  ...['eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'ap-south-1'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'af-south-1'],
];

describe('opens in one process', () => {
  it('of one region, 50 at once, share one call and one token', async (t) => {
    const host = await startConfiguredHost(t);
    const opens = Array.from({ length: 50 }, () => openToken(host.client, { region: 'eu-west-1' }).answer);
    const opened = await Promise.all(opens);
    assert.deepEqual(opened.flatMap(told), []);
    assert.equal(host.ecr.calls.length, 1);
    assert.deepEqual(new Set(opened.map(passwordOf)), new Set([host.ecr.issued[0]?.password]));
    assert.equal(new Set(opened.map((one) => one.private?.toString())).size, 50, 'each is closed by itself');
  });

  it('of 20 regions make 20 calls', async (t) => {
    const host = await startConfiguredHost(t);
    const opened = await Promise.all(regions.map((region) => openToken(host.client, { region }).answer));
    assert.deepEqual(opened.flatMap(told), []);
    assert.deepEqual(host.ecr.calls.map(({ region }) => region).toSorted(), regions.toSorted());
    assert.equal(new Set(opened.map(passwordOf)).size, 20);
  });

  it('share a token that is held, named or by default', async (t) => {
    const host = await startConfiguredHost(t);
    for (const region of ['us-east-1', null, 'us-east-1']) {
      assert.deepEqual(told(await openToken(host.client, { region }).answer), []);
    }
    assert.equal(host.ecr.calls.length, 1);
  });

  it('do not share a token that has lived more than half of its life', async (t) => {
    const host = await startConfiguredHost(t);
    host.ecr.setFault({ kind: 'expiryIn', ms: -1_000 });
    for (const expected of [1, 2]) {
      await openToken(host.client).answer;
      assert.equal(host.ecr.calls.length, expected);
    }
  });

  it('share a failure, which is forgotten at once', async (t) => {
    const host = await startConfiguredHost(t);
    host.ecr.setFault({ kind: 'accessDenied' }, { times: 1 });
    const [first, second] = await Promise.all([openToken(host.client).answer, openToken(host.client).answer]);
    assert.deepEqual(
      [told(first), told(second)],
      [['ERROR Access Denied by Amazon ECR'], ['ERROR Access Denied by Amazon ECR']],
    );
    assert.equal(host.ecr.calls.length, 1);
    assert.deepEqual(told(await openToken(host.client).answer), []);
    assert.equal(host.ecr.calls.length, 2);
  });
});

describe('CloseEphemeralResource', () => {
  it('forgets the token: a later Open asks AWS anew', async (t) => {
    const host = await startConfiguredHost(t);
    const first = await openToken(host.client).answer;
    assert.deepEqual(await close(host, first.private), []);
    const second = await openToken(host.client).answer;
    assert.equal(host.ecr.calls.length, 2);
    assert.notEqual(passwordOf(first), passwordOf(second));
  });

  it('of one of two leaves the token to the other', async (t) => {
    const host = await startConfiguredHost(t);
    const first = await openToken(host.client).answer;
    const second = await openToken(host.client).answer;
    await close(host, first.private);
    await close(host, first.private);
    await openToken(host.client).answer;
    assert.equal(host.ecr.calls.length, 1, 'closing one twice is not closing both');
    assert.notDeepEqual(first.private, second.private);
  });

  const strangers = [
    undefined,
    Buffer.alloc(0),
    Buffer.from('open-999'),
    Buffer.from('ff00fe', 'hex'),
    Buffer.from('__proto__'),
  ];
  it('of something that is not open is no error', async (t) => {
    const host = await startConfiguredHost(t);
    await openToken(host.client).answer;
    for (const privateData of strangers) assert.deepEqual(await close(host, privateData), []);
    await openToken(host.client).answer;
    assert.equal(host.ecr.calls.length, 1, 'and closes nothing else');
  });
});

describe('RenewEphemeralResource', () => {
  it('succeeds, changes nothing, asks AWS nothing and asks for no further renewal', async (t) => {
    const host = await startConfiguredHost(t);
    const opened = await openToken(host.client).answer;
    const request = { type_name: tokenType, private: opened.private };
    for (const times of [1, 2]) {
      const renewed = await host.client.terraform('RenewEphemeralResource', request);
      assert.deepEqual(told(renewed), [], `renewal ${times}`);
      assert.equal(renewed.renew_at ?? null, null);
      assert.deepEqual(renewed.private, opened.private);
    }
    assert.equal(host.ecr.calls.length, 1);
    const again = await openToken(host.client).answer;
    assert.equal(passwordOf(again), passwordOf(opened));
  });
});
