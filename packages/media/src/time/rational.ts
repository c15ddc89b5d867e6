/** An exact fraction, as rates and time bases are: 24000/1001 is not 23.976. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

export function rational(numerator: number, denominator = 1): Rational {
  const divisor = greatestCommonDivisor(Math.abs(numerator), Math.abs(denominator)) || 1;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Reads `24000/1001`, `16:9` or `25`; null for `0/0`, `N/A` and anything else without a value. */
export function parseRational(text: string | undefined): Rational | null {
  const match = /^(-?\d+)(?:[/:](\d+))?$/.exec(text ?? "");
  if (!match) return null;
  const numerator = Number(match[1]);
  const denominator = Number(match[2] ?? "1");
  return numerator === 0 || denominator === 0 ? null : rational(numerator, denominator);
}

export function formatRational({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`;
}

export function toNumber({ numerator, denominator }: Rational): number {
  return numerator / denominator;
}

export function sameRational(a: Rational | null, b: Rational | null): boolean {
  if (a === null || b === null) return a === b;
  return a.numerator * b.denominator === b.numerator * a.denominator;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
