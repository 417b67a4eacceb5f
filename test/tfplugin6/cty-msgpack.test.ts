import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known, type Value, type ValueType } from '../../src/provider/value.ts';
import { decodeMsgpack, encodeMsgpack } from '../../src/tfplugin6/cty-msgpack.ts';
import { ValueError } from '../../src/tfplugin6/value-error.ts';
import { bytesOf, canonicalSamples, list, map, readableSamples } from './value-samples.ts';

describe('msgpack', () => {
  for (const { name, type, hex, value } of canonicalSamples) {
    it(`is written: ${name}`, () =>
      assert.equal(encodeMsgpack(value, type).toString('hex'), hex.replaceAll(' ', '')));
    it(`is read: ${name}`, () => assert.deepEqual(decodeMsgpack(bytesOf(hex), type), value));
  }

  for (const { name, type, hex, value } of readableSamples) {
    it(`is read: ${name}`, () => assert.deepEqual(decodeMsgpack(bytesOf(hex), type), value));
    it(`is written back as the same value: ${name}`, () => {
      assert.deepEqual(decodeMsgpack(encodeMsgpack(value, type), type), value);
    });
  }

  it('is written with the keys of maps and objects in order, whatever theirs was', () => {
    const value = map({ b: known('2'), a: known('1') });
    const expected = '82a161a131a162a132';
    assert.equal(encodeMsgpack(value, { map: 'string' }).toString('hex'), expected);
    assert.equal(encodeMsgpack(value, { object: { b: 'string', a: 'string' } }).toString('hex'), expected);
  });

  it('is written with a null for each attribute that is not given', () => {
    assert.equal(encodeMsgpack(map({}), { object: { a: 'string' } }).toString('hex'), '81a161c0');
  });
});

interface Mismatch {
  readonly name: string;
  readonly type: ValueType;
  readonly hex: string;
  readonly problem: string;
  readonly path?: ValueError['path'];
}

const dynamicOf = (json: string, rest: string) =>
  `92 c4 ${json.length.toString(16).padStart(2, '0')} ${Buffer.from(json).toString('hex')} ${rest}`;

