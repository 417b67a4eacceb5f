import type { ValueType } from '../provider/value.ts';
import { ValueError } from './value-error.ts';

/** Types nest as deep as a person writes them; more is an attack on the stack. */
const deepestType = 64;

/** A type as the protocol carries it: cty's JSON form, e.g. `["list","string"]`. */
export function encodeType(type: ValueType): Buffer {
  return Buffer.from(JSON.stringify(typeToJson(type)));
}

function typeToJson(type: ValueType): unknown {
  if (typeof type === 'string') return type;
  if ('list' in type) return ['list', typeToJson(type.list)];
  if ('set' in type) return ['set', typeToJson(type.set)];
  if ('map' in type) return ['map', typeToJson(type.map)];
  if ('tuple' in type) return ['tuple', type.tuple.map(typeToJson)];
  const attributes = Object.entries(type.object).map(([name, attribute]) => [name, typeToJson(attribute)]);
  return ['object', Object.fromEntries(attributes)];
}

/**
 * Reads a type out of a dynamic value.
 *
 * @param bytes - JSON
 * @throws {@link ValueError} for anything that is no type
 */
export function decodeType(bytes: Uint8Array): ValueType {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new ValueError('the type of a dynamic value is not JSON');
  }
  return typeFromJson(json, 0);
}

/** @throws {@link ValueError} for anything that is no type */
export function typeFromJson(json: unknown, depth = 0): ValueType {
  if (depth > deepestType) throw new ValueError('the type of a dynamic value nests too deep');
  if (json === 'string' || json === 'number' || json === 'bool' || json === 'dynamic') return json;
  if (!Array.isArray(json)) throw notAType();
  const [kind, argument] = json as unknown[];
  switch (kind) {
    case 'list':
      return { list: typeFromJson(argument, depth + 1) };
    case 'set':
      return { set: typeFromJson(argument, depth + 1) };
    case 'map':
      return { map: typeFromJson(argument, depth + 1) };
    case 'tuple':
      if (!Array.isArray(argument)) throw notAType();
      return { tuple: argument.map((element) => typeFromJson(element, depth + 1)) };
    case 'object':
      return { object: objectTypes(argument, depth) };
    default:
      throw notAType();
  }
}

function objectTypes(json: unknown, depth: number): Record<string, ValueType> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw notAType();
  // fromEntries defines properties and never calls a setter: an attribute named __proto__ is just a name.
  return Object.fromEntries(
    Object.entries(json).map(([name, attribute]) => [name, typeFromJson(attribute, depth + 1)]),
  );
}

function notAType(): ValueError {
  return new ValueError('the type of a dynamic value is no Terraform type');
}
