import { formatRational, sameRational, toNumber } from "@proxx/media";
import type { ClipPlan } from "./clip-plan.ts";
import { isFullRange } from "./colour-plan.ts";

/** What is done to the picture on its way, in order; nothing when it passes as it is. */
export function videoFilters(plan: ClipPlan): string[] {
  const { forcedRate, rate, source } = plan;
  const picture = [...scaleFilter(plan), ...tagFilter(plan)];
  if (forcedRate === null) {
    // ffmpeg goes by the rate it read off the clock. Where that is not the rate of the frames (fields coded one by one,
    // Matroska's 19001/317), the right one is set; every frame stays, since all are equally long.
    return rate === null || sameRational(rate, source.video.frameRate)
      ? picture
      : [`fps=${formatRational(rate)}`, ...picture];
  }
  const fps = `fps=${formatRational(forcedRate)}`;
  // Frames that are dropped need not be scaled, nor frames that are doubled scaled twice.
  const fewer = toNumber(forcedRate) < toNumber(source.video.averageRate ?? forcedRate);
  return fewer ? [fps, ...picture] : [...picture, fps];
}

/** Nothing when the size and the pixels stay; else the one scaler, told everything, so that ffmpeg adds none of its own. */
function scaleFilter({ source, size, sourceSize, pixelFormat, encoderInput, colour }: ClipPlan): string[] {
  const { video } = source;
  const fullRange = isFullRange(video);
  const resized = size.width !== sourceSize.width || size.height !== sourceSize.height;
  const converted = video.pixelFormat !== pixelFormat || fullRange;
  const squared = !sameRational(size.sampleAspect, sourceSize.sampleAspect);
  if (!resized && !converted && !squared) return [];
  const options = [
    `${size.width}:${size.height}`,
    // The scaler's assembly differs by processor in the last bit unless told not to.
    "flags=bicubic+accurate_rnd+bitexact",
    ...(encoderInput.interlaced ? ["interl=1"] : []),
    ...(fullRange && !video.pixel.rgb ? ["in_range=full", "out_range=limited"] : []),
    ...(video.pixel.rgb ? [`out_color_matrix=${colour.matrix ?? "bt709"}`, "out_range=limited"] : []),
  ];
  const aspect = size.sampleAspect;
  return [`scale=${options.join(":")}`, `format=${pixelFormat}`, `setsar=${aspect.numerator}/${aspect.denominator}`];
}

/** ProRes takes its tags from the frames, not from the encoder's options: where the two would differ, the frames are told. */
function tagFilter({ source, colour }: ClipPlan): string[] {
  const before = source.video.colour;
  const tags = [
    ...(colour.range === null || colour.range === before.range ? [] : [`range=${colour.range}`]),
    ...(colour.primaries === null || colour.primaries === before.primaries
      ? []
      : [`color_primaries=${colour.primaries}`]),
    ...(colour.transfer === null || colour.transfer === before.transfer ? [] : [`color_trc=${colour.transfer}`]),
    ...(colour.matrix === null || colour.matrix === before.matrix ? [] : [`colorspace=${colour.matrix}`]),
  ];
  return tags.length === 0 ? [] : [`setparams=${tags.join(":")}`];
}
