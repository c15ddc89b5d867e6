import { toNumber } from "@proxx/media";
import type { ClipPlan } from "./clip-plan.ts";
import { spanOf } from "../source/span.ts";

/** More bytes than a hard picture takes, so that a disk that holds the estimate holds the output. */
export function estimateBytes(plan: ClipPlan): number {
  const { source, size, recipe, encoderInput } = plan;
  const seconds = spanOf(source, plan.constant);
  const frames =
    plan.forcedRate === null ? (plan.constant?.frames ?? source.timeLine.shown) : seconds * toNumber(encoderInput.rate);
  const picture = (size.width * size.height * frames * recipe.pessimisticBitsPerPixel) / 8;
  const sound = plan.audio.reduce((sum, track) => {
    const bitsPerSecond = track.kilobits === null ? track.sampleRate * track.channels * 32 : track.kilobits * 1000;
    return sum + (bitsPerSecond / 8) * seconds;
  }, 0);
  return Math.ceil(picture + sound + 1_000_000);
}
