import { known, nullValue, type unknown, type Value } from '../../src/provider/value.ts';

/** A value as a test writes it: text, null, or `unknown` for what is known only after apply. */
export type Plain = string | null | typeof unknown;

/** An object with these attributes. */
export function object(attributes: Readonly<Record<string, Plain | Value>>): Value {
  return known(new Map(Object.entries(attributes).map(([name, value]) => [name, toValue(value)])));
}

/** A provider block; each of `ecr` is one `endpoints` block. */
export function providerBlock(region: Plain = null, ecr: readonly Plain[] = []): Value {
  return object({ region, endpoints: known(ecr.map((url) => object({ ecr: url }))) });
}

function toValue(value: Plain | Value): Value {
  if (value === null) return nullValue;
  return typeof value === 'string' ? known(value) : value;
}
