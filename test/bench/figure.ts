import type { TerraformHost } from '../support/terraform/host.ts';
import { median, ratioOfMedians } from './statistics.ts';
import { formatRoughly, type Target, type Unit } from './target.ts';
import type { Rounds } from './turns.ts';

/** The two forms of the executable. Targets are for the native one. */
export type Build = 'native' | 'bundle';

/** Both, in the order in which they are shown. */
export const builds: readonly Build[] = ['native', 'bundle'];

/** One line of the table, before anything is measured. */
export interface Row {
  /** Its name in the JSON. */
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly must?: Target;
  readonly aim?: Target;
}

/** What was found for a row and a build, or why nothing was. */
export type Reading =
  | {
      readonly value: number;
      /** What a reader has to know of it: `37 ms : 108 ms`. */
      readonly parts?: string;
    }
  | { readonly missing: string };

/** What measuring a figure gave. */
export interface Measured {
  /** By the row's id. A build that the row does not concern is left out. */
  readonly readings: Readonly<Record<string, Readonly<Partial<Record<Build, Reading>>>>>;
  /** Every sample, by what was sampled. */
  readonly samples: Readonly<Record<string, readonly number[]>>;
}

/** What figures are measured with. */
export interface Bench {
  /** Absolute paths of the executables. */
  readonly executables: Readonly<Record<Build, string>>;
  /** Absolute path of the AWS CLI. */
  readonly aws: string | undefined;
  readonly host: TerraformHost | undefined;
  readonly rounds: Rounds;
}

/** Something to measure. It is one row, or a few that come of the same samples. */
export interface Figure {
  /** For `--only`. */
  readonly name: string;
  readonly rows: readonly Row[];
  /** @throws Error when something does not work that should; a peer that is not there is a missing reading */
  measure(bench: Bench): Promise<Measured>;
}

/** Nothing was measured for these rows. */
export function notMeasured(rows: readonly Row[], missing: string): Measured {
  return {
    readings: Object.fromEntries(rows.map(({ id }) => [id, { native: { missing }, bundle: { missing } }])),
    samples: {},
  };
}

/** How a build's median relates to a peer's; both samples in milliseconds. */
export function comparison(samplesMs: readonly number[], peerMs: readonly number[]): Reading {
  const [own, other] = [samplesMs, peerMs].map((each) => formatRoughly(median(each), 'ms'));
  return { value: ratioOfMedians(samplesMs, peerMs), parts: `${own} : ${other}` };
}

/** A build's median. */
export function medianOf(samples: readonly number[]): Reading {
  return { value: median(samples) };
}

/** The same for each build: a reading, or what takes a sample of it. */
export function forEachBuild<Part>(make: (build: Build) => Part): Readonly<Record<Build, Part>> {
  return { native: make('native'), bundle: make('bundle') };
}
