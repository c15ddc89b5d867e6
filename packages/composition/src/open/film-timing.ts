import { isStandardRate, rational, standardRate, toNumber, type Rational, type VideoFacts } from "@proxx/media";
import { framesIn } from "../composition.ts";
import type { StreamLength } from "./measure-length.ts";

const MAX_RATE = 120;
/** A slower film is shown at a multiple of its rate, so that half a second of crossfade has frames to be seen in. */
const SLOWEST_RATE = 10;
const USUAL_RATE = rational(30);

/** The even pace that a film is given. `measured` is what its packets say, where its header says nothing. */
export function steadyRate(
  { averageRate, frameRate }: Pick<VideoFacts, "averageRate" | "frameRate">,
  measured: StreamLength | null = null,
): Rational {
  const average = averageRate ?? averageOf(measured) ?? frameRate ?? USUAL_RATE;
  // A phone's frames come a little unevenly, on a grid (`frameRate`) that is the rate that was meant.
  const rate = frameRate !== null && isNear(average, frameRate) ? frameRate : rateOfUnevenFrames(average, frameRate);
  if (toNumber(rate) > MAX_RATE) return rational(MAX_RATE);
  if (toNumber(rate) >= SLOWEST_RATE) return standardRate(rate);
  return rational(rate.numerator * Math.ceil(24 / toNumber(rate)), rate.denominator);
}

function averageOf(measured: StreamLength | null): Rational | null {
  if (measured === null || measured.seconds === null || measured.seconds <= 0) return null;
  return rational(Math.max(1, Math.round((measured.packets / measured.seconds) * 1000)), 1000);
}

// Where frames were left out, the times of the others are still multiples of the meant rate's frame. Where they are only
// ticks of a clock (1000 or 90000 a second), they say nothing of the rate.
function rateOfUnevenFrames(average: Rational, grid: Rational | null): Rational {
  const frames = toNumber(average);
  // Where fields are coded one by one, the times are those of fields, two for each frame.
  if (grid !== null && isNear(rational(average.numerator * 2, average.denominator), grid)) return average;
  if (grid !== null && isStandardRate(grid) && toNumber(grid) <= 60 && toNumber(grid) >= frames * 0.99) return grid;
  const usual = [24, 25, 30, 50, 60, 100, MAX_RATE].find((rate) => rate >= frames * 0.99);
  return frames < 20 ? USUAL_RATE : rational(usual ?? MAX_RATE);
}

/** How many frames at that pace the film has. */
export function frameCount(
  { averageRate, headerFrames }: Pick<VideoFacts, "averageRate" | "headerFrames">,
  seconds: number,
  rate: Rational,
): number {
  const byTime = framesIn(seconds, rate);
  // The header's own count is the exact one, unless an edit list hides some of them or they come at another pace.
  const counts = headerFrames !== null && isNear(averageRate, rate) && Math.abs(headerFrames - byTime) <= 1;
  return counts ? headerFrames : byTime;
}

function isNear(one: Rational | null, other: Rational | null): boolean {
  return one !== null && other !== null && Math.abs(toNumber(one) / toNumber(other) - 1) < 1e-3;
}
