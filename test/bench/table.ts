import type { Figure, Measured, Reading, Row } from './figure.ts';
import { formatTarget, formatValue, holds, type Unit } from './target.ts';

/** A row with what was found for it. */
export interface Outcome {
  readonly row: Row;
  /** Undefined where the row does not concern the build. */
  readonly native: Reading | undefined;
  readonly bundle: Reading | undefined;
}

/** Each row of a figure with its readings. */
export function outcomesOf({ rows }: Figure, { readings }: Measured): readonly Outcome[] {
  return rows.map((row) => ({ row, native: readings[row.id]?.native, bundle: readings[row.id]?.bundle }));
}

/** Whether it was measured, and the native build does not meet what it must. */
export function fails({ row, native }: Outcome): boolean {
  return (
    row.must !== undefined && native !== undefined && 'value' in native && !holds(row.must, native.value)
  );
}

/** Headings of the table. */
export const headings: readonly string[] = [
  'figure',
  'native build',
  'Node bundle',
  'must',
  'aim',
  'verdict',
];

/** The cells that are known before anything is measured: label, must, aim. */
export function fixedCells({ label, unit, must, aim }: Row): {
  readonly label: string;
  readonly must: string;
  readonly aim: string;
} {
  return {
    label,
    must: must === undefined ? none : formatTarget(must, unit),
    aim: aim === undefined ? none : formatTarget(aim, unit),
  };
}

/** The table in Markdown, without columns lined up. */
export function markdownTable(outcomes: readonly Outcome[]): string {
  return [headings, headings.map(() => '---'), ...outcomes.map(cellsOf)].map(markdownLine).join('\n');
}

/** The table for a terminal: the same with columns lined up. */
export function terminalTable(outcomes: readonly Outcome[]): string {
  const lines = [headings, ...outcomes.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const padded = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  const [first = [], ...rest] = lines;
  const rule = widths.map((width) => '-'.repeat(width));
  return [padded(first), rule, ...rest.map(padded)].map(markdownLine).join('\n');
}

const none = '–';

function cellsOf(outcome: Outcome): readonly string[] {
  const { row, native, bundle } = outcome;
  const { label, must, aim } = fixedCells(row);
  return [label, readingCell(native, row.unit), readingCell(bundle, row.unit), must, aim, verdict(outcome)];
}

function readingCell(reading: Reading | undefined, unit: Unit): string {
  if (reading === undefined) return none;
  if ('missing' in reading) return `not measured: ${reading.missing}`;
  const value = formatValue(reading.value, unit);
  return reading.parts === undefined ? value : `${value} (${reading.parts})`;
}

function verdict({ row, native }: Outcome): string {
  if (native === undefined || 'missing' in native) return none;
  const marks = (['must', 'aim'] as const).flatMap((kind) => {
    const target = row[kind];
    return target === undefined ? [] : [`${kind} ${holds(target, native.value) ? '✓' : '✗'}`];
  });
  return marks.join(', ');
}

function markdownLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
