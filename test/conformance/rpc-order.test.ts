import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { msgpackValue } from '../support/plugin-process/cty-value.ts';
import { startEcrHost } from '../support/plugin-process/ecr-host.ts';
import type { PluginClient } from '../support/plugin-process/plugin-client.ts';
import { type PluginHost, startHost } from '../support/plugin-process/plugin-host.ts';
import { methodsOf } from '../support/plugin-process/protocol-definitions.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { openToken, tokenConfig, tokenType, told } from '../support/plugin-process/token-resource.ts';

const provider = msgpackValue({ region: 'us-east-1', endpoints: [] });
const instance = { type_name: tokenType, private: Buffer.from('from another process') };

const served: Readonly<Record<string, (client: PluginClient) => Promise<unknown>>> = {
  GetMetadata: async (client) => told(await client.terraform('GetMetadata')),
  GetProviderSchema: async (client) => told(await client.terraform('GetProviderSchema')),
  GetResourceIdentitySchemas: async (client) => told(await client.terraform('GetResourceIdentitySchemas')),
  GetFunctions: async (client) => told(await client.terraform('GetFunctions')),
  ValidateProviderConfig: async (client) =>
    told(await client.terraform('ValidateProviderConfig', { config: provider })),
  ConfigureProvider: async (client) =>
    told(await client.terraform('ConfigureProvider', { config: provider, terraform_version: '1.11.4' })),
  ValidateEphemeralResourceConfig: async (client) =>
    told(
      await client.terraform('ValidateEphemeralResourceConfig', {
        type_name: tokenType,
        config: tokenConfig({ region: 'eu-west-1' }),
      }),
    ),
  RenewEphemeralResource: async (client) => told(await client.terraform('RenewEphemeralResource', instance)),
  CloseEphemeralResource: async (client) => told(await client.terraform('CloseEphemeralResource', instance)),
  StopProvider: async (client) => {
    assert.deepEqual(await client.terraform('StopProvider'), { Error: '' });
    return [];
  },
};

describe('as the first RPC of a fresh process', () => {
  for (const [method, call] of Object.entries(served)) {
    it(`${method} is answered without a diagnostic`, async (t) => {
      const { client } = await startHost(t);
      assert.deepEqual(await call(client), []);
    });
  }

  it('OpenEphemeralResource says that the provider was not configured, and asks AWS nothing', async (t) => {
    const { client, ecr } = await startEcrHost(t);
    const opened = await openToken(client, { region: 'us-east-1' }).answer;
    assert.deepEqual(told(opened), ['ERROR Provider Not Configured']);
    assert.deepEqual({ result: opened.result, deferred: opened.deferred }, { result: null, deferred: null });
    assert.equal(ecr.calls.length, 0);
  });

  it('ConfigureProvider is all that OpenEphemeralResource needs', async (t) => {
    const { client } = await startEcrHost(t);
    await client.terraform('ConfigureProvider', { config: provider });
    assert.deepEqual(told(await openToken(client).answer), []);
  });
});

const scope = sharedScope();
let host: PluginHost;
before(async () => {
  host = await startHost(scope);
  await host.client.terraform('ConfigureProvider', { config: provider });
});

describe('a type that the provider does not have', () => {
  const types = ['aws_ecrpublic_authorization_token', 'aws_ecr_authorization_token ', '', '__proto__'];
  for (const type_name of types) {
    it(`${JSON.stringify(type_name)} gets a diagnostic from Validate, Open, Renew and Close`, async () => {
      const { client } = host;
      const config = tokenConfig();
      const answers = [
        await client.terraform('ValidateEphemeralResourceConfig', { type_name, config }),
        await client.terraform('OpenEphemeralResource', { type_name, config }),
        await client.terraform('RenewEphemeralResource', { type_name }),
        await client.terraform('CloseEphemeralResource', { type_name }),
      ];
      for (const answer of answers) {
        assert.deepEqual(told(answer), ['ERROR Unknown Ephemeral Resource Type']);
        assert.ok(answer.diagnostics[0]?.detail.includes(`${tokenType}.`), answer.diagnostics[0]?.detail);
      }
    });
  }
});

const unimplemented = 12;
const unserved = Object.entries(methodsOf('tfplugin6.Provider')).filter(
  ([method]) => method !== 'OpenEphemeralResource' && !Object.hasOwn(served, method),
);

describe('an RPC that the provider does not serve', () => {
  it('is every one of the protocol that is not named above', () => {
    assert.equal(unserved.length, Object.keys(methodsOf('tfplugin6.Provider')).length - 11);
    assert.ok(unserved.some(([method]) => method === 'ReadResource'));
  });

  for (const [method, { path }] of unserved) {
    it(`${method} is UNIMPLEMENTED`, async () => {
      await assert.rejects(host.client.unaryBytes(path, Buffer.alloc(0)), { code: unimplemented });
    });
  }

  it('of a service that does not exist is UNIMPLEMENTED too', async () => {
    const paths = ['/tfplugin5.Provider/GetSchema', '/tfplugin6.Provider/Nothing'];
    for (const path of paths) {
      await assert.rejects(host.client.unaryBytes(path, Buffer.alloc(0)), { code: unimplemented });
    }
  });
});
