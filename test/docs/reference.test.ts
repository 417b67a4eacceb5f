import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEcrProvider } from '../../src/provider/ecr-provider.ts';
import type { Attribute, Block } from '../../src/provider/schema.ts';
import type { TokenCore } from '../../src/token/fetch-token.ts';
import { documentedItems, readDocument } from './markdown.ts';

const noCore: TokenCore = {
  leaseToken: () => Promise.reject(new Error('not asked for here')),
  defaultRegion: () => Promise.reject(new Error('not asked for here')),
};
const provider = createEcrProvider(noCore);

/** The lines that a page must have for the attributes of a block. */
function expectedItems(block: Block, optionalSection = 'Optional') {
  return Object.entries(block.attributes).map(([name, attribute]) => ({
    section: attribute.optional ? optionalSection : 'Read-Only',
    name,
    kind: kindOf(attribute),
    description: attribute.description,
  }));
}

function kindOf(attribute: Attribute): string {
  const type = attribute.type === 'string' ? 'String' : JSON.stringify(attribute.type);
  return attribute.sensitive ? `${type}, Sensitive` : type;
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

test('the provider page documents exactly the provider block', () => {
  const { block } = provider.schema;
  const nested = Object.entries(block.blocks ?? {}).flatMap(([name, { block: inner, nesting }]) => [
    {
      section: 'Blocks',
      name,
      kind: `Block ${nesting === 'set' ? 'Set' : 'List'}`,
      description: `${inner.description} ([below](#nested-schema-for-${name}))`,
    },
    ...expectedItems(inner, `Nested Schema for \`${name}\``),
  ]);
  assert.deepEqual(
    documentedItems('docs/index.md').sort(byName),
    [...expectedItems(block), ...nested].sort(byName),
  );
});

for (const { typeName, schema } of provider.ephemeralResources) {
  const page = `docs/ephemeral-resources/${typeName.replace(/^aws_/, '')}.md`;

  test(`${page} documents exactly the schema of ${typeName}`, () => {
    assert.deepEqual(documentedItems(page).sort(byName), expectedItems(schema.block).sort(byName));
  });

  test(`${page} has the front matter that the Registry wants`, () => {
    assert.match(
      readDocument(page),
      new RegExp(
        `^---\\npage_title: "${typeName} Ephemeral Resource - ecr"\\nsubcategory: ""\\ndescription: \\|-\\n {2}\\S`,
      ),
    );
  });
}
