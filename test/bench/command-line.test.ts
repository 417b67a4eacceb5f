import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allFigures } from './all-figures.ts';
import { type BenchOptions, readOptions, usage } from './command-line.ts';

const names = ['plan', 'apply'];
const byDefault: BenchOptions = {
  rounds: { samples: 15, warmUps: 2 },
  only: undefined,
  write: false,
  check: false,
};

describe('the options', () => {
  const understood: readonly (readonly [args: string, options: Partial<BenchOptions>])[] = [
    ['', {}],
    ['--samples 3', { rounds: { samples: 3, warmUps: 2 } }],
    ['--only plan', { only: ['plan'] }],
    ['--only apply,plan --check', { only: ['apply', 'plan'], check: true }],
    ['--write', { write: true }],
  ];
  for (const [args, options] of understood) {
    it(`understands "${args}"`, () =>
      assert.deepEqual(readOptions(args.split(' ').filter(Boolean), names), { ...byDefault, ...options }));
  }

  const refused: readonly (readonly [args: string, reason: RegExp])[] = [
    ['--samples 0', /whole number/],
    ['--samples 1.5', /whole number/],
    ['--samples many', /whole number/],
    ['--only plan,play', /no figure play/],
    ['--only=', /no figure/],
    ['--write --only plan', /leave --only out/],
    ['--fast', /--fast/],
    ['plan', /plan/],
  ];
  for (const [args, reason] of refused) {
    it(`refuses "${args}"`, () => assert.throws(() => readOptions(args.split(' '), names), reason));
  }

  it('are explained, with the name of every figure', () => {
    const text = usage(allFigures.map(({ name }) => name));
    for (const { name } of allFigures) assert.match(text, new RegExp(`\\b${name}\\b`));
  });
});
