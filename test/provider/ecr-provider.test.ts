import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEcrProvider } from '../../src/provider/ecr-provider.ts';
import { unknown, type Value } from '../../src/provider/value.ts';
import { fakeTokenCore } from './fake-token-core.ts';
import { object, providerBlock } from './plain-value.ts';

function provider(core = fakeTokenCore()) {
  const made = createEcrProvider(core);
  const [resource] = made.ephemeralResources;
  assert.ok(resource);
  const open = async (config: Value = object({ region: null })) => {
    const request = { config, deferralAllowed: false, signal: new AbortController().signal };
    return (await resource.open(request)).diagnostics.map(({ summary }) => summary);
  };
  return { ...made, core, open };
}

describe('the provider', () => {
  it('offers one ephemeral resource', () => {
    assert.deepEqual(
      provider().ephemeralResources.map(({ typeName }) => typeName),
      ['aws_ecr_authorization_token'],
    );
  });

  it('opens nothing before it is configured', async () => {
    assert.deepEqual(await provider().open(), ['Provider Not Configured']);
  });

  it('opens in the region that it was configured with', async () => {
    const { configure, open, core } = provider();
    assert.deepEqual(configure(providerBlock('us-west-2')), []);
    assert.deepEqual(await open(), []);
    assert.deepEqual(core.requests, [{ region: 'us-west-2' }]);
  });

  it('is configured anew as often as the host likes', async () => {
    const { configure, open, core } = provider();
    for (const region of ['us-west-2', 'eu-west-1']) configure(providerBlock(region));
    await open();
    assert.deepEqual(core.requests, [{ region: 'eu-west-1' }]);
  });

  it('opens nothing after a configuration that it refused, not even with the one before', async () => {
    const { configure, open, core } = provider();
    configure(providerBlock('us-west-2'));
    assert.equal(configure(providerBlock('US-WEST-2')).length, 1);
    assert.deepEqual(await open(), ['Provider Not Configured']);
    assert.deepEqual(core.requests, []);
  });

  it('lets go of a token that comes when the host has given up', async () => {
    const { configure, core, ephemeralResources } = provider();
    configure(providerBlock('us-west-2'));
    const abort = new AbortController();
    const opening = ephemeralResources[0]?.open({
      config: object({ region: null }),
      deferralAllowed: false,
      signal: abort.signal,
    });
    abort.abort();
    const opened = await opening;
    assert.equal(opened?.result, undefined);
    assert.equal(core.releases, core.requests.length);
  });

  it('takes an unknown configuration without an error', () => {
    const { configure } = provider();
    for (const block of [unknown, providerBlock(unknown, [unknown])]) assert.deepEqual(configure(block), []);
  });

  it('reports errors when configured, warnings only when validated', () => {
    const { configure, validateConfig } = provider();
    const severities = (block: Value) => [
      validateConfig(block).map(({ severity }) => severity),
      configure(block).map(({ severity }) => severity),
    ];
    assert.deepEqual(severities(providerBlock('nonsense')), [['error'], ['error']]);
    assert.deepEqual(severities(providerBlock('us-east-9')), [['warning'], []]);
  });

  it('keeps apart what several providers were configured with', async () => {
    const [east, west] = [provider(), provider()];
    east.configure(providerBlock('us-east-1'));
    west.configure(providerBlock('us-west-1'));
    await Promise.all([east.open(), west.open()]);
    assert.deepEqual(
      [east.core.requests, west.core.requests],
      [[{ region: 'us-east-1' }], [{ region: 'us-west-1' }]],
    );
  });
});
