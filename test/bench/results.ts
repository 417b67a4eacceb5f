import { type Bench, type Figure, type Measured, notMeasured } from './figure.ts';
import type { Machine } from './machine.ts';
import { summarize } from './statistics.ts';
import type { Rounds } from './turns.ts';

/** A figure and what became of measuring it. */
export interface Result {
  readonly figure: Figure;
  readonly measured: Measured;
  /** Why it could not be measured, although nothing was missing. */
  readonly failure?: string;
}

/** Measures one after the other; one that fails does not keep the others from being measured. */
export async function measureAll(
  figures: readonly Figure[],
  bench: Bench,
  tell: (text: string) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const figure of figures) {
    tell(`${figure.name} … `);
    const startedAtMs = performance.now();
    const result = await measure(figure, bench);
    results.push(result);
    tell(result.failure ?? `${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s`);
    tell('\n');
  }
  return results;
}

/** All that was found, for programs: every sample, summaries, targets, and the machine. */
export function reportJson(machine: Machine, rounds: Rounds, results: readonly Result[]): string {
  const figures = results.map(({ figure: { name, rows }, measured, failure }) => ({
    name,
    rows: rows.map((row) => ({ ...row, ...measured.readings[row.id] })),
    samples: Object.fromEntries(
      Object.entries(measured.samples).map(([peer, samples]) => [peer, { ...summarize(samples), samples }]),
    ),
    ...(failure !== undefined && { failure }),
  }));
  return `${JSON.stringify({ machine, rounds, figures }, null, 2)}\n`;
}

async function measure(figure: Figure, bench: Bench): Promise<Result> {
  try {
    return { figure, measured: await figure.measure(bench) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { figure, measured: notMeasured(figure.rows, 'it failed'), failure };
  }
}
