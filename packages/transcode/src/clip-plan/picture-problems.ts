import { legalContainers, type CheckedJobSpec } from "@proxx/contract";
import { formatRational, rational, sameRational, toNumber, type Rational } from "@proxx/media";
import { describeRate } from "../document/frame-rate.ts";
import type { CodecRecipe, EncoderInput } from "../profile/codec-recipes.ts";
import { dnxhdMegabits } from "../profile/dnxhd-rates.ts";
import type { Profile } from "../profile/profiles.ts";
import type { InspectedSource } from "../source/inspected-source.ts";
import type { PictureSize } from "./picture-size.ts";

export interface PlanProblem {
  code: string;
  message: string;
  hint: string;
  /** The field of the JobSpec that could be changed; the source itself when null. */
  field: string | null;
}

interface PictureDecisions {
  recipe: CodecRecipe;
  encoderInput: EncoderInput;
  sourceSize: PictureSize;
  size: PictureSize;
  rate: Rational | null;
  forced: Rational | null;
  sourceRate: Rational | null;
}

/** Why the picture cannot be encoded as the spec asks: what codec and container do not have. */
export function* pictureProblems(
  source: InspectedSource,
  spec: CheckedJobSpec,
  profile: Profile,
  { recipe, encoderInput, sourceSize, size, rate, forced, sourceRate }: PictureDecisions,
): Generator<PlanProblem> {
  const { interlaced } = encoderInput;
  if (interlaced && !recipe.interlaced) {
    yield {
      code: "interlaced_unsupported",
      message: `The source is interlaced (${source.fieldOrder}), which ${spec.codec} cannot carry.`,
      hint: "Take a ProRes codec or h264, which keep fields, or deinterlace the source first.",
      field: "codec",
    };
  }
  if (rate === null && spec.container === "mxf") {
    yield {
      code: "variable_rate_unsupported",
      message: "The source's frames come at varying times, which mxf cannot carry.",
      hint: `${intoMov(spec)}, or force a rate, for example "fps_mode": "force_25".`,
      field: "container",
    };
  }
  if (interlaced && forced !== null && !sameRational(forced, sourceRate)) {
    yield {
      code: "interlaced_rate",
      message: "An interlaced source cannot be given another frame rate without blending its fields.",
      hint: 'Set "fps_mode" to "preserve_source", or deinterlace the source first.',
      field: "fps_mode",
    };
  }
  if (size.width < recipe.minimumSide || size.height < recipe.minimumSide) {
    yield {
      code: "picture_too_small",
      message: `${size.width}x${size.height} is smaller than ${spec.codec} allows (${recipe.minimumSide} on each side).`,
      hint: hintForTooSmall(sourceSize, recipe.minimumSide),
      field: "resolution",
    };
  }
  // Of a rate that is nearly one of mxf's more is said below.
  const dnxhdRate = (rate === null ? undefined : mxfTwin(rate)) ?? encoderInput.rate;
  if (spec.codec === "dnxhd" && dnxhdMegabits({ ...encoderInput, rate: dnxhdRate }, profile.dnxhd) === null) {
    yield {
      code: "dnxhd_unsupported",
      message: `DNxHD does not exist at ${size.width}x${size.height}${interlaced ? " interlaced" : ""} and ${describeRate(rate)} fps with the profile ${profile.name}.`,
      hint: 'DNxHD has 1920x1080 and 1280x720 at the broadcast rates. Set "resolution" and "fps_mode" to one of those, or take a DNxHR codec.',
      field: "resolution",
    };
  }
  if (spec.container === "mxf" && rate !== null && !MXF_RATES.some((one) => sameRational(one, rate))) {
    yield { code: "rate_unsupported", field: "fps_mode", ...withoutRate(rate, spec) };
  }
  if (spec.codec.startsWith("dnx") && spec.container === "mxf" && !sameRational(size.sampleAspect, rational(1))) {
    yield {
      code: "pixel_aspect_unsupported",
      message: `The pixels are not square (${formatRational(size.sampleAspect)}), which ffmpeg's mxf does not record for DNxHR and DNxHD.`,
      hint: `${intoMov(spec)}, or a "resolution" such as "1920x1080", which makes the pixels square.`,
      field: "resolution",
    };
  }
}

// The content package rates of SMPTE 326M as far as ffmpeg's MXF writer keeps them: it writes 119.88 as 120.
const MXF_RATES = [
  ...[24, 25, 30, 48, 50, 60, 100, 120].map((whole) => rational(whole)),
  ...[24, 30, 48, 60].map((whole) => rational(whole * 1000, 1001)),
];

function withoutRate(rate: Rational, spec: CheckedJobSpec): { message: string; hint: string } {
  const twin = mxfTwin(rate);
  const mov = intoMov(spec);
  if (twin === undefined) {
    return {
      message: `mxf has no ${describeRate(rate)} fps.`,
      hint: `${mov}, or force one of 23.976, 24, 25, 29.97, 50 and 59.94.`,
    };
  }
  const mode = `force_${describeRate(twin).replace(".", "_")}`;
  return {
    message: `mxf has ${formatRational(twin)} fps, and not the source's ${formatRational(rate)}, which differs a little.`,
    hint: `${mov}, or set "fps_mode" to "${mode}": one frame in ${framesApart(rate, twin)} is then dropped or doubled.`,
  };
}

/** The rate of mxf that looks the same. */
function mxfTwin(rate: Rational): Rational | undefined {
  return MXF_RATES.find((one) => describeRate(one) === describeRate(rate));
}

function intoMov({ codec }: CheckedJobSpec): string {
  return legalContainers(codec).includes("mov") ? "Take the container mov" : "Take a DNxHR codec and the container mov";
}

/** After how many frames the two rates are one frame apart. */
function framesApart(one: Rational, other: Rational): number {
  return Math.round(1 / Math.abs(toNumber(one) / toNumber(other) - 1));
}

function hintForTooSmall({ width, height }: PictureSize, minimumSide: number): string {
  if (Math.min(width, height) >= minimumSide) return 'Take "resolution": "same", or another codec.';
  const scale = minimumSide / Math.min(width, height);
  const larger = [width, height].map((side) => Math.ceil((side * scale) / 2) * 2).join("x");
  return `The source is no larger (${width}x${height}): take another codec, or "resolution": "${larger}", which enlarges it.`;
}
