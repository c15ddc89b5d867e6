import type { CheckedJobSpec, Loss } from "@proxx/contract";
import {
  formatRational,
  parsePixelFormat,
  rational,
  sameRational,
  type PacketScan,
  type Rational,
  type VideoFacts,
} from "@proxx/media";
import { constantRateOf } from "../source/constant-rate.ts";
import type { InspectedSource } from "../source/inspected-source.ts";
import { planAudio } from "./audio-plan.ts";
import type { AudioTrackPlan } from "./audio-track-plan.ts";
import { CODEC_RECIPES, type CodecRecipe, type EncoderInput } from "../profile/codec-recipes.ts";
import { dnxhdMegabits } from "../profile/dnxhd-rates.ts";
import { planColour } from "./colour-plan.ts";
import { describeRate, forcedRate } from "../document/frame-rate.ts";
import { pictureLosses } from "./picture-losses.ts";
import { outputSize, uprightSize, type PictureSize } from "./picture-size.ts";
import type { Profile } from "../profile/profiles.ts";
import { planTimecode } from "./timecode-plan.ts";

/** Everything decided about the encoding of one clip; the ffmpeg arguments follow from it. */
export interface ClipPlan {
  source: InspectedSource;
  spec: CheckedJobSpec;
  profile: Profile;
  recipe: CodecRecipe;
  encoderInput: EncoderInput;
  sourceSize: PictureSize;
  size: PictureSize;
  pixelFormat: string;
  /** Null when every frame keeps its own time. */
  rate: Rational | null;
  forcedRate: Rational | null;
  /** Moves all tracks so that the first frame is at 0. */
  inputOffsetSeconds: number;
  audio: AudioTrackPlan[];
  timecode: string | null;
  reel: string | null;
  colour: VideoFacts["colour"];
  chapters: boolean;
  losses: Loss[];
}

export interface PlanProblem {
  code: string;
  message: string;
  hint: string;
  /** The field of the JobSpec that could be changed; the source itself when null. */
  field: string | null;
}

