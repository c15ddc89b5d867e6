import { rational, toNumber, type Rational } from "@proxx/media";

/** The rate `force_<rate>` means, exactly; null for `preserve_source`. */
export function forcedRate(fpsMode: string): Rational | null {
  const text = /^force_(\d+(?:_\d+)?)$/.exec(fpsMode)?.[1];
  if (text === undefined) return null;
  // 23.976, 29.97, 59.94 and 119.88 are 1000/1001 of the whole rate.
  if (text.includes("_")) return rational(Math.ceil(Number(text.replace("_", "."))) * 1000, 1001);
  return rational(Number(text));
}

/** How many frames ffmpeg's fps filter makes of a picture that lasts so long: it rounds the end to the nearest. */
export function frameCountAt(rate: Rational, durationSeconds: number): number {
  return Math.round(durationSeconds * toNumber(rate));
}

/** A rate for people: `23.976`. */
export function describeRate(rate: Rational | null): string {
  return rate === null ? "variable" : String(Number(toNumber(rate).toFixed(3)));
}
