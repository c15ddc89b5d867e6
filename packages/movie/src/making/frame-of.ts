import { rational, type Rational } from "@proxx/media";

/** A rate as a fraction: 29.97 is 30000/1001. */
export function rateOf(framesPerSecond: number): Rational {
  const whole = Math.round(framesPerSecond);
  if (Math.abs(framesPerSecond - (whole * 1000) / 1001) < 0.002) return rational(whole * 1000, 1001);
  return rational(Math.round(framesPerSecond * 1000), 1000);
}
