import {
  heldFrames,
  isStandardRate,
  paceFitsRate,
  rational,
  standardRate,
  toNumber,
  type Rational,
} from "@proxx/media";
import type { InspectedSource } from "./inspected-source.ts";

/** A source of which every frame is equally long. */
export interface ConstantRate {
  rate: Rational;
  /** How many there are when what is empty and what is held counts as repeated frames. */
  frames: number;
  /** Places in between that hold no picture, where the one before stays: AVI's dropped frames. */
  empty: number;
  /** How many frames longer the last one stays. */
  held: number;
}

type Timed = Pick<InspectedSource, "video" | "timeLine"> & { facts: Pick<InspectedSource["facts"], "formatNames"> };

/** Null when frames have times of their own. */
export function constantRateOf(source: Timed): ConstantRate | null {
  const { timeLine } = source;
  const counted = countedRate(source);
  const rate = counted?.rate ?? pacedRate(source);
  if (rate === null) return null;
  const empty = counted?.empty ?? 0;
  const held = heldFrames(timeLine, rate);
  return { rate, frames: timeLine.shown + empty + held, empty, held };
}

function pacedRate({ video, timeLine }: Pick<Timed, "video" | "timeLine">): Rational | null {
  if (!timeLine.constantRate) return null;
  if (!timeLine.timed) return nearestRate([video.averageRate, video.frameRate], timeLine.stepSeconds);
  const frameRate = video.frameRate && standardRate(video.frameRate);
  const averageRate = video.averageRate && standardRate(video.averageRate);
  // For fields coded one by one the lowest common rate is the field rate, and Matroska's milliseconds make 120 of
  // 119.88; the average is right in both. Of a few frames it is not: their last one may be cut short.
  const fits = (rate: Rational | null) => rate !== null && paceFitsRate(timeLine, rate);
  if (averageRate !== null && isStandardRate(averageRate) && fits(averageRate)) return averageRate;
  if (fits(frameRate)) return frameRate;
  if (fits(averageRate)) return averageRate;
  // Even times at a pace that the header contradicts: whatever the rate is, the times are right.
  return null;
}

/** Of rates of which one may be that of fields, or of a clock that jumps, the one at whose pace frames are decoded. */
function nearestRate(rates: readonly (Rational | null)[], stepSeconds: number | null): Rational | null {
  const known = rates.flatMap((rate) => (rate === null ? [] : [standardRate(rate)]));
  const distance = (rate: Rational) => (stepSeconds === null ? 0 : Math.abs(toNumber(rate) * stepSeconds - 1));
  const [nearest] = known.sort((one, other) => distance(one) - distance(other));
  if (nearest !== undefined && distance(nearest) < 0.03) return nearest;
  return stepSeconds === null ? null : standardRate(rational(Math.round(1000 / stepSeconds), 1000));
}

/** AVI numbers its frames by its rate and leaves those empty that were dropped. */
function countedRate({ video, timeLine, facts }: Timed): { rate: Rational; empty: number } | null {
  if (!facts.formatNames.includes("avi") || timeLine.times === null || video.timeBase === null) return null;
  const rate = standardRate(rational(video.timeBase.denominator, video.timeBase.numerator));
  const numbers = timeLine.times.map((seconds) => Math.round(seconds * toNumber(rate)));
  return { rate, empty: (numbers.at(-1) ?? 0) + 1 - timeLine.shown };
}
