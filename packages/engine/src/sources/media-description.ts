import type { Artifact, ArtifactFacts } from "@proxx/contract";
import { toNumber, type MediaFacts } from "@proxx/media";

export const NO_FACTS: ArtifactFacts = { width: null, height: null, duration: null, fps: null, hasAudio: null };

/** ffprobe's names of formats that hold one picture. */
const PICTURE_FORMATS = /^(?:\w+_pipe|image2)$/;
/** Of a GIF: longer than one frame usually stands. */
const MOVING_SECONDS = 0.2;

/** What a file is, by what ffprobe says of it; null where it has neither picture nor sound. */
export function kindOfMedia({
  video,
  audio,
  formatNames,
  durationSeconds,
}: MediaFacts): "video" | "image" | "audio" | null {
  if (video === null) return audio.length > 0 ? "audio" : null;
  const still =
    formatNames.some((name) => PICTURE_FORMATS.test(name)) ||
    (formatNames.includes("gif") && (durationSeconds ?? 0) < MOVING_SECONDS);
  return still ? "image" : "video";
}

/** What a plan's user is told of a medium: the picture as it is shown, turned and with square pixels. */
export function describeMedia(facts: MediaFacts): ArtifactFacts {
  const { video, audio, durationSeconds } = facts;
  const kind = kindOfMedia(facts);
  const size = video === null ? { width: null, height: null } : shownSize(video);
  if (kind === "image") return { ...size, duration: null, fps: null, hasAudio: false };
  const rate = video?.averageRate ?? video?.frameRate ?? null;
  return {
    ...size,
    duration: durationSeconds === null ? null : round(durationSeconds),
    fps: rate === null || rate.numerator === 0 ? null : round(toNumber(rate)),
    hasAudio: audio.length > 0,
  };
}

function shownSize({ width, height, sampleAspect, rotation }: NonNullable<MediaFacts["video"]>) {
  const wide = Math.round((width * sampleAspect.numerator) / sampleAspect.denominator) || width;
  return rotation % 180 === 0 ? { width: wide, height } : { width: height, height: wide };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const COMMON_RATIOS = [
  [16, 9],
  [9, 16],
  [4, 3],
  [3, 4],
  [1, 1],
  [4, 5],
  [5, 4],
  [3, 2],
  [2, 3],
  [21, 9],
] as const;

/** `16:9`; 1366x768 is meant to be that too. Of an odd shape the reduced fraction. */
export function aspectRatioOf({ width, height }: Pick<Artifact, "width" | "height">): string | null {
  if (width === null || height === null || width <= 0 || height <= 0) return null;
  const common = COMMON_RATIOS.find(([wide, high]) => Math.abs((width * high) / (height * wide) - 1) < 0.005);
  const divisor = greatestCommonDivisor(width, height);
  const [wide, high] = common ?? [width / divisor, height / divisor];
  return `${wide}:${high}`;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
