import { isStandardRate, paceFitsRate, standardRate, type Rational } from "@proxx/media";
import type { InspectedSource } from "./inspected-source.ts";

/** The source's rate when all its frames are equally long, else null. */
export function constantRateOf({ video, timeLine }: Pick<InspectedSource, "video" | "timeLine">): Rational | null {
  if (!timeLine.constantRate) return null;
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
