import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  attributeOf,
  elementsOf,
  known,
  nullValue,
  textOf,
  unknown,
  type Value,
} from '../../src/provider/value.ts';

const object = known(
  new Map<string, Value>([
    ['a', known('x')],
    ['b', unknown],
  ]),
);

describe('a value', () => {
  const attributes: readonly (readonly [name: string, of: Value, attribute: string, value: Value])[] = [
    ['a known attribute', object, 'a', known('x')],
    ['an unknown attribute', object, 'b', unknown],
    ['an absent attribute', object, 'c', nullValue],
    ['an attribute named like a method of maps', object, 'size', nullValue],
    ['an attribute of an unknown object', unknown, 'a', unknown],
    ['an attribute of a null object', nullValue, 'a', nullValue],
    ['an attribute of a text', known('x'), 'length', nullValue],
  ];
  for (const [name, of, attribute, value] of attributes) {
    it(`gives ${name}`, () => assert.deepEqual(attributeOf(of, attribute), value));
  }

  it('gives its elements if it is a known list', () => {
    assert.deepEqual(elementsOf(known([known('x')])), [known('x')]);
    for (const none of [unknown, nullValue, known('xyz'), object]) assert.deepEqual(elementsOf(none), []);
  });

  it('gives its text if it is a known text', () => {
    assert.equal(textOf(known('')), '');
    for (const none of [unknown, nullValue, known(1), known(true), object])
      assert.equal(textOf(none), undefined);
  });
});