/** Decides how a clip is encoded, or says every reason why it cannot be. */
export function planClip(
  source: InspectedSource,
  spec: CheckedJobSpec,
  profile: Profile,
  options: { threads: number },
): { plan: ClipPlan; problems: PlanProblem[] } {
  const { video, facts, scan } = source;
  const recipe = CODEC_RECIPES[spec.codec];
  const problems: PlanProblem[] = [];
  const losses: Loss[] = [];

  const interlaced = source.fieldOrder !== "progressive";
  if (interlaced && !recipe.interlaced) {
    problems.push({
      code: "interlaced_unsupported",
      message: `The source is interlaced (${source.fieldOrder}), which ${spec.codec} cannot carry.`,
      hint: "Take a ProRes codec or h264, which keep fields, or deinterlace the source first.",
      field: "codec",
    });
  }

  const forced = forcedRate(spec.fps_mode);
  const sourceRate = constantRateOf(source);
  const rate = forced ?? sourceRate;
  if (rate === null && spec.container === "mxf") {
    problems.push({
      code: "variable_rate_unsupported",
      message: "The source's frames come at varying times, which mxf cannot carry.",
      hint: 'Take the container mov, or force a rate, for example "fps_mode": "force_25".',
      field: "container",
    });
  }
  if (interlaced && forced !== null && !sameRational(forced, sourceRate)) {
    problems.push({
      code: "interlaced_rate",
      message: "An interlaced source cannot be given another frame rate without blending its fields.",
      hint: 'Set "fps_mode" to "preserve_source", or deinterlace the source first.',
      field: "fps_mode",
    });
  }

  const pixelFormat = choosePixelFormat(recipe, video, profile);
  const pixel = parsePixelFormat(pixelFormat);
  const sourceSize = uprightSize(video);
  const resolution = spec.resolution ?? profile.resolution;
  const size = outputSize(sourceSize, resolution, pixel, interlaced);
  if (size.width < recipe.minimumSide || size.height < recipe.minimumSide) {
    problems.push({
      code: "picture_too_small",
      message: `${size.width}x${size.height} is smaller than ${spec.codec} allows (${recipe.minimumSide} on each side).`,
      hint: 'Take "resolution": "same", or another codec.',
      field: "resolution",
    });
  }
  const encoderInput: EncoderInput = {
    source: video.pixel,
    width: size.width,
    height: size.height,
    rate: rate ?? video.averageRate ?? rational(25),
    interlaced,
    threads: recipe.threads ?? options.threads,
  };
  if (spec.codec === "dnxhd" && dnxhdMegabits(encoderInput, profile.dnxhd) === null) {
    problems.push({
      code: "dnxhd_unsupported",
      message: `DNxHD does not exist at ${size.width}x${size.height}${interlaced ? " interlaced" : ""} and ${describeRate(rate)} fps with the profile ${profile.name}.`,
      hint: 'DNxHD has 1920x1080 and 1280x720 at the broadcast rates. Set "resolution" and "fps_mode" to one of those, or take a DNxHR codec.',
      field: "resolution",
    });
  }
  if (spec.container === "mxf" && rate !== null && !MXF_RATES.some((one) => sameRational(one, rate))) {
    problems.push({
      code: "rate_unsupported",
      message: `mxf has no ${describeRate(rate)} fps.`,
      hint: "Take the container mov, or force one of 23.976, 24, 25, 29.97, 50 and 59.94.",
      field: "fps_mode",
    });
  }

  const audio = planAudio(facts.audio, {
    container: spec.container,
    codecAudio: recipe.audio,
    kilobitsPerChannel: profile.audioKilobitsPerChannel,
    picture: pictureSpan(scan),
  });
  losses.push(...audio.losses);
  if (audio.problem) problems.push({ code: "audio_unsupported", field: "container", ...audio.problem });

  const timecode = planTimecode(facts.timecode, sourceRate ?? video.frameRate, rate, losses);
  if (spec.codec.startsWith("dnx") && spec.container === "mxf" && !sameRational(size.sampleAspect, rational(1))) {
    problems.push({
      code: "pixel_aspect_unsupported",
      message: `The pixels are not square (${formatRational(size.sampleAspect)}), which ffmpeg's mxf does not record for DNxHR and DNxHD.`,
      hint: 'Take the container mov, or a "resolution" such as "1920x1080", which makes the pixels square.',
      field: "resolution",
    });
  }
  const colour = planColour(video, spec, losses);
  losses.push(...pictureLosses(source, spec, { resolution, size, sourceSize, pixelFormat, forced, sourceRate }));
  const reel = facts.reel;
  if (reel !== null && spec.container !== "mov") {
    losses.push({ property: "reel", from: reel, to: "none", reason: `${spec.container} has no place for a reel name` });
  }
  const chapters = facts.chapters > 0 && spec.container !== "mxf";
  if (facts.chapters > 0 && !chapters) {
    losses.push({ property: "chapters", from: String(facts.chapters), to: "none", reason: "mxf has no chapters" });
  }
  return {
    plan: {
      source,
      spec,
      profile,
      recipe,
      encoderInput,
      sourceSize,
      size,
      pixelFormat,
      rate,
      forcedRate: forced,
      inputOffsetSeconds: inputOffset(source),
      audio: audio.tracks,
      timecode,
      reel: spec.container === "mov" ? reel : null,
      colour,
      chapters,
      losses,
    },
    problems,
  };
}

// The content package rates of SMPTE 326M as far as ffmpeg's MXF writer keeps them: it writes 119.88 as 120.
const MXF_RATES = [
  ...[24, 25, 30, 48, 50, 60, 100, 120].map((whole) => rational(whole)),
  ...[24, 30, 48, 60].map((whole) => rational(whole * 1000, 1001)),
];

function pictureSpan({ firstSeconds, endSeconds }: PacketScan): { startSeconds: number; endSeconds: number } | null {
  return firstSeconds === null || endSeconds === null ? null : { startSeconds: firstSeconds, endSeconds };
}

// ffmpeg counts from the earliest track; what is left between that and the first frame is to go.
function inputOffset({ facts, scan }: InspectedSource): number {
  const offset = (facts.startSeconds ?? 0) - (scan.firstSeconds ?? facts.startSeconds ?? 0);
  return Math.abs(offset) < 1e-6 ? 0 : offset;
}

function choosePixelFormat(recipe: CodecRecipe, video: VideoFacts, profile: Profile): string {
  return recipe.pixelFormat(profile.eightBit ? { ...video.pixel, bitDepth: 8 } : video.pixel);
}
