/**
 * A Terraform value. Null and unknown are states of their own, never `undefined` or an absent key.
 *
 * A known value's form follows its type: string → string, bool → boolean, number → {@link NumberValue}, list,
 * set and tuple → array in the host's order, map and object → `Map`, dynamic → {@link DynamicContent}.
 */
export type Value =
  | { readonly state: 'unknown' }
  | { readonly state: 'null' }
  | { readonly state: 'known'; readonly value: KnownValue };

export type KnownValue =
  | string
  | boolean
  | NumberValue
  | readonly Value[]
  | ReadonlyMap<string, Value>
  | DynamicContent;

/** Exact: a float or safe integer as number, a larger integer as bigint, any other as its decimal text. */
export type NumberValue = number | bigint | DecimalText;

/** A number that neither a double nor an integer can hold, in JSON's notation. */
export interface DecimalText {
  readonly decimal: string;
}

/** A value whose type travels with it. */
export interface DynamicContent {
  readonly type: ValueType;
  readonly content: Value;
}

/** Terraform's type constraints, as plain data. */
export type ValueType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | { readonly list: ValueType }
  | { readonly set: ValueType }
  | { readonly map: ValueType }
  | { readonly tuple: readonly ValueType[] }
  | { readonly object: Readonly<Record<string, ValueType>> };

/** One step from a value to a part of it, as the host can show it. */
export type PathStep = { readonly attribute: string } | { readonly key: string } | { readonly index: number };
export type AttributePath = readonly PathStep[];

export const unknown: Value = { state: 'unknown' };
export const nullValue: Value = { state: 'null' };

export function known(value: KnownValue): Value {
  return { state: 'known', value };
}

/** The attributes of an object value; an object that is itself null or unknown has only such attributes. */
export function attributeOf(object: Value, name: string): Value {
  if (object.state !== 'known') return object;
  if (!(object.value instanceof Map)) return nullValue;
  return (object.value as ReadonlyMap<string, Value>).get(name) ?? nullValue;
}

/** The elements of a list or set; none when it is null or unknown. */
export function elementsOf(collection: Value): readonly Value[] {
  return collection.state === 'known' && Array.isArray(collection.value) ? collection.value : [];
}

/** The text of a known string; undefined for null, unknown and every other type. */
export function textOf(value: Value): string | undefined {
  return value.state === 'known' && typeof value.value === 'string' ? value.value : undefined;
}
