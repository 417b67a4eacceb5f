import { isUtf8 } from 'node:buffer';
import { isLosslessNumber, parse } from 'lossless-json';
import { known, nullValue, type PathStep, type Value, type ValueType } from '../provider/value.ts';
import { typeFromJson } from './cty-type.ts';
import { isDecimal, readDecimal } from './number-text.ts';
import { atStep, ValueError } from './value-error.ts';

/**
 * Decodes a value of a known type from cty's JSON form, which has no unknown values. Numbers keep all digits.
 *
 * @throws {@link ValueError} with the path of the part that does not fit
 */
export function decodeJson(bytes: Uint8Array, type: ValueType): Value {
  return fromJson(parseJson(bytes), type);
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

function fromJson(json: unknown, type: ValueType): Value {
  if (json === null) return nullValue;
  if (type === 'dynamic') return dynamicFromJson(json);
  if (type === 'string' || type === 'bool') {
    if (typeof json !== (type === 'string' ? 'string' : 'boolean')) throw expected(`a ${type}`);
    return known(json as string | boolean);
  }
  if (type === 'number') return numberFromJson(json);
  if ('list' in type)
    return elementsFromJson(
      json,
      () => type.list,
      (index) => ({ index }),
    );
  if ('set' in type)
    return elementsFromJson(
      json,
      () => type.set,
      () => undefined,
    );
  if ('tuple' in type) return tupleFromJson(json, type.tuple);
  const object = asObject(json);
  if ('map' in type) {
    const entries = Object.entries(object);
    return known(
      new Map(entries.map(([key, value]) => [key, atStep({ key }, () => fromJson(value, type.map))])),
    );
  }
  return objectFromJson(object, type.object);
}

function objectFromJson(json: object, types: Readonly<Record<string, ValueType>>): Value {
  const given = new Map(Object.entries(json));
  for (const attribute of given.keys()) {
    if (!Object.hasOwn(types, attribute)) throw new ValueError('no such attribute exists', [{ attribute }]);
  }
  const attributes = Object.entries(types).map(
    ([attribute, type]) =>
      [attribute, atStep({ attribute }, () => fromJson(given.get(attribute) ?? null, type))] as const,
  );
  return known(new Map(attributes));
}

function tupleFromJson(json: unknown, types: readonly ValueType[]): Value {
  if (!Array.isArray(json) || json.length !== types.length) {
    throw expected(`a tuple of ${types.length} values`);
  }
  return elementsFromJson(
    json,
    (index) => types[index] ?? 'dynamic',
    (index) => ({ index }),
  );
}

function elementsFromJson(
  json: unknown,
  typeAt: (index: number) => ValueType,
  stepTo: (index: number) => PathStep | undefined,
): Value {
  if (!Array.isArray(json)) throw expected('a list');
  return known(json.map((element, index) => atStep(stepTo(index), () => fromJson(element, typeAt(index)))));
}

function dynamicFromJson(json: unknown): Value {
  const object = asObject(json) as { readonly type?: unknown; readonly value?: unknown };
  if (!('type' in object) || !('value' in object)) throw expected('a dynamic value with its type');
  const type = typeFromJson(object.type);
  return known({ type, content: fromJson(object.value, type) });
}

function numberFromJson(json: unknown): Value {
  // A number may also come as a text, which is how Terraform writes those that JSON readers would round.
  const text = isLosslessNumber(json) ? json.toString() : typeof json === 'string' ? json : '';
  if (!isDecimal(text)) throw expected('a number');
  return known(readDecimal(text));
}

function asObject(json: unknown): object {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || isLosslessNumber(json)) {
    throw expected('an object');
  }
  return json;
}

function expected(what: string): ValueError {
  return new ValueError(`${what} is expected`);
}
