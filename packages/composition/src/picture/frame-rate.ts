import { rational, toNumber, type Rational } from "@proxx/media";

// What people write as 23.98, 29.97 or 59.94.
const FRACTIONAL = [24, 30, 48, 60, 120].map((whole) => rational(whole * 1000, 1001));

/** The rate that a number of frames in a second stands for. */
export function rateOf(framesPerSecond: number): Rational {
  const meant = FRACTIONAL.find((rate) => Math.abs(toNumber(rate) - framesPerSecond) < 0.005);
  return meant ?? rational(Math.round(framesPerSecond * 1000), 1000);
}
