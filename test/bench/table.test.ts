import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allFigures } from './all-figures.ts';
import type { Figure, Measured, Row } from './figure.ts';
import { fails, markdownTable, outcomesOf, terminalTable } from './table.ts';
import { formatRoughly, formatTarget, formatValue, holds, type Target, type Unit } from './target.ts';

const rows: readonly Row[] = [
  { id: 'start', label: 'start', unit: 'ratio', must: { atMost: 0.5 }, aim: { atMost: 0.3 } },
  { id: 'speed', label: 'speed', unit: 'per second', must: { atLeast: 1_500 } },
  { id: 'peer', label: 'with a peer', unit: 'ms', must: { atMost: 5 } },
  { id: 'size', label: 'size', unit: 'MB', must: { atMost: 60 }, aim: { atMost: 30 } },
];
const measured: Measured = {
  readings: {
    start: { native: { value: 0.402, parts: '40 ms : 100 ms' }, bundle: { value: 1.5 } },
    speed: { native: { value: 1_321 }, bundle: { value: 987.6 } },
    peer: { native: { missing: 'no `aws` on PATH' }, bundle: { missing: 'no `aws` on PATH' } },
    size: { native: { value: 29.96 } },
  },
  samples: {},
};
const figure: Figure = { name: 'sample', rows, measure: async () => measured };
const outcomes = outcomesOf(figure, measured);

describe('the table', () => {
  it('shows values with their parts, targets, and a verdict on the native build', () => {
    assert.equal(
      markdownTable(outcomes),
      [
        '| figure | native build | Node bundle | must | aim | verdict |',
        '| --- | --- | --- | --- | --- | --- |',
        '| start | 0.40 (40 ms : 100 ms) | 1.50 | ≤ 0.5 | ≤ 0.3 | must ✓, aim ✗ |',
        '| speed | 1,320 / s | 990 / s | ≥ 1,500 / s | – | must ✗ |',
        '| with a peer | not measured: no `aws` on PATH | not measured: no `aws` on PATH | ≤ 5 ms | – | – |',
        '| size | 30.0 MB | – | ≤ 60 MB | ≤ 30 MB | must ✓, aim ✓ |',
      ].join('\n'),
    );
  });

  it('is the same for a terminal, with columns lined up', () => {
    const lines = terminalTable(outcomes).split('\n');
    assert.equal(new Set(lines.map((line) => line.length)).size, 1);
    const folded = lines.map((line) => line.replace(/ +/g, ' ').replace(/-{3,}/g, '---'));
    assert.equal(folded.join('\n'), markdownTable(outcomes));
  });

  it('knows what fails: what was measured and does not hold', () => {
    assert.deepEqual(
      outcomes.filter(fails).map(({ row }) => row.id),
      ['speed'],
    );
  });
});

describe('targets', () => {
  const cases: readonly (readonly [target: Target, unit: Unit, text: string, met: number, missed: number])[] =
    [
      [{ atMost: 0.25 }, 'ratio', '≤ 0.25', 0.25, 0.2501],
      [{ atMost: 15 }, 'ms', '≤ 15 ms', 15, 15.01],
      [{ atMost: 57.5 }, 'MB', '≤ 57.5 MB', 1, 58],
      [{ atLeast: 3_000 }, 'per second', '≥ 3,000 / s', 3_000, 2_999.9],
      [{ exactly: 1 }, 'count', '1', 1, 1.05],
    ];
  for (const [target, unit, text, met, missed] of cases) {
    it(`hold up to the bound and no further: ${text}`, () => {
      assert.equal(formatTarget(target, unit), text);
      assert.equal(holds(target, met), true);
      assert.equal(holds(target, missed), false);
    });
  }
});

describe('values', () => {
  const cases: readonly (readonly [value: number, unit: Unit, text: string])[] = [
    [0.3456, 'ratio', '0.35'],
    [4.26, 'ms', '4.3 ms'],
    [25.41, 'ms', '25.4 ms'],
    [123.4, 'ms', '123 ms'],
    [-3.21, 'ms', '-3.2 ms'],
    [66.64, 'MB', '66.6 MB'],
    [12_345, 'per second', '12,350 / s'],
    [1, 'count', '1'],
    [1.05, 'count', '1.05'],
  ];
  for (const [value, unit, text] of cases) {
    it(`${value} (${unit}) is shown as ${text}`, () => assert.equal(formatValue(value, unit), text));
  }
});

describe('values in passing', () => {
  const cases: readonly (readonly [value: number, text: string])[] = [
    [4.26, '4.3 ms'],
    [25.41, '25 ms'],
    [1_234.5, '1235 ms'],
  ];
  for (const [value, text] of cases) {
    it(`${value} is shown as ${text}`, () => assert.equal(formatRoughly(value, 'ms'), text));
  }
});

describe('the figures', () => {
  const all = allFigures.flatMap((each) => each.rows);

  it('have names, rows with names, and labels of their own', () => {
    for (const values of [
      allFigures.map(({ name }) => name),
      all.map(({ id }) => id),
      all.map(({ label }) => label),
    ]) {
      assert.equal(new Set(values).size, values.length, values.join());
    }
  });

  for (const { id, must, aim } of all) {
    it(`have a target that can hold: ${id}`, () => {
      assert.ok(must);
      const bounds = [must, aim ?? must].map((target) => Object.entries(target));
      // An aim is what a must is, and harder.
      const [[[kind = '', least = 0] = []] = [], [[aimKind = '', most = 0] = []] = []] = bounds;
      assert.equal(aimKind, kind);
      assert.ok(kind === 'atLeast' ? most >= least : most <= least);
    });
  }
});
