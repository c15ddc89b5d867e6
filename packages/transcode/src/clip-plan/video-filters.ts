import { formatRational, sameRational, toNumber, type Rational, type TimeLine, type VideoFacts } from "@proxx/media";
import { frameCountAt } from "../document/frame-rate.ts";
import type { ConstantRate } from "../source/constant-rate.ts";
import { spanOf } from "../source/span.ts";
import { fittingSize } from "./changing-picture.ts";
import type { ChangingPicture, ClipPlan } from "./clip-plan.ts";
import { isFullRange } from "./colour-plan.ts";

/** What is done to the picture on its way, in order; nothing when it passes as it is. */
export function videoFilters(plan: ClipPlan): string[] {
  const { forcedRate, source } = plan;
  const picture = [...scaleFilter(plan), ...tagFilter(plan)];
  if (forcedRate === null) return [...ownRate(plan), ...picture];
  const frames = forceRate(plan, forcedRate);
  // Frames that are dropped need not be scaled, nor frames that are doubled scaled twice.
  const fewer = toNumber(forcedRate) < toNumber(source.video.averageRate ?? forcedRate);
  return fewer ? [...frames, ...picture] : [...picture, ...frames];
}

/**
 * ffmpeg goes by the rate it read off the clock. Where that is not the rate of the frames (fields coded one by one,
 * Matroska's 19001/317), the right one is set; every frame stays, since all are equally long. They are numbered before: of a
 * pair of fields ffmpeg knows the length of one, and where the clock rounded it down the last frame would go.
 */
function ownRate({ constant, source, changing }: ClipPlan): string[] {
  if (constant === null) return [];
  if (constant.empty > 0 || constant.held > 0 || (changing?.missing.length ?? 0) > 0)
    return fillFrames(constant, changing);
  // Without times, or with some that jump back, the order of frames and their rate are all there is.
  if (!source.timeLine.timed) return numberFrames(constant.rate);
  if (sameRational(constant.rate, source.video.frameRate)) return [];
  return [...numberFrames(constant.rate), `fps=${formatRational(constant.rate)}`];
}

/** Where the source leaves frames empty, or holds the last, or the decoder drops one, there are as many of the one before. */
function fillFrames({ rate, empty, held, frames }: ConstantRate, changing: ChangingPicture | null): string[] {
  return [
    ...(empty > 0 ? [] : numberFrames(rate, changing)),
    `fps=${formatRational(rate)}`,
    // What ffmpeg knows of the last frame's length differs by container; this is what is known here.
    ...(held > 0 ? [`tpad=stop_mode=clone:stop=${held}`] : []),
    `trim=end_frame=${frames}`,
  ];
}

/**
 * Containers round times (Matroska to milliseconds), and of rounded times `fps` takes now the frame before and now the
 * one behind. Frames of a constant rate are numbered by it instead.
 */
function numberFrames({ numerator, denominator }: Rational, changing: ChangingPicture | null = null): string[] {
  const places = (changing?.missing ?? []).map((number, index) => `+gte(N\\,${number - index})`).join("");
  return [`settb=${denominator}/${numerator}`, `setpts=N${places}`];
}

/** The frame that is on the screen at each moment of the rate. */
function forceRate({ source, constant, changing }: ClipPlan, forcedRate: Rational): string[] {
  return [
    ...clockOf(source.timeLine, constant, changing),
    `fps=${formatRational(forcedRate)}:round=up`,
    // The last moment may lie within the last frame's end, where `round=up` puts one more.
    `trim=end_frame=${frameCountAt(forcedRate, spanOf(source, constant))}`,
  ];
}

function clockOf(
  { toleranceSeconds }: TimeLine,
  constant: ConstantRate | null,
  changing: ChangingPicture | null,
): string[] {
  if (constant === null) return [`setpts=PTS-STARTPTS-floor(${toleranceSeconds.toFixed(9)}/TB)`];
  return constant.empty > 0 || constant.held > 0
    ? fillFrames(constant, changing)
    : numberFrames(constant.rate, changing);
}

/** Nothing when the size and the pixels stay; else the one scaler, told everything, so that ffmpeg adds none of its own. */
function scaleFilter(plan: ClipPlan): string[] {
  const { source, size, sourceSize, pixelFormat, encoderInput, colour, convertedFrom } = plan;
  const { video } = source;
  const fullRange = isFullRange(video);
  const resized = size.width !== sourceSize.width || size.height !== sourceSize.height;
  const converted = video.pixelFormat !== pixelFormat || fullRange;
  const squared = !sameRational(size.sampleAspect, sourceSize.sampleAspect);
  if (!resized && !converted && !squared && convertedFrom === null && plan.changing === null) return [];
  const fitting = plan.changing === null ? null : fittingSize(plan);
  const options = [
    fitting?.size ?? `${size.width}:${size.height}`,
    // The scaler's assembly differs by processor in the last bit unless told not to.
    "flags=bicubic+accurate_rnd+bitexact",
    ...(encoderInput.interlaced ? ["interl=1"] : []),
    ...(fullRange && !video.pixel.rgb ? ["in_range=full", "out_range=limited"] : []),
    ...(convertedFrom === null
      ? []
      : [`in_color_matrix=${SCALER_MATRIX[convertedFrom] ?? convertedFrom}`, "out_color_matrix=bt709"]),
    ...(video.pixel.rgb ? [`out_color_matrix=${colour.matrix ?? "bt709"}`, "out_range=limited"] : []),
  ];
  return [
    ...plainRgb(video),
    `scale=${options.join(":")}`,
    `format=${pixelFormat}`,
    ...(fitting === null ? [] : [fitting.bars]),
    pixelAspect(size.sampleAspect),
  ];
}

/** The scaler's names, where they are not ffprobe's. */
const SCALER_MATRIX: Readonly<Record<string, string>> = { bt470bg: "bt470" };

// Of a palette, and of few bits for each colour, the scaler makes Y'CbCr by BT.601, whichever matrix it is asked for.
function plainRgb({ pixelFormat, pixel }: VideoFacts): string[] {
  if (!/^(pal8|(rgb|bgr)(4|4_byte|8|444[bl]e|555[bl]e|565[bl]e))$/.test(pixelFormat)) return [];
  return [`format=${pixel.alpha ? "rgba" : "rgb24"}`];
}

// The filter reduces 1280:1281, common in web clips, to numbers of at most 100 unless told otherwise.
function pixelAspect({ numerator, denominator }: Rational): string {
  const aspect = `setsar=${numerator}/${denominator}`;
  return Math.max(numerator, denominator) > 100 ? `${aspect}:max=${2 ** 31 - 1}` : aspect;
}

/**
 * ProRes takes its tags from the frames, not from the encoder's options; and of the frames the decoder has a say of its own,
 * which may be another than the container's (VP8 is always BT.601 to it): so the frames are told.
 */
function tagFilter({ colour: { primaries, transfer, matrix, range } }: ClipPlan): string[] {
  const tags = [
    ...(range === null ? [] : [`range=${range}`]),
    ...(primaries === null ? [] : [`color_primaries=${primaries}`]),
    ...(transfer === null ? [] : [`color_trc=${transfer}`]),
    ...(matrix === null ? [] : [`colorspace=${matrix}`]),
  ];
  return tags.length === 0 ? [] : [`setparams=${tags.join(":")}`];
}
