import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEcrTokenEphemeral } from '../../src/provider/ecr-token-ephemeral.ts';
import { textOf, unknown, type Value } from '../../src/provider/value.ts';
import { TokenError } from '../../src/token/token-error.ts';
import { fakeTokenCore } from './fake-token-core.ts';
import { open, resourceOf, type Setting, summaries } from './opened-token.ts';
import { object, type Plain, providerBlock } from './plain-value.ts';

const signal = new AbortController().signal;

const attributes = (value: Value | undefined): Record<string, string | undefined> => {
  assert.ok(value?.state === 'known' && value.value instanceof Map);
  return Object.fromEntries([...value.value].map(([name, part]: [string, Value]) => [name, textOf(part)]));
};

describe('validating', () => {
  const unconfigured = createEcrTokenEphemeral(fakeTokenCore(), () => undefined);
  const regions: readonly (readonly [region: Plain, found: readonly string[]])[] = [
    ['us-west-2', []],
    [null, []],
    [unknown, []],
    ['us-east-9', ['warning']],
    ['us-east-1a', ['error']],
    ['', ['error']],
  ];
  for (const [region, found] of regions) {
    it(`the region ${JSON.stringify(region)} before the provider is configured: ${found}`, () => {
      const severities = unconfigured.validate(object({ region })).map(({ severity }) => severity);
      assert.deepEqual(severities, found);
    });
  }

  it('says the same whether or not the provider is configured', () => {
    const config = object({ region: 'us-east-1a' });
    assert.deepEqual(resourceOf({}).validate(config), unconfigured.validate(config));
  });
});

describe('opening', () => {
  it('gives a value for every attribute of the schema, and no other', async () => {
    const { result, diagnostics } = await open({});
    assert.deepEqual(attributes(result), {
      region: 'eu-central-1',
      authorization_token: 'QVdTOnBhc3M6d29yZA==',
      expires_at: '2026-11-22T08:30:15Z',
      password: 'pass:word',
      proxy_endpoint: 'https://123456789012.dkr.ecr.eu-central-1.amazonaws.com',
      user_name: 'AWS',
    });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      Object.keys(attributes(result)).sort(),
      Object.keys(resourceOf({}).schema.block.attributes).sort(),
    );
  });

  const regions: readonly (readonly [name: string, setting: Setting, region: string])[] = [
    ['its own', { region: 'us-west-2' }, 'us-west-2'],
    ['the provider’s', {}, 'eu-central-1'],
    [
      'the environment’s',
      { block: providerBlock(), core: fakeTokenCore({ region: 'ap-south-1' }) },
      'ap-south-1',
    ],
    [
      'its own, over an unknown one of the provider',
      { block: providerBlock(unknown), region: 'us-west-2' },
      'us-west-2',
    ],
    ['its own, newer than the SDK', { region: 'eu-northwest-77' }, 'eu-northwest-77'],
  ];
  for (const [name, setting, region] of regions) {
    it(`asks for the region: ${name}, and gives it back byte for byte`, async () => {
      const core = setting.core ?? fakeTokenCore();
      const response = await open({ ...setting, core });
      assert.deepEqual(core.requests, [{ region }]);
      assert.equal(attributes(response.result).region, region);
    });
  }

  it('asks at the endpoint of the provider block', async () => {
    const core = fakeTokenCore();
    await open({ core, block: providerBlock('eu-central-1', ['http://127.0.0.1:4566']) });
    assert.deepEqual(core.requests, [{ region: 'eu-central-1', endpoint: 'http://127.0.0.1:4566' }]);
  });

  it('hands on the signal of the request', async () => {
    const core = fakeTokenCore();
    await open({ core });
    assert.deepEqual(core.signals, [signal]);
  });

  it('never gives the host a secret to keep', async () => {
    const { private: kept } = await open({});
    assert.equal(Buffer.from(kept ?? []).toString(), 'open-1');
  });
});

describe('opening fails', () => {
  const failures: readonly (readonly [name: string, setting: Setting, summary: string, path: unknown])[] = [
    ['an empty region', { region: '' }, 'Invalid AWS Region', [{ attribute: 'region' }]],
    ['a region that is a zone', { region: 'us-east-1a' }, 'Invalid AWS Region', [{ attribute: 'region' }]],
    ['another partition', { region: 'cn-north-1' }, 'Invalid Region Value', [{ attribute: 'region' }]],
    ['no region', { block: providerBlock() }, 'Missing AWS Region', [{ attribute: 'region' }]],
    [
      'a default region that is none',
      { block: providerBlock(), core: fakeTokenCore({ region: 'us-east-1.evil.example' }) },
      'Invalid AWS Region',
      undefined,
    ],
    [
      'AWS refuses',
      { core: fakeTokenCore({ failure: new TokenError('ACCESS_DENIED') }) },
      'Access Denied by Amazon ECR',
      undefined,
    ],
  ];
  for (const [name, setting, summary, path] of failures) {
    it(`${name}: ${summary}`, async () => {
      const response = await open(setting);
      assert.deepEqual(summaries(response), [summary]);
      assert.deepEqual(response.diagnostics[0]?.severity, 'error');
      assert.deepEqual(response.diagnostics[0]?.path, path);
      assert.deepEqual(
        [response.result, response.private, response.deferred],
        [undefined, undefined, undefined],
      );
    });
  }

  it('before the region is sound, nothing is asked', async () => {
    const core = fakeTokenCore();
    for (const region of ['', 'us-east-1a', 'cn-north-1', 'us-east-1\n', 'x.evil.example'])
      await open({ core, region });
    assert.deepEqual(core.requests, []);
  });

  it('before the provider is configured', async () => {
    const resource = createEcrTokenEphemeral(fakeTokenCore(), () => undefined);
    const response = await resource.open({ config: object({ region: null }), deferralAllowed: true, signal });
    assert.deepEqual(summaries(response), ['Provider Not Configured']);
  });

  it('with what is no failure of the core thrown on, for the RPC wrapper to word', async () => {
    const core = fakeTokenCore({ failure: new RangeError('secret') });
    await assert.rejects(open({ core }), RangeError);
  });
});

describe('closing', () => {
  it('lets go of its own token, once', async () => {
    const core = fakeTokenCore();
    const resource = resourceOf({ core });
    const request = { config: object({ region: null }), deferralAllowed: false, signal };
    const first = await resource.open(request);
    const second = await resource.open(request);
    assert.notDeepEqual(first.private, second.private);
    assert.deepEqual(resource.close?.(first.private), []);
    assert.deepEqual(resource.close?.(first.private), []);
    assert.equal(core.releases, 1);
    resource.close?.(second.private);
    assert.equal(core.releases, 2);
  });

  for (const [name, data] of [
    ['nothing', undefined],
    ['nothing at all', new Uint8Array()],
    ['another run’s', Buffer.from('open-77')],
    ['bytes that are no text', Buffer.from('ff00', 'hex')],
  ] as const) {
    it(`with ${name} changes nothing`, () => {
      const core = fakeTokenCore();
      assert.deepEqual(resourceOf({ core }).close?.(data), []);
      assert.equal(core.releases, 0);
    });
  }
});
