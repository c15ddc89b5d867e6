import { isProgramStream, fileUrl, formatRational, rational, safeInputArguments, type Rational } from "@proxx/media";
import type { AudioTrackPlan } from "./audio-track-plan.ts";
import type { ClipPlan } from "./clip-plan.ts";
import type { Container } from "@proxx/contract";
import type { InspectedSource } from "../source/inspected-source.ts";
import { spanOf } from "../source/span.ts";
import { videoFilters } from "./video-filters.ts";

/** ffmpeg's name of each container's writer. */
const MUXERS: Readonly<Record<Container, string>> = {
  mov: "mov",
  mp4: "mp4",
  mkv: "matroska",
  webm: "webm",
  mxf: "mxf",
};

interface FfmpegOptions {
  sourcePath: string;
  outputPath: string;
  /** Past what is known to be damaged in the source. @default false */
  carriesOn?: boolean;
}

/** The argument list that encodes a clip: pure, so that it can be read, recorded and compared. */
export function buildFfmpegArguments(
  plan: ClipPlan,
  { sourcePath, outputPath, carriesOn = false }: FfmpegOptions,
): string[] {
  const { source, encoderInput, recipe, profile, spec } = plan;
  const filters = videoFilters(plan);
  return [
    ...["-hide_banner", "-nostats", "-loglevel", "level+warning", "-progress", "pipe:1", "-stats_period", "0.5"],
    ...(carriesOn || mayComplain(source) ? [] : ["-xerror"]),
    ...inputClock(plan),
    // A picture that changes on the way would begin a new chain of filters, which counts from 0 again.
    ...[
      "-reinit_filter:v",
      "0",
      "-threads",
      String(encoderInput.threads),
      ...safeInputArguments(sourcePath, { startByte: source.opening?.byte }),
    ],
    ...["-map", `0:${source.video.index}`, ...plan.audio.flatMap((track) => ["-map", `0:${track.sourceIndex}`])],
    ...["-sn", "-dn", "-map_metadata", "0", "-map_chapters", plan.chapters ? "0" : "-1"],
    ...(filters.length > 0 ? ["-filter:v", filters.join(",")] : []),
    ...recipe.arguments(encoderInput),
    ...profile.quality(spec.codec, encoderInput),
    ...["-pix_fmt", plan.pixelFormat, "-threads:v", String(encoderInput.threads)],
    ...timing(plan),
    ...lastHold(plan),
    ...colourArguments(plan.colour),
    ...plan.audio.flatMap(audioArguments),
    // The source's own label would come along as a tag, and contradict the planned one.
    ...["-metadata", "timecode=", "-metadata:s:v:0", "timecode="],
    ...(plan.timecode === null ? [] : ["-timecode", plan.timecode]),
    ...(plan.reel === null ? [] : ["-metadata:s:v:0", `reel_name=${plan.reel}`]),
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", ...(plan.audio.length > 0 ? ["-flags:a", "+bitexact"] : [])],
    ...muxerFlags(plan),
    ...["-max_muxing_queue_size", "4096", "-f", MUXERS[spec.container], "-y", fileUrl(outputPath)],
  ];
}

/** The reader of GXF answers the end of the file with an error, and the sound of a program stream may begin with half a frame. */
function mayComplain(source: InspectedSource): boolean {
  return source.facts.formatNames.includes("gxf") || isCutProgramStream(source);
}

function isCutProgramStream({ facts, opening }: InspectedSource): boolean {
  return opening !== null && isProgramStream(facts);
}

/**
 * The proxy begins with the first frame: a recorder's head start, or the priming of AAC, would put a gap before it. Of pictures
 * before the first whole one the times jump back, and ffmpeg would move all that follows, sound as well, as if the clock did:
 * with `-copyts` it leaves the times alone.
 */
function inputClock({ source, inputOffsetSeconds }: ClipPlan): string[] {
  const { firstSeconds } = source.timeLine;
  if (isCutProgramStream(source) && firstSeconds !== null) return ["-copyts", "-itsoffset", (-firstSeconds).toFixed(6)];
  return inputOffsetSeconds === 0 ? [] : ["-itsoffset", inputOffsetSeconds.toFixed(6)];
}

function timing(plan: ClipPlan): string[] {
  const { rate } = plan;
  const timeBase = rate === null ? ownTimeBase(plan) : rational(rate.denominator, rate.numerator);
  return ["-fps_mode", "passthrough", "-enc_time_base:v", formatRational(timeBase)];
}

/**
 * Frames with times of their own keep them to the tick of the source's clock, as far as the container does. It is the clock
 * of the writer too, or what is said of packets on their way to it would be said in other ticks.
 */
function ownTimeBase({ source, spec }: ClipPlan): Rational {
  if (spec.container === "mkv" || spec.container === "webm") return rational(1, 1000);
  let ticks = source.video.timeBase?.denominator ?? 90000;
  // QuickTime's writer doubles coarser ones until they are as fine as this.
  while (ticks < 10000) ticks *= 2;
  return rational(1, ticks);
}

/**
 * Encoders do not pass on how long a frame is, and writers then take the last one for as long as the one before. The last
 * packet is told to reach the end; where pictures are reordered it is not the last picture, and its track ends there all the
 * same.
 */
function lastHold({ rate, source }: ClipPlan): string[] {
  if (rate !== null) return [];
  const reach = `round(${spanOf(source, null).toFixed(6)}/TB-PTS+STARTPTS)`;
  const length = `if(eq(N\\,${source.timeLine.shown - 1})\\,${reach}\\,DURATION)`;
  // Of times that are not named, setts would make one of the two the other.
  return ["-bsf:v", `setts=pts=PTS:dts=DTS:duration=${length}`];
}

// Two curves have one name in ffmpeg's reports and another in its options.
const TRANSFER_OPTIONS: Readonly<Record<string, string>> = { bt470m: "gamma22", bt470bg: "gamma28" };

function colourArguments({ primaries, transfer, matrix, range }: ClipPlan["colour"]): string[] {
  return [
    ...(primaries === null ? [] : ["-color_primaries", primaries]),
    ...(transfer === null ? [] : ["-color_trc", TRANSFER_OPTIONS[transfer] ?? transfer]),
    ...(matrix === null ? [] : ["-colorspace", matrix]),
    ...(range === null ? [] : ["-color_range", range]),
  ];
}

function muxerFlags({ spec, colour }: ClipPlan): string[] {
  if (spec.container === "mp4") return ["-movflags", "+faststart"];
  // QuickTime's colour atom is written by itself only when all three are known, and DNxHR's own header says BT.709.
  const partly = colour.matrix !== null && (colour.primaries === null || colour.transfer === null);
  return spec.container === "mov" && partly ? ["-movflags", "+write_colr"] : [];
}

function audioArguments(track: AudioTrackPlan, index: number): string[] {
  return [
    ...[`-c:a:${index}`, track.encoder, `-ar:a:${index}`, String(track.sampleRate)],
    ...(track.kilobits === null ? [] : [`-b:a:${index}`, `${track.kilobits}k`]),
    ...(track.filters.length === 0 ? [] : [`-filter:a:${index}`, track.filters.join(",")]),
  ];
}
