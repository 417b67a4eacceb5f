import { type Machine, machineLine, shellLine } from './machine.ts';
import { markdownTable, type Outcome } from './table.ts';
import type { Rounds } from './turns.ts';

const start = '<!-- bench:start -->';
const end = '<!-- bench:end -->';

/** What stands between the markers: on which machine, the table, and what belongs to it. */
export function speedText(machine: Machine, { samples }: Rounds, outcomes: readonly Outcome[]): string {
  return `Medians of ${samples} samples on ${machineLine(machine)}. ${shellLine(machine)}

${markdownTable(outcomes)}`;
}

/**
 * Puts a text between the two markers, in place of what is there.
 *
 * @throws Error when a marker is missing, doubled, or the wrong way round
 */
export function replaceBetweenMarkers(document: string, text: string): string {
  const { before, after } = splitAtMarkers(document);
  return `${before}${start}\n${text}\n${end}${after}`;
}

/**
 * What is between the two markers.
 *
 * @throws Error when a marker is missing, doubled, or the wrong way round
 */
export function textBetweenMarkers(document: string): string {
  return splitAtMarkers(document).between.trim();
}

function splitAtMarkers(document: string): { before: string; between: string; after: string } {
  const starts = document.split(start);
  const ends = document.split(end);
  const from = document.indexOf(start) + start.length;
  const to = document.indexOf(end);
  if (starts.length !== 2 || ends.length !== 2 || to < from) {
    throw new Error(`the document needs ${start} and ${end}, once each`);
  }
  return { before: starts[0] ?? '', between: document.slice(from, to), after: ends[1] ?? '' };
}
