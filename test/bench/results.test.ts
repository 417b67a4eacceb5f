import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Bench, Figure, Measured } from './figure.ts';
import { measureAll, reportJson } from './results.ts';

const row = { id: 'x', label: 'x', unit: 'ms', must: { atMost: 5 } } as const;
const measured: Measured = { readings: { x: { native: { value: 2 } } }, samples: { native: [1, 2, 3] } };
const figure = (name: string, measure: Figure['measure']): Figure => ({ name, rows: [row], measure });
const bench: Bench = {
  executables: { native: '', bundle: '' },
  aws: undefined,
  host: undefined,
  rounds: { samples: 3, warmUps: 0 },
};

describe('measuring all figures', () => {
  it('goes on after one that fails, and tells of it', async () => {
    const told: string[] = [];
    const figures = [
      figure('bad', () => Promise.reject(new Error('broken'))),
      figure('good', async () => measured),
    ];
    const results = await measureAll(figures, bench, (text) => told.push(text));
    assert.deepEqual(
      results.map(({ failure }) => failure),
      ['broken', undefined],
    );
    assert.deepEqual(results[0]?.measured.readings.x?.native, { missing: 'it failed' });
    assert.match(told.join(''), /^bad … broken\ngood … [\d.]+ s\n$/);
  });

  it('ends in a report with every sample', async () => {
    const results = await measureAll([figure('good', async () => measured)], bench, () => {});
    const machine = {
      ...{ cores: 2, processor: 'some', memoryGb: 8, system: 'Linux', node: '20.20.2', bun: '1.4.5' },
      ...{ commit: 'abc', host: undefined, aws: undefined, variables: [] },
    };
    const report: unknown = JSON.parse(reportJson(machine, bench.rounds, results));
    assert.deepEqual(report, {
      machine: JSON.parse(JSON.stringify(machine)) as unknown,
      rounds: { samples: 3, warmUps: 0 },
      figures: [
        {
          name: 'good',
          rows: [{ ...row, native: { value: 2 } }],
          samples: { native: { median: 2, lowerQuartile: 1.5, upperQuartile: 2.5, samples: [1, 2, 3] } },
        },
      ],
    });
  });
});
