import { legalContainers, type CheckedJobSpec, type Loss } from "@proxx/contract";
import { parsePixelFormat, rational, type TimeLine, type Rational, type VideoFacts } from "@proxx/media";
import { forcedRate } from "../document/frame-rate.ts";
import { CODEC_RECIPES, type CodecRecipe, type EncoderInput } from "../profile/codec-recipes.ts";
import type { Profile } from "../profile/profiles.ts";
import { constantRateOf, type ConstantRate } from "../source/constant-rate.ts";
import type { InspectedSource } from "../source/inspected-source.ts";
import { planAudio } from "./audio-plan.ts";
import type { AudioTrackPlan } from "./audio-track-plan.ts";
import { planColour } from "./colour-plan.ts";
import { pictureLosses } from "./picture-losses.ts";
import { pictureProblems, type PlanProblem } from "./picture-problems.ts";
import { outputSize, uprightSize, type PictureSize } from "./picture-size.ts";
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
  /** Frames of other forms come on the way, and each is fitted into the size. */
  changing: ChangingPicture | null;
  pixelFormat: string;
  /** The source's own rate; null where its frames have times of their own. */
  constant: ConstantRate | null;
  /** The proxy's; null when every frame keeps its own time. */
  rate: Rational | null;
  forcedRate: Rational | null;
  /** Moves all tracks so that the first frame is at 0. */
  inputOffsetSeconds: number;
  audio: AudioTrackPlan[];
  timecode: string | null;
  reel: string | null;
  colour: VideoFacts["colour"];
  /** The matrix that the source's samples are converted from; null where they keep theirs. */
  convertedFrom: string | null;
  chapters: boolean;
  losses: Loss[];
}

export interface ChangingPicture {
  /** How many frames come before the first change. */
  framesBefore: number;
  /** The numbers of those that the decoder drops where the picture changes: the one before is shown again for each. */
  missing: readonly number[];
}

/** Decides how a clip is encoded, or says every reason why it cannot be. */
export function planClip(
  source: InspectedSource,
  spec: CheckedJobSpec,
  profile: Profile,
  options: { threads: number },
): { plan: ClipPlan; problems: PlanProblem[] } {
  const { video, facts, timeLine } = source;
  const recipe = CODEC_RECIPES[spec.codec];
  const interlaced = source.fieldOrder !== "progressive";
  const forced = forcedRate(spec.fps_mode);
  const constant = constantRateOf(source);
  const sourceRate = constant?.rate ?? null;
  const rate = forced ?? sourceRate;
  const pixelFormat = choosePixelFormat(recipe, video, profile);
  const sourceSize = uprightSize(video);
  const resolution = spec.resolution ?? profile.resolution;
  const size = outputSize(sourceSize, resolution, parsePixelFormat(pixelFormat), interlaced);
  const encoderInput: EncoderInput = {
    source: video.pixel,
    width: size.width,
    height: size.height,
    rate: rate ?? video.averageRate ?? rational(25),
    interlaced,
    threads: recipe.threads ?? options.threads,
  };
  const audio = planAudio(facts.audio, {
    container: spec.container,
    containers: legalContainers(spec.codec),
    codecAudio: recipe.audio,
    kilobitsPerChannel: profile.audioKilobitsPerChannel,
    picture: pictureSpan(timeLine),
    sound: timeLine.sound,
    hidesPreSkip: facts.formatNames.includes("matroska"),
  });
  const problems = [
    ...pictureProblems(source, spec, profile, { recipe, encoderInput, sourceSize, size, rate, forced, sourceRate }),
    ...(audio.problem === null ? [] : [{ code: "audio_unsupported", field: "container", ...audio.problem }]),
  ];

  const losses = [...audio.losses];
  const timecode = planTimecode(facts.timecode, sourceRate ?? video.frameRate, rate, losses);
  const colour = planColour(video, spec, size, losses);
  losses.push(...pictureLosses(source, spec, { resolution, size, sourceSize, pixelFormat, forced, constant }));
  const keepsReel = spec.container === "mov";
  if (facts.reel !== null && !keepsReel) {
    const reason = `${spec.container} has no place for a reel name`;
    losses.push({ property: "reel", from: facts.reel, to: "none", reason });
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
      changing: null,
      pixelFormat,
      constant,
      rate,
      forcedRate: forced,
      inputOffsetSeconds: inputOffset(source),
      audio: audio.tracks,
      timecode,
      reel: keepsReel ? facts.reel : null,
      colour: colour.tags,
      convertedFrom: colour.convertedFrom,
      chapters,
      losses,
    },
    problems,
  };
}

function pictureSpan({ firstSeconds, endSeconds }: TimeLine): { startSeconds: number; endSeconds: number } | null {
  return firstSeconds === null || endSeconds === null ? null : { startSeconds: firstSeconds, endSeconds };
}

// ffmpeg counts from the earliest track; what is left between that and the first frame is to go.
function inputOffset({ facts, timeLine }: InspectedSource): number {
  const offset = (facts.startSeconds ?? 0) - (timeLine.firstSeconds ?? facts.startSeconds ?? 0);
  return Math.abs(offset) < 1e-6 ? 0 : offset;
}

function choosePixelFormat(recipe: CodecRecipe, video: VideoFacts, profile: Profile): string {
  return recipe.pixelFormat(profile.eightBit ? { ...video.pixel, bitDepth: 8 } : video.pixel);
}
