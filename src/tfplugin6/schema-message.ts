import {
  Schema_NestedBlock_NestingMode as NestingMode,
  type Schema_Attribute,
  type Schema_Block,
  type Schema_NestedBlock,
  type Schema as SchemaMessage,
  StringKind,
} from '../generated/tfplugin6/schema.ts';
import type { Attribute, Block, NestedBlock, Schema } from '../provider/schema.ts';
import { encodeType } from './cty-type.ts';

const nestingModes = {
  single: NestingMode.SINGLE,
  list: NestingMode.LIST,
  set: NestingMode.SET,
  map: NestingMode.MAP,
  group: NestingMode.GROUP,
} as const;

/** A schema as the protocol carries it. */
export function schemaMessage(schema: Schema): SchemaMessage {
  return { version: schema.version, block: blockMessage(schema.block) };
}

function blockMessage(block: Block): Schema_Block {
  return {
    version: 0,
    attributes: inOrder(block.attributes).map(([name, attribute]) => attributeMessage(name, attribute)),
    blockTypes: inOrder(block.blocks ?? {}).map(([name, nested]) => nestedMessage(name, nested)),
    description: block.description,
    descriptionKind: StringKind.MARKDOWN,
    deprecated: false,
    deprecationMessage: '',
  };
}

function attributeMessage(name: string, attribute: Attribute): Schema_Attribute {
  return {
    name,
    type: encodeType(attribute.type),
    description: attribute.description,
    descriptionKind: StringKind.MARKDOWN,
    required: attribute.required ?? false,
    optional: attribute.optional ?? false,
    computed: attribute.computed ?? false,
    sensitive: attribute.sensitive ?? false,
    deprecated: false,
    deprecationMessage: '',
    writeOnly: false,
  };
}

function nestedMessage(name: string, nested: NestedBlock): Schema_NestedBlock {
  return {
    typeName: name,
    block: blockMessage(nested.block),
    nesting: nestingModes[nested.nesting],
    minItems: 0,
    maxItems: 0,
  };
}

/** By name, so that the same schema is always the same message. */
function inOrder<T>(named: Readonly<Record<string, T>>): (readonly [string, T])[] {
  return Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1));
}
