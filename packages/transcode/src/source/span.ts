import { rational, toNumber } from "@proxx/media";
import type { ConstantRate } from "./constant-rate.ts";
import type { InspectedSource } from "./inspected-source.ts";

/** Seconds from the first frame's start to the last one's end. */
export function spanOf(
  { timeLine, video }: Pick<InspectedSource, "timeLine" | "video">,
  constant: ConstantRate | null,
): number {
  // Equally long frames are as long as their rate says; the container may have rounded their ends.
  if (constant !== null) return constant.frames / toNumber(constant.rate);
  const { firstSeconds, endSeconds, shown } = timeLine;
  if (firstSeconds !== null && endSeconds !== null) return endSeconds - firstSeconds;
  return shown / toNumber(video.frameRate ?? rational(25));
}
