export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is to be at most; null where nothing is promised. */
  readonly most: number | null;
}

/** The value that so many of them, from 0 to 1, do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
