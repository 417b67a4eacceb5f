import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type CtyValue, jsonValue, msgpackValue } from '../support/plugin-process/cty-value.ts';
import { ecrEnvironment, startEcr, startEcrHost } from '../support/plugin-process/ecr-host.ts';
import { type PluginHost, startHost } from '../support/plugin-process/plugin-host.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { openToken, told } from '../support/plugin-process/token-resource.ts';

const scope = sharedScope();
let host: PluginHost;
before(async () => {
  host = await startHost(scope);
});

const blocks: readonly { name: string; config: CtyValue; said: readonly string[] }[] = [
  { name: 'nothing set', config: { region: null, endpoints: [] }, said: [] },
  { name: 'a region', config: { region: 'eu-west-1', endpoints: [] }, said: [] },
  { name: 'an empty region, as a module passes it', config: { region: '', endpoints: [] }, said: [] },
  {
    name: 'a region that is none',
    config: { region: 'us-east-1a', endpoints: [] },
    said: ['ERROR Invalid AWS Region at region'],
  },
  {
    name: 'a region that is newer than the plugin',
    config: { region: 'eu-newtown-7', endpoints: [] },
    said: ['WARNING Unrecognized AWS Region at region'],
  },
  {
    name: 'an endpoint',
    config: { region: null, endpoints: [{ ecr: 'https://ecr.example:8443/' }] },
    said: [],
  },
  { name: 'an endpoints block without ecr', config: { region: null, endpoints: [{ ecr: null }] }, said: [] },
  {
    name: 'an endpoint without a scheme',
    config: { region: null, endpoints: [{ ecr: 'ecr.example' }] },
    said: ['ERROR Invalid Endpoint at endpoints'],
  },
  {
    name: 'an endpoint of another scheme',
    config: { region: null, endpoints: [{ ecr: 'file:///etc/passwd' }] },
    said: ['ERROR Invalid Endpoint at endpoints'],
  },
  {
    name: 'two endpoints',
    config: { region: null, endpoints: [{ ecr: 'http://a/' }, { ecr: 'http://b/' }] },
    said: ['ERROR Conflicting Endpoints at endpoints'],
  },
  {
    name: 'two faults at once',
    config: { region: 'x', endpoints: [{ ecr: 'y' }] },
    said: ['ERROR Invalid AWS Region at region', 'ERROR Invalid Endpoint at endpoints'],
  },
];

describe('ValidateProviderConfig and ConfigureProvider', () => {
  for (const { name, config, said } of blocks) {
    it(`say the same of ${name}, warnings once`, async () => {
      const request = { config: msgpackValue(config) };
      assert.deepEqual(told(await host.client.terraform('ValidateProviderConfig', request)), said);
      const errors = said.filter((text) => text.startsWith('ERROR'));
      assert.deepEqual(told(await host.client.terraform('ConfigureProvider', request)), errors);
    });
  }

  it('take no configuration at all for an empty one', async () => {
    for (const request of [{}, { config: {} }]) {
      assert.deepEqual(told(await host.client.terraform('ValidateProviderConfig', request)), []);
      assert.deepEqual(told(await host.client.terraform('ConfigureProvider', request)), []);
    }
  });
});

describe('the endpoint in the provider block', () => {
  it('wins over AWS_ENDPOINT_URL_ECR, for every region', async (t) => {
    const other = await startEcr(t);
    const { client, ecr } = await startEcrHost(t);
    const config = msgpackValue({ region: 'us-east-1', endpoints: [{ ecr: other.url }] });
    await client.terraform('ConfigureProvider', { config });
    for (const region of [null, 'eu-west-1']) {
      assert.deepEqual(told(await openToken(client, { region }).answer), []);
    }
    assert.deepEqual([ecr.calls.length, other.calls.length], [0, 2]);
  });

  it('may come in JSON', async (t) => {
    const other = await startEcr(t);
    const { client } = await startEcrHost(t);
    const config = jsonValue({ region: 'us-east-1', endpoints: [{ ecr: other.url }] });
    await client.terraform('ConfigureProvider', { config });
    assert.deepEqual(told(await openToken(client).answer), []);
    assert.equal(other.calls.length, 1);
  });

  it('gives way to AWS_ENDPOINT_URL where neither it nor AWS_ENDPOINT_URL_ECR is set', async (t) => {
    const ecr = await startEcr(t);
    const env = { ...ecrEnvironment(ecr), AWS_ENDPOINT_URL_ECR: undefined, AWS_ENDPOINT_URL: ecr.url };
    const { client } = await startHost(t, { env });
    await client.terraform('ConfigureProvider', {
      config: msgpackValue({ region: 'us-east-1', endpoints: [] }),
    });
    assert.deepEqual(told(await openToken(client).answer), []);
    assert.equal(ecr.calls.length, 1);
  });
});
