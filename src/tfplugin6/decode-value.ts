import {
  known,
  type NumberValue,
  nullValue,
  type PathStep,
  unknown,
  type Value,
  type ValueType,
} from '../provider/value.ts';
import { atStep, ValueError } from './value-error.ts';

/** How one wire form tells what it holds; each answers undefined for anything else. */
export interface WireForm {
  isUnknown(wire: unknown): boolean;
  text(wire: unknown): string | undefined;
  bool(wire: unknown): boolean | undefined;
  number(wire: unknown): NumberValue | undefined;
  elements(wire: unknown): readonly unknown[] | undefined;
  entries(wire: unknown): ReadonlyMap<string, unknown> | undefined;
  /** @throws {@link ValueError} for a type that is none */
  dynamic(wire: unknown): { readonly type: ValueType; readonly content: unknown } | undefined;
}

/**
 * Turns what a parser read into a value of a known type. Whatever the type does not foresee is an error: nothing
 * is dropped.
 *
 * @throws {@link ValueError} with the path of the part that does not fit
 */
export function decodeValue(wire: unknown, type: ValueType, form: WireForm): Value {
  if (wire === null) return nullValue;
  if (form.isUnknown(wire)) return unknown;
  if (type === 'string') return known(expected(form.text(wire), 'a string'));
  if (type === 'bool') return known(expected(form.bool(wire), 'a bool'));
  if (type === 'number') return known(expected(form.number(wire), 'a number'));
  if (type === 'dynamic') {
    const dynamic = expected(form.dynamic(wire), 'a dynamic value with its type');
    return known({ type: dynamic.type, content: decodeValue(dynamic.content, dynamic.type, form) });
  }
  if ('map' in type) return known(decodeMap(wire, type.map, form));
  if ('object' in type) return known(decodeObject(wire, type.object, form));
  if ('tuple' in type) return known(decodeTuple(wire, type.tuple, form));
  if ('list' in type) return known(decodeElements(wire, () => type.list, indexStep, form));
  // Elements of a set have no address that the host could show.
  return known(decodeElements(wire, () => type.set, noStep, form));
}

function decodeMap(wire: unknown, type: ValueType, form: WireForm): ReadonlyMap<string, Value> {
  const entries = expected(form.entries(wire), 'a map');
  return new Map(
    Array.from(
      entries,
      ([key, value]) => [key, atStep({ key }, () => decodeValue(value, type, form))] as const,
    ),
  );
}

function decodeObject(
  wire: unknown,
  types: Readonly<Record<string, ValueType>>,
  form: WireForm,
): ReadonlyMap<string, Value> {
  const given = expected(form.entries(wire), 'an object');
  for (const attribute of given.keys()) {
    if (!Object.hasOwn(types, attribute)) throw new ValueError('no such attribute exists', [{ attribute }]);
  }
  return new Map(
    Object.entries(types).map(
      ([attribute, type]) =>
        // A host that is older than an attribute leaves it out.
        [
          attribute,
          atStep({ attribute }, () => decodeValue(given.get(attribute) ?? null, type, form)),
        ] as const,
    ),
  );
}

function decodeTuple(wire: unknown, types: readonly ValueType[], form: WireForm): readonly Value[] {
  const elements = expected(form.elements(wire), 'a tuple');
  if (elements.length !== types.length) throw new ValueError(`a tuple of ${types.length} values is expected`);
  return decodeElements(wire, (index) => types[index] ?? 'dynamic', indexStep, form);
}

function decodeElements(
  wire: unknown,
  typeAt: (index: number) => ValueType,
  stepTo: (index: number) => PathStep | undefined,
  form: WireForm,
): readonly Value[] {
  const elements = expected(form.elements(wire), 'a list');
  return elements.map((element, index) =>
    atStep(stepTo(index), () => decodeValue(element, typeAt(index), form)),
  );
}

const indexStep = (index: number): PathStep => ({ index });
const noStep = () => undefined;

function expected<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new ValueError(`${what} is expected`);
  return found;
}
