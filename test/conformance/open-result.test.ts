import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { readObject } from '../support/plugin-process/cty-value.ts';
import { type EcrHost, startConfiguredHost } from '../support/plugin-process/ecr-host.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { openToken, told } from '../support/plugin-process/token-resource.ts';

const scope = sharedScope();
let host: EcrHost;
before(async () => {
  host = await startConfiguredHost(scope);
});

describe('the result of OpenEphemeralResource', () => {
  for (const region of ['us-east-1', 'eu-central-1', 'ap-southeast-2']) {
    it(`is the token that AWS issued for ${region}, in exactly six attributes`, async () => {
      const opened = await openToken(host.client, { region }).answer;
      assert.deepEqual(told(opened), []);
      const issued = host.ecr.issued.at(-1) ?? assert.fail('nothing issued');
      assert.equal(issued.region, region);
      assert.deepEqual(readObject(opened.result?.msgpack ?? Buffer.alloc(0)), {
        authorization_token: issued.authorizationToken,
        expires_at: `${issued.expiresAt.toISOString().slice(0, 19)}Z`,
        password: issued.password,
        proxy_endpoint: `https://123456789012.dkr.ecr.${region}.amazonaws.com`,
        region,
        user_name: 'AWS',
      });
    });
  }

  it('is in msgpack, keys in order, as Go writes it', async () => {
    const opened = await openToken(host.client, { region: 'us-west-1' }).answer;
    assert.equal(opened.result?.json.length, 0);
    const names = Object.keys(readObject(opened.result?.msgpack ?? Buffer.alloc(0)));
    assert.deepEqual(names, names.toSorted());
  });

  it('has private bytes for Close, without a secret in them', async () => {
    const opened = await openToken(host.client, { region: 'us-west-2' }).answer;
    const issued = host.ecr.issued.at(-1) ?? assert.fail('nothing issued');
    const text = opened.private?.toString() ?? '';
    assert.ok(text.length > 0 && text.length < 100, text);
    assert.ok(!issued.password.includes(text) && !issued.authorizationToken.includes(text), text);
  });

  it('asks for no renewal, and is not deferred', async () => {
    const opened = await openToken(host.client, { region: 'us-east-2' }).answer;
    assert.equal(opened.renew_at ?? null, null);
    assert.equal(opened.deferred, null);
  });

  it('keeps a password with colons whole: the split is at the first', async () => {
    host.ecr.setFault({ kind: 'severalColons' }, { region: 'ca-central-1' });
    const opened = await openToken(host.client, { region: 'ca-central-1' }).answer;
    const issued = host.ecr.issued.at(-1) ?? assert.fail('nothing issued');
    const { password, user_name } = readObject(opened.result?.msgpack ?? Buffer.alloc(0));
    assert.deepEqual({ password, user_name }, { password: issued.password, user_name: 'AWS' });
    assert.match(issued.password, /:second:third:$/);
  });
});
