import { formatRational, safeInputArguments, sameRational, toNumber, fileUrl } from "@proxx/media";
import type { AudioTrackPlan } from "./audio-plan.ts";
import type { ClipPlan } from "./clip-plan.ts";
import type { Container } from "@proxx/contract";

/** ffmpeg's name of each container's writer. */
const MUXERS: Readonly<Record<Container, string>> = { mov: "mov", mp4: "mp4", mkv: "matroska", webm: "webm", mxf: "mxf" };

/** The argument list that encodes a clip: pure, so that it can be read, recorded and compared. */
export function buildFfmpegArguments(plan: ClipPlan, outputPath: string): string[] {
  const { source, encoderInput, recipe, profile, spec } = plan;
  const filters = videoFilters(plan);
  return [
    ...["-hide_banner", "-nostats", "-loglevel", "level+warning", "-progress", "pipe:1", "-stats_period", "0.5", "-xerror"],
    // The proxy begins with the first frame: a recorder's head start, or the priming of AAC, would put a gap before it.
    ...(plan.inputOffsetSeconds === 0 ? [] : ["-itsoffset", plan.inputOffsetSeconds.toFixed(6)]),
    ...["-threads", String(encoderInput.threads), ...safeInputArguments(source.path)],
    ...["-map", `0:${source.video.index}`, ...plan.audio.flatMap((track) => ["-map", `0:${track.sourceIndex}`])],
    ...["-sn", "-dn", "-map_metadata", "0", "-map_chapters", plan.chapters ? "0" : "-1"],
    ...(filters.length > 0 ? ["-filter:v", filters.join(",")] : []),
    ...recipe.arguments(encoderInput),
    ...profile.quality(spec.codec, encoderInput),
    ...["-pix_fmt", plan.pixelFormat, "-threads:v", String(encoderInput.threads)],
    ...timing(plan),
    ...colourArguments(plan.colour),
    ...plan.audio.flatMap(audioArguments),
    // The source's own label would come along as a tag, and contradict the planned one.
    ...["-metadata", "timecode=", "-metadata:s:v:0", "timecode="],
    ...(plan.timecode === null ? [] : ["-timecode", plan.timecode]),
    ...(plan.reel === null ? [] : ["-metadata:s:v:0", `reel_name=${plan.reel}`]),
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", ...(plan.audio.length > 0 ? ["-flags:a", "+bitexact"] : [])],
    ...(spec.container === "mp4" ? ["-movflags", "+faststart"] : []),
    ...["-max_muxing_queue_size", "4096", "-f", MUXERS[spec.container], "-y", fileUrl(outputPath)],
  ];
}

function videoFilters(plan: ClipPlan): string[] {
  const { forcedRate, rate, source } = plan;
  const scale = scaleFilter(plan);
  if (forcedRate === null) {
    // ffmpeg goes by the rate it read off the clock. Where that is not the rate of the frames (fields coded one by one,
    // Matroska's 19001/317), the right one is set; every frame stays, since all are equally long.
    return rate === null || sameRational(rate, source.video.frameRate) ? scale : [`fps=${formatRational(rate)}`, ...scale];
  }
  const fps = `fps=${formatRational(forcedRate)}`;
  // Frames that are dropped need not be scaled, nor frames that are doubled scaled twice.
  const fewer = toNumber(forcedRate) < toNumber(source.video.averageRate ?? forcedRate);
  return fewer ? [fps, ...scale] : [...scale, fps];
}

/** Nothing when the picture passes as it is; else the one scaler, told everything, so that ffmpeg adds none of its own. */
function scaleFilter({ source, size, sourceSize, pixelFormat, encoderInput, colour }: ClipPlan): string[] {
  const { video } = source;
  const resized = size.width !== sourceSize.width || size.height !== sourceSize.height;
  const converted = video.pixelFormat !== pixelFormat || video.colour.range === "pc";
  const squared = !sameRational(size.sampleAspect, sourceSize.sampleAspect);
  if (!resized && !converted && !squared) return [];
  const fullRange = video.colour.range === "pc" || video.pixelFormat.startsWith("yuvj");
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

function timing(plan: ClipPlan): string[] {
  // Frames with times of their own keep them to the tick of the source's clock; else the clock is the frame rate.
  const timeBase = plan.rate === null ? "-1" : `${plan.rate.denominator}/${plan.rate.numerator}`;
  return ["-fps_mode", "passthrough", "-enc_time_base:v", timeBase];
}

function colourArguments({ primaries, transfer, matrix, range }: ClipPlan["colour"]): string[] {
  return [
    ...(primaries === null ? [] : ["-color_primaries", primaries]),
    ...(transfer === null ? [] : ["-color_trc", transfer]),
    ...(matrix === null ? [] : ["-colorspace", matrix]),
    ...(range === null ? [] : ["-color_range", range]),
  ];
}

function audioArguments(track: AudioTrackPlan, index: number): string[] {
  return [
    ...[`-c:a:${index}`, track.encoder, `-ar:a:${index}`, String(track.sampleRate)],
    ...(track.kilobits === null ? [] : [`-b:a:${index}`, `${track.kilobits}k`]),
    ...(track.filters.length === 0 ? [] : [`-filter:a:${index}`, track.filters.join(",")]),
  ];
}

/** The same command for a shell: what the result shows for a person to paste. */
export function quoteForShell(argv: readonly string[]): string {
  return argv.map((argument) => (/^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`)).join(" ");
}

