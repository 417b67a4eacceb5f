import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { providerSource } from '../support/terraform/plugin-mirror.ts';
import { requiredProviders } from './configuration.ts';
import { withScene } from './scene.ts';

interface JsonSchemas {
  readonly provider_schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
interface JsonSchema {
  readonly block: { readonly attributes: Readonly<Record<string, { readonly description?: string }>> };
}

const expectedAttributes = {
  authorization_token: { type: 'string', computed: true, sensitive: true },
  expires_at: { type: 'string', computed: true },
  password: { type: 'string', computed: true, sensitive: true },
  proxy_endpoint: { type: 'string', computed: true },
  region: { type: 'string', optional: true, computed: true },
  user_name: { type: 'string', computed: true },
};

describeOnEachHost('the schema that the host shows', (host) => {
  it('has the ephemeral resource, each attribute with its flags and a description, and nothing else', () =>
    withScene(host, { files: { 'main.tf': requiredProviders } }, async ({ workspace }) => {
      const { stdout } = mustSucceed(await workspace.run(['providers', 'schema', '-json']));
      const schemas = (JSON.parse(stdout) as JsonSchemas).provider_schemas[providerSource] ?? {};
      assert.deepEqual(Object.keys(schemas).sort(), ['ephemeral_resource_schemas', 'provider']);
      const ephemerals = schemas.ephemeral_resource_schemas as Readonly<Record<string, JsonSchema>>;
      assert.deepEqual(Object.keys(ephemerals), ['aws_ecr_authorization_token']);
      const attributes = Object.entries(ephemerals.aws_ecr_authorization_token?.block.attributes ?? {});
      const flags = attributes.map(
        ([name, { description, description_kind: _, ...rest }]: FlaggedAttribute) => {
          assert.ok(description, `${name} has no description`);
          return [name, rest];
        },
      );
      assert.deepEqual(Object.fromEntries(flags), expectedAttributes);
    }));
});

type FlaggedAttribute = [string, { readonly description?: string; readonly description_kind?: string }];
