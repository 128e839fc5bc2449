/** A figure that was measured in several blocks. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The value below which the share `p` (0 to 1) of the values lies, by nearest rank. @throws RangeError without values */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('A percentile of no values was asked for; expected at least one block');
  return found;
}

/** Median, smallest and largest of the blocks; of an even number the median lies half-way. */
export function spreadOf(values: readonly number[]): Spread {
  const median =
    (percentile(values, 0.5) +
      -percentile(
        values.map((value) => -value),
        0.5,
      )) /
    2;
  return { median, min: percentile(values, 0), max: percentile(values, 1) };
}
