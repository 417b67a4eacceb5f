import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NumberValue } from '../../src/provider/value.ts';
import { isDecimal, readDecimal } from '../../src/tfplugin6/number-text.ts';

const numbers: readonly (readonly [text: string, value: NumberValue])[] = [
  ['0', 0],
  ['-7', -7],
  ['007', 7],
  ['0.5', 0.5],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740992', 9_007_199_254_740_992n],
  ['-9007199254740993', -9_007_199_254_740_993n],
  ['0.1', 0.1],
  ['0.10', { decimal: '0.10' }],
  ['0.30000000000000004', 0.300_000_000_000_000_04],
  ['3.14159265358979323846', { decimal: '3.14159265358979323846' }],
  ['1e21', { decimal: '1e21' }],
  ['1e400', { decimal: '1e400' }],
  ['1E-7', { decimal: '1E-7' }],
  ['9'.repeat(1_000), BigInt('9'.repeat(1_000))],
  ['9'.repeat(1_001), { decimal: '9'.repeat(1_001) }],
];

describe('a decimal text', () => {
  for (const [text, value] of numbers) {
    it(`${text.slice(0, 30)} (${text.length} digits)`, () => {
      assert.equal(isDecimal(text), true);
      assert.deepEqual(readDecimal(text), value);
    });
  }

  for (const text of [
    '',
    ' ',
    '-',
    '+1',
    '.5',
    '1.',
    '1e',
    'e1',
    '0x10',
    '0b1',
    '1_000',
    '1,5',
    'NaN',
    'Infinity',
    '-Infinity',
    '1 ',
    '1\n',
    '１',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(isDecimal(text), false));
  }

  it('is told from another in no time, however long', () => {
    const startedAtMs = performance.now();
    assert.equal(isDecimal(`${'9'.repeat(10_000_000)}x`), false);
    assert.ok(performance.now() - startedAtMs < 500);
  });
});
