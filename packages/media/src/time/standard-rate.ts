import { rational, sameRational, toNumber, type Rational } from "./rational.ts";

const STANDARD_RATES = [24, 25, 30, 48, 50, 60, 96, 100, 120].flatMap((whole) => [
  rational(whole),
  rational(whole * 1000, 1001),
]);

/**
 * The rate that editing knows, for one that was told through a coarse clock: Matroska keeps a frame's length in whole
 * nanoseconds, so that 60000/1001 comes back as 19001/317. Cameras' own 2997/100 is twenty times farther off, and stays.
 */
export function standardRate(rate: Rational): Rational {
  return STANDARD_RATES.find((standard) => Math.abs(toNumber(rate) / toNumber(standard) - 1) < 3e-7) ?? rate;
}

export function isStandardRate(rate: Rational): boolean {
  return STANDARD_RATES.some((standard) => sameRational(standard, rate));
}
