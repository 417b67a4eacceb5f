import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  Schema_NestedBlock_NestingMode as NestingMode,
  Schema as SchemaMessage,
  StringKind,
} from '../../src/generated/tfplugin6/schema.ts';
import type { Attribute, Block } from '../../src/provider/schema.ts';
import { schemaMessage } from '../../src/tfplugin6/schema-message.ts';

const emptyBlock: Block = { description: 'Inner.', attributes: {} };
const messageOf = (attribute: Attribute) =>
  schemaMessage({ version: 0, block: { description: '', attributes: { a: attribute } } }).block
    ?.attributes[0];

describe('a schema as a message', () => {
  const flags = ['required', 'optional', 'computed', 'sensitive'] as const;
  for (const flag of flags) {
    it(`has the flag ${flag} where the attribute has it, and no other`, () => {
      const message = messageOf({ type: 'string', description: 'Text.', [flag]: true });
      assert.deepEqual(message, {
        name: 'a',
        type: Buffer.from('"string"'),
        description: 'Text.',
        descriptionKind: StringKind.MARKDOWN,
        required: false,
        optional: false,
        computed: false,
        sensitive: false,
        deprecated: false,
        deprecationMessage: '',
        writeOnly: false,
        [flag]: true,
      });
    });
  }

  const modes = {
    single: NestingMode.SINGLE,
    list: NestingMode.LIST,
    set: NestingMode.SET,
    map: NestingMode.MAP,
    group: NestingMode.GROUP,
  } as const;
  for (const [nesting, mode] of Object.entries(modes) as [keyof typeof modes, NestingMode][]) {
    it(`nests blocks as ${nesting}`, () => {
      const block = {
        description: 'Outer.',
        attributes: {},
        blocks: { inner: { nesting, block: emptyBlock } },
      };
      const [nested] = schemaMessage({ version: 0, block }).block?.blockTypes ?? [];
      assert.deepEqual(
        [nested?.typeName, nested?.nesting, nested?.block?.description],
        ['inner', mode, 'Inner.'],
      );
    });
  }

  it('lists attributes and blocks by name, whatever their order', () => {
    const attribute: Attribute = { type: 'bool', description: '' };
    const nested = { nesting: 'list', block: emptyBlock } as const;
    const block = {
      description: '',
      attributes: { b: attribute, a: attribute },
      blocks: { z: nested, y: nested },
    };
    const message = schemaMessage({ version: 3, block });
    assert.equal(message.version, 3);
    assert.deepEqual(
      message.block?.attributes.map(({ name }) => name),
      ['a', 'b'],
    );
    assert.deepEqual(
      message.block?.blockTypes.map(({ typeName }) => typeName),
      ['y', 'z'],
    );
  });

  it('survives the wire', () => {
    const block = {
      description: 'Words.',
      attributes: { a: { type: { list: 'string' }, description: 'x' } },
    } as const;
    const message = schemaMessage({ version: 1, block });
    assert.equal(
      Buffer.from(
        SchemaMessage.decode(SchemaMessage.encode(message).finish()).block?.attributes[0]?.type ?? [],
      ).toString(),
      '["list","string"]',
    );
  });
});
