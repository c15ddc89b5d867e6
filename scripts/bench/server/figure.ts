export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is to be at most; null where nothing is promised. */
  readonly most: number | null;
  /** What it is to be at least. @default nothing */
  readonly least?: number;
}

export function isKept({ value, most, least }: Figure): boolean {
  return (most === null || value <= most) && (least === undefined || value >= least);
}

export function describeFigure(figure: Figure): string {
  const { name, value, unit, most, least } = figure;
  const promised = [
    ...(most === null ? [] : [`at most ${most}`]),
    ...(least === undefined ? [] : [`at least ${least}`]),
  ];
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  const words = promised.length === 0 ? "" : ` (${promised.join(", ")}${isKept(figure) ? "" : ": NOT KEPT"})`;
  return `${name}: ${value.toFixed(digits)}${unit === "" ? "" : ` ${unit}`}${words}\n`;
}

/** The value that so many of them, from 0 to 1, do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
