import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known, nullValue, type Value, type ValueType } from '../../src/provider/value.ts';
import { decodeJson } from '../../src/tfplugin6/cty-json.ts';
import { ValueError } from '../../src/tfplugin6/value-error.ts';
import { list, map } from './value-samples.ts';

const x = known('x');
const readable: readonly (readonly [json: string, type: ValueType, value: Value])[] = [
  ['null', 'string', nullValue],
  ['null', { object: { a: 'string' } }, nullValue],
  ['"x"', 'string', x],
  ['"\\u00e9\\n"', 'string', known('é\n')],
  ['""', 'string', known('')],
  ['true', 'bool', known(true)],
  ['false', 'bool', known(false)],
  ['7', 'number', known(7)],
  ['-1.5', 'number', known(-1.5)],
  ['9007199254740991', 'number', known(Number.MAX_SAFE_INTEGER)],
  ['9007199254740993', 'number', known(9_007_199_254_740_993n)],
  ['-18446744073709551615', 'number', known(-18_446_744_073_709_551_615n)],
  ['3.1415926535897932384', 'number', known({ decimal: '3.1415926535897932384' })],
  ['1e400', 'number', known({ decimal: '1e400' })],
  ['"18446744073709551615"', 'number', known(18_446_744_073_709_551_615n)],
  ['[]', { list: 'string' }, list()],
  ['["x", null]', { list: 'string' }, list(x, nullValue)],
  ['[2, 1]', { set: 'number' }, list(known(2), known(1))],
  ['{"a": "x", "b": null}', { map: 'string' }, map({ a: x, b: nullValue })],
  ['["x", 7]', { tuple: ['string', 'number'] }, list(x, known(7))],
  ['{"a": "x"}', { object: { a: 'string', b: 'bool' } }, map({ a: x, b: nullValue })],
  ['{"type": "string", "value": "x"}', 'dynamic', known({ type: 'string', content: x })],
  [
    '{"value": [7], "type": ["list", "number"]}',
    'dynamic',
    known({ type: { list: 'number' }, content: list(known(7)) }),
  ],
  ['{"type": "bool", "value": null}', 'dynamic', known({ type: 'bool', content: nullValue })],
  [' \n[ "x" ]\t', { list: 'string' }, list(x)],
];

describe('JSON', () => {
  for (const [json, type, value] of readable) {
    it(`is read: ${json} as ${JSON.stringify(type)}`, () => {
      assert.deepEqual(decodeJson(Buffer.from(json), type), value);
    });
  }
});

const notJson = 'it is not JSON, nests too deep, or gives a key twice';
interface Refusal {
  readonly json: string | Buffer;
  readonly type: ValueType;
  readonly problem: string;
  readonly path?: ValueError['path'];
}

const refused: Readonly<Record<string, Refusal>> = {
  nothing: { json: '', type: 'string', problem: notJson },
  'half a value': { json: '["x"', type: { list: 'string' }, problem: notJson },
  'a second value': { json: '"x" "y"', type: 'string', problem: notJson },
  'a comment': { json: '/* */ "x"', type: 'string', problem: notJson },
  NaN: { json: 'NaN', type: 'number', problem: notJson },
  'a key that comes twice': { json: '{"a":"x","a":"y"}', type: { map: 'string' }, problem: notJson },
  'bytes that are not UTF-8': {
    json: Buffer.from('22ff22', 'hex'),
    type: 'string',
    problem: 'it is not UTF-8',
  },
  'a byte order mark': { json: '\ufeff"x"', type: 'string', problem: notJson },
  'a number for a string': { json: '7', type: 'string', problem: 'a string is expected' },
  'a string for a bool': { json: '"true"', type: 'bool', problem: 'a bool is expected' },
  'a bool for a number': { json: 'true', type: 'number', problem: 'a number is expected' },
  'words for a number': { json: '"seven"', type: 'number', problem: 'a number is expected' },
  'blanks for a number': { json: '" 7"', type: 'number', problem: 'a number is expected' },
  'an object for a list': { json: '{}', type: { list: 'string' }, problem: 'a list is expected' },
  'a list for a map': { json: '[]', type: { map: 'string' }, problem: 'a map is expected' },
  'a number for an object': { json: '7', type: { object: {} }, problem: 'an object is expected' },
  'a tuple too long': {
    json: '[true,true]',
    type: { tuple: ['bool'] },
    problem: 'a tuple of 1 values is expected',
  },
  'an unknown attribute': {
    json: '{"b":1}',
    type: { object: { a: 'bool' } },
    problem: 'no such attribute exists',
    path: [{ attribute: 'b' }],
  },
  'an attribute named __proto__': {
    json: '{"__proto__":{"a":true}}',
    type: { object: { a: 'bool' } },
    problem: 'no such attribute exists',
    path: [{ attribute: '__proto__' }],
  },
  'an attribute named constructor': {
    json: '{"constructor":1}',
    type: { object: {} },
    problem: 'no such attribute exists',
    path: [{ attribute: 'constructor' }],
  },
  'a plain value for a dynamic one': {
    json: '"x"',
    type: 'dynamic',
    problem: 'a dynamic value with its type is expected',
  },
  'a dynamic value without its type': {
    json: '{"value":"x"}',
    type: 'dynamic',
    problem: 'a dynamic value with its type is expected',
  },
  'a dynamic value of no type': {
    json: '{"type":"any","value":1}',
    type: 'dynamic',
    problem: 'the type of a dynamic value is no Terraform type',
  },
  'a part deep within': {
    json: '{"a":[null,{"k":{"b":7}}]}',
    type: { object: { a: { list: { map: { object: { b: 'bool' } } } } } },
    problem: 'a bool is expected',
    path: [{ attribute: 'a' }, { index: 1 }, { key: 'k' }, { attribute: 'b' }],
  },
  'an element of a set': {
    json: '{"a":[7]}',
    type: { object: { a: { set: 'bool' } } },
    problem: 'a bool is expected',
    path: [{ attribute: 'a' }],
  },
};

describe('JSON that does not fit', () => {
  for (const [name, { json, type, problem, path = [] }] of Object.entries(refused)) {
    it(`is refused: ${name}`, () => {
      assert.throws(() => decodeJson(Buffer.from(json), type), new ValueError(problem, path));
    });
  }

  it('is refused, not crashed on, with 200,000 nested arrays', () => {
    const json = Buffer.from(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    assert.throws(() => decodeJson(json, { list: 'string' }), new ValueError(notJson));
  });

  it('is refused within a second with 100,000 digits, or read whole', () => {
    const startedAtMs = performance.now();
    const digits = '9'.repeat(100_000);
    assert.deepEqual(decodeJson(Buffer.from(digits), 'number'), known({ decimal: digits }));
    assert.ok(performance.now() - startedAtMs < 1_000);
  });

  it('never shows what it holds', () => {
    for (const json of ['{"password": SECRET}', '"SECRET', '{"SECRET":1,"SECRET":2}']) {
      assert.throws(() => decodeJson(Buffer.from(json), { object: {} }), new ValueError(notJson));
    }
  });
});

describe('a map of JSON', () => {
  it('keeps a key named __proto__ as a key', () => {
    const value = decodeJson(Buffer.from('{"__proto__":"x","a":"y"}'), { map: 'string' });
    assert.deepEqual(
      value,
      known(
        new Map([
          ['__proto__', x],
          ['a', known('y')],
        ]),
      ),
    );
  });
});
