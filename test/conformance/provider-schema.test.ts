import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type PluginHost, startHost } from '../support/plugin-process/plugin-host.ts';
import type { SchemaBlock, TerraformResponses } from '../support/plugin-process/terraform-messages.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { tokenType } from '../support/plugin-process/token-resource.ts';

const scope = sharedScope();
let host: PluginHost;
let schemas: TerraformResponses['GetProviderSchema'];
before(async () => {
  host = await startHost(scope);
  schemas = await host.client.terraform('GetProviderSchema');
});

const capabilities = {
  plan_destroy: false,
  get_provider_schema_optional: true,
  move_resource_state: false,
  generate_resource_config: false,
};

/** Name, type and flags of each attribute. */
function attributesOf(block: SchemaBlock | undefined) {
  return (block ?? assert.fail('no block')).attributes.map((attribute) => ({
    name: attribute.name,
    type: attribute.type.toString(),
    flags: (['required', 'optional', 'computed', 'sensitive'] as const).filter((flag) => attribute[flag]),
  }));
}

describe('GetProviderSchema', () => {
  it('says that a host may cache it, and no more', () => {
    assert.deepEqual(schemas.server_capabilities, capabilities);
    assert.deepEqual(schemas.diagnostics, []);
  });

  it('holds one ephemeral resource, and nothing of any other kind', () => {
    assert.deepEqual(Object.keys(schemas.ephemeral_resource_schemas), [tokenType]);
    const others = Object.keys(schemas).filter(
      (name) => name !== 'ephemeral_resource_schemas' && /_schemas$|^functions$/.test(name),
    );
    assert.deepEqual(Object.fromEntries(others.map((name) => [name, schemas[name]])), {
      resource_schemas: {},
      data_source_schemas: {},
      functions: {},
      list_resource_schemas: {},
      state_store_schemas: {},
      action_schemas: {},
    });
    assert.equal(schemas.provider_meta, null);
  });

  it('gives the ephemeral resource exactly the attributes of hashicorp/aws', () => {
    const schema = schemas.ephemeral_resource_schemas[tokenType];
    assert.deepEqual(attributesOf(schema?.block), [
      { name: 'authorization_token', type: '"string"', flags: ['computed', 'sensitive'] },
      { name: 'expires_at', type: '"string"', flags: ['computed'] },
      { name: 'password', type: '"string"', flags: ['computed', 'sensitive'] },
      { name: 'proxy_endpoint', type: '"string"', flags: ['computed'] },
      { name: 'region', type: '"string"', flags: ['optional', 'computed'] },
      { name: 'user_name', type: '"string"', flags: ['computed'] },
    ]);
    assert.deepEqual(schema?.block.block_types, []);
    assert.equal(schema?.version, '0');
  });

  it('gives the provider block region and endpoints', () => {
    const { block } = schemas.provider;
    assert.deepEqual(attributesOf(block), [{ name: 'region', type: '"string"', flags: ['optional'] }]);
    const nested = block.block_types.map(({ type_name, nesting, block }) => ({
      type_name,
      nesting,
      attributes: attributesOf(block),
    }));
    const ecr = { name: 'ecr', type: '"string"', flags: ['optional'] };
    assert.deepEqual(nested, [{ type_name: 'endpoints', nesting: 'SET', attributes: [ecr] }]);
  });

  it('describes every block and every attribute, in Markdown', () => {
    const blocks = [
      schemas.provider.block,
      ...schemas.provider.block.block_types.map(({ block }) => block),
      ...Object.values(schemas.ephemeral_resource_schemas).map(({ block }) => block),
    ];
    const described = blocks.flatMap((block) => [block, ...block.attributes]);
    assert.equal(described.length, 3 + 1 + 1 + 6);
    for (const { description, description_kind } of described) {
      assert.match(description, /^[A-Z].{20,}\.$/s);
      assert.equal(description_kind, 'MARKDOWN');
    }
  });

  it('is the same bytes every time', async () => {
    const ask = () => host.client.unaryBytes('/tfplugin6.Provider/GetProviderSchema', Buffer.alloc(0));
    assert.deepEqual(await ask(), await ask());
  });
});

describe('GetMetadata', () => {
  it('names the ephemeral resource, and nothing of any other kind', async () => {
    assert.deepEqual(await host.client.terraform('GetMetadata'), {
      server_capabilities: capabilities,
      diagnostics: [],
      ephemeral_resources: [{ type_name: tokenType }],
      resources: [],
      data_sources: [],
      list_resources: [],
      actions: [],
      state_stores: [],
      functions: [],
    });
  });
});

describe('what there is none of', () => {
  it('GetResourceIdentitySchemas', async () => {
    const answer = await host.client.terraform('GetResourceIdentitySchemas');
    assert.deepEqual(answer, { diagnostics: [], identity_schemas: {} });
  });

  it('GetFunctions', async () => {
    assert.deepEqual(await host.client.terraform('GetFunctions'), { diagnostics: [], functions: {} });
  });
});
