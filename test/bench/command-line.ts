import { parseArgs } from 'node:util';
import type { Rounds } from './turns.ts';

/** What a run is asked to do. */
export interface BenchOptions {
  readonly rounds: Rounds;
  /** Names of figures; all of them if undefined. */
  readonly only: readonly string[] | undefined;
  /** Put table and picture into the documentation. */
  readonly write: boolean;
  /** Fail when a "must" does not hold. */
  readonly check: boolean;
}

/** How to call it. */
export function usage(names: readonly string[]): string {
  return `Usage: npm run bench [-- [--samples N] [--only NAME,NAME] [--check] [--write]]

  --samples N         samples of each figure (default ${defaultSamples})
  --only NAME,NAME    of ${names.join(', ')}
  --check             exit with 1 when a "must" does not hold
  --write             put table and picture into README.md and docs/
`;
}

const defaultSamples = 15;
const warmUps = 2;

/**
 * @param args - the arguments after the script's name
 * @param names - of all figures
 * @throws Error when they can't be understood
 */
export function readOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      samples: { type: 'string', default: String(defaultSamples) },
      only: { type: 'string' },
      write: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
    },
  });
  const samples = Number(values.samples);
  if (!Number.isInteger(samples) || samples < 1) throw new Error('--samples needs a whole number above 0');
  const only = values.only?.split(',');
  const unknown = only?.filter((name) => !names.includes(name)) ?? [];
  if (unknown.length > 0) throw new Error(`there is no figure ${unknown.join(', ')}`);
  if (values.write && only !== undefined) throw new Error('--write needs all figures: leave --only out');
  return { rounds: { samples, warmUps }, only, write: values.write, check: values.check };
}
