import msgpack from 'msgpack-lite';
import {
  type DynamicContent,
  type NumberValue,
  nullValue,
  type PathStep,
  type Value,
  type ValueType,
} from '../provider/value.ts';
import { decodeType, encodeType } from './cty-type.ts';
import { decodeValue, type WireForm } from './decode-value.ts';
import { checkMsgpackStructure } from './msgpack-structure.ts';
import { isDecimal, readDecimal } from './number-text.ts';
import { atStep, ValueError } from './value-error.ts';

/** What the codec's ints of 64 bits look like. */
interface Int64Buffer {
  toString(radix?: number): string;
}

class UnknownOnWire {}
const unknownOnWire = new UnknownOnWire();

let knownCodec: msgpack.Codec | undefined;

/** Made when the first value comes: of the three processes of a plan, one is only asked for its schema. */
function wireCodec(): msgpack.Codec {
  knownCodec ??= createCodec();
  return knownCodec;
}

function createCodec(): msgpack.Codec {
  // Maps stay Maps: in plain objects a key named __proto__ would be lost. Integers of 64 bits stay whole. The
  // library's own extension types are off: to Terraform every extension means unknown.
  const codec = msgpack.createCodec({ usemap: true, int64: true, preset: false });
  // Extension 0 with one byte of payload: an unknown value without refinements, as Go's cty writes it.
  codec.addExtPacker(0, UnknownOnWire, () => Buffer.from([0]));
  return codec;
}

/**
 * Decodes a value of a known type from cty's msgpack form.
 *
 * @throws {@link ValueError} with the path of the part that does not fit
 */
export function decodeMsgpack(bytes: Uint8Array, type: ValueType): Value {
  checkMsgpackStructure(bytes);
  return decodeValue(msgpack.decode(bytes, { codec: wireCodec() }), type, msgpackForm);
}

/** Encodes a value of a known type. @throws {@link ValueError} for a value that is not of its type */
export function encodeMsgpack(value: Value, type: ValueType): Buffer {
  return msgpack.encode(toWire(value, type), { codec: wireCodec() });
}

const msgpackForm: WireForm = {
  isUnknown: isExtension,
  text: (wire) => (isText(wire) ? wire : undefined),
  bool: (wire) => (isBoolean(wire) ? wire : undefined),
  number(wire) {
    if (typeof wire === 'number' && Number.isFinite(wire)) return wire;
    if (isInt64(wire)) return readDecimal(wire.toString(10));
    return isText(wire) && isDecimal(wire) ? readDecimal(wire) : undefined;
  },
  elements: (wire) => (isArray(wire) ? wire : undefined),
  entries: (wire) => (isMap(wire) ? wire : undefined),
  dynamic(wire) {
    if (!isArray(wire) || wire.length !== 2 || !(wire[0] instanceof Uint8Array)) return undefined;
    return { type: decodeType(wire[0]), content: wire[1] };
  },
};

function toWire(value: Value, type: ValueType): unknown {
  if (value.state === 'unknown') return unknownOnWire;
  if (value.state === 'null') return null;
  const content = value.value;
  if (type === 'dynamic') {
    const dynamic = content as DynamicContent;
    return [encodeType(dynamic.type), toWire(dynamic.content, dynamic.type)];
  }
  if (type === 'string') return expect(content, isText, 'a string is expected');
  if (type === 'bool') return expect(content, isBoolean, 'a bool is expected');
  if (type === 'number') return numberToWire(content as NumberValue);
  if ('map' in type) return mapToWire(content, () => type.map);
  if ('object' in type) return objectToWire(content, type.object);
  const elements = expect(content, isArray, 'a list is expected') as readonly Value[];
  const typeAt = 'list' in type ? () => type.list : 'set' in type ? () => type.set : tupleTypeAt(type.tuple);
  return elements.map((element, index) => atStep({ index }, () => toWire(element, typeAt(index))));
}

function tupleTypeAt(types: readonly ValueType[]): (index: number) => ValueType {
  return (index) => types[index] ?? 'dynamic';
}

/** The host takes an object only with each of its attributes and no other. */
function objectToWire(content: unknown, types: Readonly<Record<string, ValueType>>): unknown {
  const values = expect(content, isMap, 'an object is expected') as ReadonlyMap<string, Value>;
  for (const attribute of values.keys()) {
    if (!Object.hasOwn(types, attribute)) throw new ValueError('no such attribute exists', [{ attribute }]);
  }
  const complete = Object.keys(types).map((name) => [name, values.get(name) ?? nullValue] as const);
  return mapToWire(
    new Map(complete),
    (name) => types[name] ?? 'dynamic',
    (attribute) => ({ attribute }),
  );
}

function mapToWire(
  content: unknown,
  typeOf: (key: string) => ValueType,
  stepTo: (key: string) => PathStep = (key) => ({ key }),
): unknown {
  const values = expect(content, isMap, 'a map is expected') as ReadonlyMap<string, Value>;
  // Go's cty writes keys in order, and so the same value always gives the same bytes.
  const keys = [...values.keys()].sort();
  return new Map(
    keys.map((key) => [key, atStep(stepTo(key), () => toWire(values.get(key) ?? nullValue, typeOf(key)))]),
  );
}

function numberToWire(value: NumberValue): unknown {
  if (typeof value === 'number') return value;
  // cty reads decimal texts with all their digits.
  return typeof value === 'bigint' ? value.toString() : value.decimal;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isMap = (value: unknown): value is ReadonlyMap<string, unknown> => value instanceof Map;

/** The library's form of an extension that it has no decoder for, which here is every extension. */
function isExtension(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'number';
}

function isInt64(value: unknown): value is Int64Buffer {
  return typeof value === 'object' && value !== null && ('_isInt64BE' in value || '_isUint64BE' in value);
}

function expect<T>(value: unknown, is: (value: unknown) => value is T, problem: string): T {
  if (!is(value)) throw new ValueError(problem);
  return value;
}
