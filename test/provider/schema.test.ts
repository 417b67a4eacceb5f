import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEcrProvider } from '../../src/provider/ecr-provider.ts';
import { type Attribute, type Block, typeOfBlock } from '../../src/provider/schema.ts';
import { tokenAttributes, tokenSchemaAttributes, tokenValues } from '../../src/provider/token-attributes.ts';
import { known } from '../../src/provider/value.ts';
import { fakeToken, fakeTokenCore } from './fake-token-core.ts';

const provider = createEcrProvider(fakeTokenCore());
const [ephemeral] = provider.ephemeralResources;
assert.ok(ephemeral);

/** Every attribute and block of a schema, by its way from the root. */
function parts(block: Block, prefix: string): (readonly [string, Attribute | Block])[] {
  return [
    [prefix, block],
    ...Object.entries(block.attributes).map(([name, part]) => [`${prefix}.${name}`, part] as const),
    ...Object.entries(block.blocks ?? {}).flatMap(([name, nested]) =>
      parts(nested.block, `${prefix}.${name}`),
    ),
  ];
}

const flags = ({ required, optional, computed, sensitive }: Attribute) =>
  Object.entries({ required, optional, computed, sensitive }).flatMap(([flag, on]) => (on ? [flag] : []));

describe('the schema', () => {
  it('of the ephemeral resource is the one of the issue', () => {
    const shown = Object.entries(ephemeral.schema.block.attributes).map(([name, attribute]) => [
      name,
      attribute.type,
      flags(attribute).join(' '),
    ]);
    assert.deepEqual(shown.sort(), [
      ['authorization_token', 'string', 'computed sensitive'],
      ['expires_at', 'string', 'computed'],
      ['password', 'string', 'computed sensitive'],
      ['proxy_endpoint', 'string', 'computed'],
      ['region', 'string', 'optional computed'],
      ['user_name', 'string', 'computed'],
    ]);
    assert.equal(ephemeral.schema.block.blocks, undefined);
  });

  for (const [name, part] of [
    ...parts(ephemeral.schema.block, 'ephemeral'),
    ...parts(provider.schema.block, 'provider'),
  ]) {
    it(`describes ${name} in a sentence`, () => {
      assert.match(part.description, /^[A-Z].{20,}\.$/s);
      assert.doesNotMatch(part.description, / {2}|undefined/);
    });
  }
});

describe('the attributes of a token', () => {
  it('are the same in the schema and in the result, and each field of the token is among them', () => {
    const names = Object.keys(tokenSchemaAttributes());
    assert.deepEqual(
      tokenValues(fakeToken).map(([name]) => name),
      names,
    );
    const fields = Object.values(tokenAttributes).map(({ from }) => from);
    assert.deepEqual(fields.sort(), Object.keys(fakeToken).sort());
  });

  for (const [name, { from }] of Object.entries(tokenAttributes)) {
    it(`${name} is ${from} in snake case, and gets its value`, () => {
      assert.equal(
        from.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        name,
      );
      assert.deepEqual(new Map(tokenValues(fakeToken)).get(name), known(fakeToken[from]));
    });
  }
});

describe('the type of a block', () => {
  const leaf: Block = { description: '', attributes: { a: { type: 'bool', description: '' } } };
  const nested = { object: { a: 'bool' } };

  it('holds attributes and nested blocks of every nesting', () => {
    const modes = ['single', 'group', 'list', 'set', 'map'] as const;
    const blocks = Object.fromEntries(modes.map((nesting) => [nesting, { nesting, block: leaf }]));
    const attributes = { b: { type: { list: 'number' }, description: '' } } as const;
    assert.deepEqual(typeOfBlock({ description: '', attributes, blocks }), {
      object: {
        b: { list: 'number' },
        single: nested,
        group: nested,
        list: { list: nested },
        set: { set: nested },
        map: { map: nested },
      },
    });
  });
});
