/** What a set of samples comes to. Same unit as the samples. */
export interface Summary {
  readonly median: number;
  /** A quarter of the samples is below. */
  readonly lowerQuartile: number;
  /** A quarter of the samples is above. */
  readonly upperQuartile: number;
}

/**
 * The middle one; between the two middle ones if the number is even.
 *
 * @throws Error without samples
 */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/**
 * Median and quartiles.
 *
 * @throws Error without samples
 */
export function summarize(samples: readonly number[]): Summary {
  return {
    median: median(samples),
    lowerQuartile: quantile(samples, 0.25),
    upperQuartile: quantile(samples, 0.75),
  };
}

/**
 * How many times the peer's median fits in the other's.
 *
 * @throws Error without samples, or when the peer's median is not above zero
 */
export function ratioOfMedians(samples: readonly number[], peer: readonly number[]): number {
  const base = median(peer);
  if (!(base > 0)) throw new Error(`no ratio to a median of ${base}`);
  return median(samples) / base;
}

/** @param share - 0 for the least, 1 for the greatest; between two samples in proportion */
function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new Error('no samples');
  return below + (above - below) * (position - Math.floor(position));
}
