import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ValueType } from '../../src/provider/value.ts';
import { decodeMsgpack } from '../../src/tfplugin6/cty-msgpack.ts';
import { ValueError } from '../../src/tfplugin6/value-error.ts';
import { bytesOf, canonicalSamples } from './value-samples.ts';

const rounds = 200;

function outcomeOf(bytes: Buffer, type: ValueType): string {
  try {
    decodeMsgpack(bytes, type);
    return 'read';
  } catch (error) {
    return error instanceof ValueError ? 'refused' : `${bytes.toString('hex')} threw ${String(error)}`;
  }
}

/** Mulberry32: the same bytes in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('bytes that were tampered with', () => {
  const short = canonicalSamples.filter(({ hex }) => hex.length < 600);
  for (const [index, { name, type, hex }] of short.entries()) {
    it(`are read or refused, never anything else: ${name}`, () => {
      const random = randomNumbers(index);
      const outcomes = Array.from({ length: rounds }, () => {
        const bytes = bytesOf(hex);
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
        return outcomeOf(bytes, type);
      });
      const unforeseen = outcomes.filter((outcome) => outcome !== 'read' && outcome !== 'refused');
      assert.deepEqual(unforeseen, []);
    });

    it(`are refused when cut off: ${name}`, () => {
      const bytes = bytesOf(hex);
      for (let length = 0; length < bytes.length; length += 1) {
        assert.equal(outcomeOf(bytes.subarray(0, length), type), 'refused', `${length} bytes`);
      }
    });
  }
});
