import type { Rational } from "./rational.ts";

/**
 * The frame that is nearest to a time. Halfway between two it is the later one, wherever in a film that is: a sum of seconds
 * that floating point has left a little short of it counts as what it stands for.
 */
export function nearestFrame(seconds: number, { numerator, denominator }: Rational): number {
  return Math.round(Math.round(((seconds * numerator) / denominator) * 1e6) / 1e6);
}
