import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeMsgpack } from '../../src/tfplugin6/cty-msgpack.ts';
import { checkMsgpackStructure } from '../../src/tfplugin6/msgpack-structure.ts';
import { ValueError } from '../../src/tfplugin6/value-error.ts';
import { bytesOf, canonicalSamples, readableSamples } from './value-samples.ts';

const early = 'it ends too early';
const refused: readonly (readonly [name: string, hex: string, problem: string])[] = [
  ['nothing', '', early],
  ['the unassigned byte', 'c1', 'it is not msgpack'],
  ['the unassigned byte within', '91 c1', 'it is not msgpack'],
  ['a trailing byte', 'c0 c0', 'bytes follow the end of the value'],
  ['a trailing value', '90 90', 'bytes follow the end of the value'],
  ['a string that is cut off', 'a3 6162', early],
  ['a string without its length', 'd9', early],
  ['half a length', 'da 00', early],
  ['a string of 4 GiB in six bytes', 'db ffffffff 61', early],
  ['bytes of 4 GiB in six bytes', 'c6 ffffffff 61', early],
  ['an array of 4 billion in six bytes', 'dd ffffffff c0', early],
  ['a map of 4 billion in seven bytes', 'df ffffffff a161 c0', early],
  ['an extension of 4 GiB', 'c9 ffffffff 00 00', early],
  ['an extension without its type', 'd4', early],
  ['an extension without its payload', 'd4 00', early],
  ['a float that is cut off', 'cb 3ff80000', early],
  ['an integer that is cut off', 'cf 00', early],
  ['an array without its elements', '92 c0', early],
  ['a map without its last value', '81 a161', early],
  ['a map with a number for a key', '81 01 c0', 'the key of a map is no string'],
  ['a map with null for a key', '81 c0 c0', 'the key of a map is no string'],
  ['a map with bytes for a key', '81 c40161 c0', 'the key of a map is no string'],
  ['a map with a list for a key', '81 90 c0', 'the key of a map is no string'],
  ['a map with an extension for a key', '81 d40000 c0', 'the key of a map is no string'],
  ['a key twice', '82 a161 c0 a161 c0', 'a key comes twice in a map'],
  ['a key twice, written in two forms', '82 a161 c0 d90161 c0', 'a key comes twice in a map'],
  ['a text that is not UTF-8', 'a1 ff', 'a text in it is not UTF-8'],
  ['an overlong form of UTF-8', 'a2 c080', 'a text in it is not UTF-8'],
  ['half a surrogate pair', 'a3 eda080', 'a text in it is not UTF-8'],
  ['a key that is not UTF-8', '81 a1ff c0', 'a text in it is not UTF-8'],
];

describe('the structure of msgpack', () => {
  for (const [name, hex, problem] of refused) {
    it(`is refused: ${name}`, () => {
      assert.throws(() => checkMsgpackStructure(bytesOf(hex)), { name: 'ValueError', message: problem });
    });
  }

  for (const { name, hex } of [...canonicalSamples, ...readableSamples]) {
    it(`is accepted: ${name}`, () => checkMsgpackStructure(bytesOf(hex)));
  }

  it('is accepted where the same key stands in two maps', () => {
    checkMsgpackStructure(bytesOf('92 81 a161 c0 81 a161 81 a161 c0'));
  });

  it('is refused with the top-level attribute in which the fault lies', () => {
    const path = [{ attribute: 'b' }];
    assert.throws(() => checkMsgpackStructure(bytesOf('82 a161 c0 a162 91 91 a1ff')), { path });
  });
});

describe('values that nest', () => {
  const arrays = (depth: number) => Buffer.concat([Buffer.alloc(depth, 0x91), bytesOf('c0')]);
  const maps = (depth: number) => Buffer.concat([Buffer.from('81a161'.repeat(depth), 'hex'), bytesOf('c0')]);
  for (const [name, nested] of [
    ['arrays', arrays],
    ['maps', maps],
  ] as const) {
    it(`128 deep are read: ${name}`, () => checkMsgpackStructure(nested(128)));
    it(`129 deep are refused: ${name}`, () => {
      assert.throws(() => checkMsgpackStructure(nested(129)), { message: 'its values nest too deep' });
    });
  }

  it('200,000 deep are refused at once, as a ValueError', () => {
    const startedAtMs = performance.now();
    assert.throws(() => decodeMsgpack(arrays(200_000), { list: 'string' }), ValueError);
    assert.ok(performance.now() - startedAtMs < 50);
  });

  it('without elements are closed at once', () => checkMsgpackStructure(Buffer.alloc(1, 0x90)));
});

describe('many values', () => {
  const nulls = (count: number) => Buffer.concat([bytesOf('dd'), uint32(count), Buffer.alloc(count, 0xc0)]);

  it('up to a million are read', () => checkMsgpackStructure(nulls(999_999)));
  it('above a million are refused', () => {
    assert.throws(() => checkMsgpackStructure(nulls(1_000_000)), { message: 'it holds too many values' });
  });
});

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
