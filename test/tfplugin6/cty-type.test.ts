import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ValueType } from '../../src/provider/value.ts';
import { decodeType, encodeType } from '../../src/tfplugin6/cty-type.ts';
import { ValueError } from '../../src/tfplugin6/value-error.ts';

const types: readonly (readonly [json: string, type: ValueType])[] = [
  ['"string"', 'string'],
  ['"number"', 'number'],
  ['"bool"', 'bool'],
  ['"dynamic"', 'dynamic'],
  ['["list","string"]', { list: 'string' }],
  ['["set",["list","bool"]]', { set: { list: 'bool' } }],
  ['["map","dynamic"]', { map: 'dynamic' }],
  ['["tuple",[]]', { tuple: [] }],
  ['["tuple",["string",["map","number"]]]', { tuple: ['string', { map: 'number' }] }],
  ['["object",{}]', { object: {} }],
  [
    '["object",{"a":"string","b":["set",["object",{"c":"bool"}]]}]',
    { object: { a: 'string', b: { set: { object: { c: 'bool' } } } } },
  ],
];

const noType = 'the type of a dynamic value is no Terraform type';
const noJson = 'the type of a dynamic value is not JSON';
const hostile: readonly (readonly [json: string, problem: string])[] = [
  ['', noJson],
  ['{', noJson],
  ['"any"', noType],
  ['"String"', noType],
  ['"__proto__"', noType],
  ['null', noType],
  ['7', noType],
  ['{}', noType],
  ['{"list":"string"}', noType],
  ['[]', noType],
  ['["list"]', noType],
  ['["list",null]', noType],
  ['["array","string"]', noType],
  ['["tuple","string"]', noType],
  ['["tuple",{}]', noType],
  ['["object",[]]', noType],
  ['["object",null]', noType],
  ['["object","string"]', noType],
  ['["object",{"a":7}]', noType],
  [`${'["list",'.repeat(65)}"bool"${']'.repeat(65)}`, 'the type of a dynamic value nests too deep'],
  [`${'["tuple",['.repeat(65)}"bool"${']]'.repeat(65)}`, 'the type of a dynamic value nests too deep'],
];

describe('a type', () => {
  for (const [json, type] of types) {
    it(`is read and written: ${json}`, () => {
      assert.deepEqual(decodeType(Buffer.from(json)), type);
      assert.equal(encodeType(type).toString(), json);
    });
  }

  it('may nest 64 deep', () => {
    const json = `${'["list",'.repeat(64)}"bool"${']'.repeat(64)}`;
    assert.equal(encodeType(decodeType(Buffer.from(json))).toString(), json);
  });

  it('keeps an attribute named __proto__ as an attribute', () => {
    const json = '["object",{"__proto__":"string"}]';
    const type = decodeType(Buffer.from(json));
    assert.equal(encodeType(type).toString(), json);
    assert.equal(({} as Record<string, unknown>).string, undefined);
  });

  for (const [json, problem] of hostile) {
    it(`is refused: ${json.slice(0, 40)}`, () => {
      assert.throws(() => decodeType(Buffer.from(json)), new ValueError(problem));
    });
  }

  it('is refused, not crashed on, with 200,000 levels', () => {
    const json = `${'["list",'.repeat(200_000)}"bool"${']'.repeat(200_000)}`;
    assert.throws(() => decodeType(Buffer.from(json)), ValueError);
  });
});
