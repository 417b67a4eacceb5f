import { isUtf8 } from 'node:buffer';
import { isLosslessNumber, parse } from 'lossless-json';
import type { Value, ValueType } from '../provider/value.ts';
import { typeFromJson } from './cty-type.ts';
import { decodeValue, type WireForm } from './decode-value.ts';
import { isDecimal, readDecimal } from './number-text.ts';
import { ValueError } from './value-error.ts';

/**
 * Decodes a value of a known type from cty's JSON form, which has no unknown values. Numbers keep all digits.
 *
 * @throws {@link ValueError} with the path of the part that does not fit
 */
export function decodeJson(bytes: Uint8Array, type: ValueType): Value {
  return decodeValue(parseJson(bytes), type, jsonForm);
}

function parseJson(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw new ValueError('it is not UTF-8');
  try {
    return parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // Also what nests too deep for the parser. Its message would quote the text.
    throw new ValueError('it is not JSON, nests too deep, or gives a key twice');
  }
}

const jsonForm: WireForm = {
  isUnknown: () => false,
  text: (json) => (typeof json === 'string' ? json : undefined),
  bool: (json) => (typeof json === 'boolean' ? json : undefined),
  number(json) {
    // A number may also come as a text, which is how Terraform writes those that JSON readers would round.
    const text = isLosslessNumber(json) ? json.toString() : typeof json === 'string' ? json : '';
    return isDecimal(text) ? readDecimal(text) : undefined;
  },
  elements: (json) => (Array.isArray(json) ? json : undefined),
  entries: entriesOf,
  dynamic(json) {
    const entries = entriesOf(json);
    if (!entries?.has('type') || !entries.has('value')) return undefined;
    return { type: typeFromJson(entries.get('type')), content: entries.get('value') };
  },
};

function entriesOf(json: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || isLosslessNumber(json)) {
    return undefined;
  }
  return new Map(Object.entries(json));
}
