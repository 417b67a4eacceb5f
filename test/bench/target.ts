/** A bound for a figure, in the figure's unit. */
export type Target =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly exactly: number };

/** What a figure is counted in. MB is a million bytes. */
export type Unit = 'ratio' | 'ms' | 'MB' | 'per second' | 'count';

/** Whether a value meets a target. */
export function holds(target: Target, value: number): boolean {
  if ('atMost' in target) return value <= target.atMost;
  if ('atLeast' in target) return value >= target.atLeast;
  return value === target.exactly;
}

/** A target as the table shows it: `≤ 15 ms`. */
export function formatTarget(target: Target, unit: Unit): string {
  if ('atMost' in target) return `≤ ${withUnit(String(target.atMost), unit)}`;
  if ('atLeast' in target) return `≥ ${withUnit(target.atLeast.toLocaleString('en-US'), unit)}`;
  return withUnit(String(target.exactly), unit);
}

/** A value as the table shows it, next to its target: `13.4 ms`, `1,320 / s`. */
export function formatValue(value: number, unit: Unit): string {
  if (unit === 'ratio') return value.toFixed(2);
  if (unit === 'count') return String(Number(value.toFixed(2)));
  if (unit === 'per second') return withUnit((Math.round(value / 10) * 10).toLocaleString('en-US'), unit);
  return withUnit(value.toFixed(Math.abs(value) < 100 ? 1 : 0), unit);
}

/** A value in passing, where tenths would only be in the way: `13 ms`. */
export function formatRoughly(value: number, unit: 'ms' | 'MB'): string {
  return withUnit(value.toFixed(Math.abs(value) < 10 ? 1 : 0), unit);
}

function withUnit(number: string, unit: Unit): string {
  if (unit === 'per second') return `${number} / s`;
  return unit === 'ms' || unit === 'MB' ? `${number} ${unit}` : number;
}
