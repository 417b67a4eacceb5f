import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { median, ratioOfMedians, summarize } from './statistics.ts';

describe('the median', () => {
  const cases: readonly (readonly [name: string, samples: readonly number[], expected: number])[] = [
    ['of one sample', [7], 7],
    ['of an odd number', [9, 1, 5], 5],
    ['of an even number', [1, 10, 2, 4], 3],
    ['sorts as numbers do', [100, 20, 3], 20],
    ['is not drawn by one that is far off', [10, 11, 12, 13, 100_000], 12],
  ];
  for (const [name, samples, expected] of cases) it(name, () => assert.equal(median(samples), expected));

  it('leaves the samples in their order', () => {
    const samples = [3, 1, 2];
    median(samples);
    assert.deepEqual(samples, [3, 1, 2]);
  });

  it('of nothing is an error', () => assert.throws(() => median([]), /no samples/));
});

describe('a summary', () => {
  it('has the quartiles', () => {
    assert.deepEqual(summarize([5, 4, 3, 2, 1]), { median: 3, lowerQuartile: 2, upperQuartile: 4 });
  });

  it('has them between samples where they fall there', () => {
    assert.deepEqual(summarize([1, 2, 3, 4]), { median: 2.5, lowerQuartile: 1.75, upperQuartile: 3.25 });
  });
});

describe('a ratio', () => {
  it('is that of the medians', () => assert.equal(ratioOfMedians([30, 10, 20], [80, 90, 10]), 0.25));

  it('to nothing is an error', () => {
    assert.throws(() => ratioOfMedians([1], [0]), /no ratio to a median of 0/);
    assert.throws(() => ratioOfMedians([1], []), /no samples/);
  });
});