const mismatches: readonly Mismatch[] = [
  { name: 'a number for a string', type: 'string', hex: '07', problem: 'a string is expected' },
  { name: 'bytes for a string', type: 'string', hex: 'c40178', problem: 'a string is expected' },
  { name: 'a string for a bool', type: 'bool', hex: 'a474727565', problem: 'a bool is expected' },
  { name: 'a bool for a number', type: 'number', hex: 'c3', problem: 'a number is expected' },
  { name: 'words for a number', type: 'number', hex: 'a3 4e614e', problem: 'a number is expected' },
  { name: 'an empty text for a number', type: 'number', hex: 'a0', problem: 'a number is expected' },
  {
    name: 'hexadecimal digits for a number',
    type: 'number',
    hex: 'a4 30783130',
    problem: 'a number is expected',
  },
  {
    name: 'a float that is no number',
    type: 'number',
    hex: 'cb7ff8000000000000',
    problem: 'a number is expected',
  },
  { name: 'infinity', type: 'number', hex: 'ca7f800000', problem: 'a number is expected' },
  { name: 'a map for a list', type: { list: 'string' }, hex: '80', problem: 'a list is expected' },
  { name: 'a string for a set', type: { set: 'string' }, hex: 'a178', problem: 'a list is expected' },
  { name: 'a list for a map', type: { map: 'string' }, hex: '90', problem: 'a map is expected' },
  { name: 'a list for an object', type: { object: {} }, hex: '90', problem: 'an object is expected' },
  {
    name: 'a tuple of another length',
    type: { tuple: ['bool'] },
    hex: '92c3c3',
    problem: 'a tuple of 1 values is expected',
  },
  { name: 'a map for a tuple', type: { tuple: [] }, hex: '80', problem: 'a tuple is expected' },
  {
    name: 'a plain value for a dynamic one',
    type: 'dynamic',
    hex: 'a178',
    problem: 'a dynamic value with its type is expected',
  },
  {
    name: 'a dynamic value of three parts',
    type: 'dynamic',
    hex: '93 c400 c0 c0',
    problem: 'a dynamic value with its type is expected',
  },
  {
    name: 'a dynamic value whose type is a string',
    type: 'dynamic',
    hex: '92 a178 c0',
    problem: 'a dynamic value with its type is expected',
  },
  {
    name: 'a dynamic value of no type',
    type: 'dynamic',
    hex: dynamicOf('"any"', 'c0'),
    problem: 'the type of a dynamic value is no Terraform type',
  },
  {
    name: 'a dynamic value that is not of its type',
    type: 'dynamic',
    hex: dynamicOf('"bool"', '07'),
    problem: 'a bool is expected',
  },
  {
    name: 'an attribute that does not exist',
    type: { object: { a: 'bool' } },
    hex: '81 a162 c3',
    problem: 'no such attribute exists',
    path: [{ attribute: 'b' }],
  },
  {
    name: 'an attribute named __proto__',
    type: { object: { a: 'bool' } },
    hex: `81 a9 ${Buffer.from('__proto__').toString('hex')} 80`,
    problem: 'no such attribute exists',
    path: [{ attribute: '__proto__' }],
  },
  {
    name: 'an attribute named constructor',
    type: { object: {} },
    hex: `81 ab ${Buffer.from('constructor').toString('hex')} 80`,
    problem: 'no such attribute exists',
    path: [{ attribute: 'constructor' }],
  },
  {
    name: 'an attribute of the wrong type',
    type: { object: { a: 'bool' } },
    hex: '81 a161 07',
    problem: 'a bool is expected',
    path: [{ attribute: 'a' }],
  },
  {
    name: 'an element of a list',
    type: { list: 'bool' },
    hex: '92 c3 07',
    problem: 'a bool is expected',
    path: [{ index: 1 }],
  },
  {
    name: 'an element of a tuple',
    type: { tuple: ['bool', 'bool'] },
    hex: '92 c3 07',
    problem: 'a bool is expected',
    path: [{ index: 1 }],
  },
  {
    name: 'an element of a set, which has no address',
    type: { set: 'bool' },
    hex: '91 07',
    problem: 'a bool is expected',
    path: [],
  },
  {
    name: 'a value of a map',
    type: { map: 'bool' },
    hex: '81 a16b 07',
    problem: 'a bool is expected',
    path: [{ key: 'k' }],
  },
  {
    name: 'something deep within',
    type: { object: { a: { list: { map: { object: { b: 'bool' } } } } } },
    hex: '81 a161 92 c0 81 a16b 81 a162 07',
    problem: 'a bool is expected',
    path: [{ attribute: 'a' }, { index: 1 }, { key: 'k' }, { attribute: 'b' }],
  },
  {
    name: 'something within a set within an object',
    type: { object: { e: { set: { object: { ecr: 'string' } } } } },
    hex: '81 a165 91 81 a3656372 07',
    problem: 'a string is expected',
    path: [{ attribute: 'e' }, { attribute: 'ecr' }],
  },
];

describe('msgpack that is not of its type', () => {
  for (const { name, type, hex, problem, path = [] } of mismatches) {
    it(`is refused: ${name}`, () => {
      assert.throws(() => decodeMsgpack(bytesOf(hex), type), new ValueError(problem, path));
    });
  }
});

const unwritable: readonly (readonly [name: string, value: Value, type: ValueType, error: ValueError])[] = [
  ['a bool as a string', known(true), 'string', new ValueError('a string is expected')],
  ['a string as a bool', known('x'), 'bool', new ValueError('a bool is expected')],
  ['a string as a list', known('x'), { list: 'string' }, new ValueError('a list is expected')],
  ['a list as a map', list(), { map: 'string' }, new ValueError('a map is expected')],
  [
    'an attribute too many',
    map({ z: known('x') }),
    { object: {} },
    new ValueError('no such attribute exists', [{ attribute: 'z' }]),
  ],
  [
    'a wrong part',
    map({ a: list(known('x'), known(1)) }),
    { object: { a: { list: 'string' } } },
    new ValueError('a string is expected', [{ attribute: 'a' }, { index: 1 }]),
  ],
];

describe('a value that is not of its type', () => {
  for (const [name, value, type, error] of unwritable) {
    it(`is not written: ${name}`, () => assert.throws(() => encodeMsgpack(value, type), error));
  }
});
