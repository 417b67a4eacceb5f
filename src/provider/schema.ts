import type { ValueType } from './value.ts';

/** A text for people, in Markdown. */
export type Markdown = string;

export interface Attribute {
  readonly type: ValueType;
  readonly description: Markdown;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
}

export interface NestedBlock {
  readonly nesting: 'single' | 'list' | 'set' | 'map' | 'group';
  readonly block: Block;
}

export interface Block {
  readonly description: Markdown;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks?: Readonly<Record<string, NestedBlock>>;
}

/** The configuration that one provider block, resource or data source takes, and the values that it gives. */
export interface Schema {
  readonly version: number;
  readonly block: Block;
}

/** The type of the values that a block's schema describes: attributes and nested blocks as one object. */
export function typeOfBlock(block: Block): ValueType {
  const attributes = Object.entries(block.attributes).map(([name, attribute]) => [name, attribute.type]);
  const blocks = Object.entries(block.blocks ?? {}).map(([name, nested]) => [name, typeOfNested(nested)]);
  return { object: Object.fromEntries([...attributes, ...blocks]) };
}

function typeOfNested(nested: NestedBlock): ValueType {
  const element = typeOfBlock(nested.block);
  switch (nested.nesting) {
    case 'single':
    case 'group':
      return element;
    case 'list':
      return { list: element };
    case 'set':
      return { set: element };
    case 'map':
      return { map: element };
  }
}
