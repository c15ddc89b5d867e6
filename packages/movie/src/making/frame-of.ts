import { rational, type Rational } from "@proxx/media";

const SIZES: Readonly<Record<string, { width: number; height: number }>> = {
  "16:9": { width: 1920, height: 1080 },
  "9:16": { width: 1080, height: 1920 },
  "1:1": { width: 1080, height: 1080 },
};

/** The pixels of `16:9`, `9:16`, `1:1` or `1280x720`; null for what names none. Both are even, as video has them. */
export function sizeOf(text: string): { width: number; height: number } | null {
  const named = Object.hasOwn(SIZES, text) ? SIZES[text] : undefined;
  if (named !== undefined) return named;
  const [, width = "", height = ""] = /^(\d{2,5})x(\d{2,5})$/.exec(text) ?? [];
  const size = { width: Number(width), height: Number(height) };
  const isFit = [size.width, size.height].every((side) => side % 2 === 0 && side >= 240 && side <= 4096);
  return isFit ? size : null;
}

/** A rate as a fraction: 29.97 is 30000/1001. */
export function rateOf(framesPerSecond: number): Rational {
  const whole = Math.round(framesPerSecond);
  if (Math.abs(framesPerSecond - (whole * 1000) / 1001) < 0.002) return rational(whole * 1000, 1001);
  return rational(Math.round(framesPerSecond * 1000), 1000);
}
