import type { FfprobeReport, FfprobeStream } from "./ffprobe-report.ts";
import { integer, known, lengthOf, seconds, untilTag } from "./ffprobe-values.ts";
import { parsePixelFormat, type PixelFormatFacts } from "./pixel-format.ts";
import { parseRational, type Rational } from "../time/rational.ts";
import { formatTimecode, parseTimecode } from "../time/timecode.ts";

export type FieldOrder = "progressive" | "tt" | "bb" | "tb" | "bt" | "unknown";

export interface ColourFacts {
  primaries: string | null;
  transfer: string | null;
  matrix: string | null;
  range: string | null;
}

export interface VideoFacts {
  index: number;
  codec: string;
  codecTag: string;
  profile: string | null;
  width: number;
  height: number;
  pixelFormat: string;
  pixel: PixelFormatFacts;
  sampleAspect: Rational;
  /** Degrees clockwise that a player turns the picture: 0, 90, 180 or 270. */
  rotation: number;
  fieldOrder: FieldOrder;
  /** The lowest rate that fits every timestamp. */
  frameRate: Rational | null;
  averageRate: Rational | null;
  timeBase: Rational | null;
  startSeconds: number | null;
  durationSeconds: number | null;
  /** Number of frames by the container's header. */
  headerFrames: number | null;
  colour: ColourFacts;
  /** VP8 and VP9 in Matroska keep alpha as a second stream beside each frame, which ffmpeg's decoders leave out. */
  hiddenAlpha: boolean;
  /** Kinds of HDR metadata beside the picture that encoders do not carry by themselves. */
  hdrMetadata: string[];
}

export interface AudioFacts {
  index: number;
  codec: string;
  /** False for a track ffmpeg has no decoder for, such as Apple's spatial audio. */
  decodable: boolean;
  sampleRate: number;
  channels: number;
  layout: string | null;
  /** Bits of a sample, of PCM or of a lossless compression of it; null where the sound was already compressed with loss. */
  pcmBits: number | null;
  timeBase: Rational | null;
  /** On the clock of the file, as the picture's times are. */
  startSeconds: number | null;
  /** How many samples QuickTime's header counts, of PCM and, in whole packets, of AAC. */
  headerSamples: number | null;
  /** Null where the container does not say: a transport stream's lengths are guesses. */
  endSeconds: number | null;
}

export interface MediaFacts {
  path: string;
  formatNames: string[];
  /** The earliest time of all tracks, from which ffmpeg counts. */
  startSeconds: number | null;
  durationSeconds: number | null;
  sizeBytes: number | null;
  /** The first real video stream; cover art is none. */
  video: VideoFacts | null;
  /** Further video streams beside the first. */
  otherVideo: number;
  coverArt: number;
  audio: AudioFacts[];
  subtitles: number;
  /** Data tracks other than timecode and chapter text, named as far as they name themselves. */
  dataTracks: string[];
  chapters: number;
  timecode: string | null;
  reel: string | null;
  /** The codec and tag of a video stream that ffmpeg cannot name. */
  unknownVideo: string | null;
  /** Which of its tracks the container calls encrypted, where ffmpeg tells: of Matroska. */
  encryptedTracks: ("picture" | "sound")[];
}

/** Whether a kind of side data is HDR metadata that encoders do not carry by themselves. */
export function isHdrMetadata(type: string): boolean {
  return /mastering display|content light|dovi|dolby vision|hdr10\+|hdr dynamic|dynamic hdr/i.test(type);
}

export function factsFromProbe(path: string, report: FfprobeReport): MediaFacts {
  const ofType = (type: string) => report.streams.filter((stream) => stream.codec_type === type);
  const isCover = (stream: FfprobeStream) =>
    stream.disposition?.["attached_pic"] === 1 || stream.disposition?.["timed_thumbnails"] === 1;
  const videos = ofType("video").filter((stream) => !isCover(stream));
  const [first] = videos;
  const known = first?.codec_name !== undefined && first.codec_name !== "none" && first.codec_name !== "unknown";
  const data = ofType("data").filter((stream) => stream.codec_tag_string !== "tmcd" && !isChapterText(stream, report));
  return {
    path,
    formatNames: report.format.format_name.split(","),
    startSeconds: seconds(report.format.start_time),
    durationSeconds: lengthOfFile(report),
    sizeBytes: integer(report.format.size),
    video: first && known ? videoFacts(first) : null,
    otherVideo: Math.max(0, videos.length - 1),
    coverArt: ofType("video").length - videos.length,
    audio: ofType("audio").map((stream) => audioFacts(stream, report.format.format_name)),
    subtitles: ofType("subtitle").length,
    dataTracks: data.map((stream) => stream.tags?.["handler_name"]?.trim() || stream.codec_tag_string || "data"),
    chapters: report.chapters.length,
    timecode: tidyTimecode(findTag(report, "timecode")),
    reel: findTag(report, "reel_name"),
    unknownVideo: first && !known ? `${first.codec_name ?? "unknown"} (${first.codec_tag_string ?? "?"})` : null,
    encryptedTracks: [...videos.slice(0, 1), ...ofType("audio")]
      .filter(({ tags }) => tags?.["enc_key_id"] !== undefined)
      .map((stream) => (stream === first ? "picture" : "sound")),
  };
}

function videoFacts(stream: FfprobeStream): VideoFacts {
  const pixelFormat = stream.pix_fmt ?? "unknown";
  return {
    index: stream.index,
    codec: stream.codec_name ?? "unknown",
    codecTag: stream.codec_tag_string ?? "",
    profile: stream.profile === undefined ? null : String(stream.profile),
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    pixelFormat,
    pixel: withoutOpaquePalette(parsePixelFormat(pixelFormat), pixelFormat, stream.codec_name),
    sampleAspect: parseRational(stream.sample_aspect_ratio) ?? { numerator: 1, denominator: 1 },
    rotation: rotationOf(stream),
    fieldOrder: fieldOrderOf(stream.field_order),
    frameRate: parseRational(stream.r_frame_rate),
    averageRate: parseRational(stream.avg_frame_rate),
    timeBase: parseRational(stream.time_base),
    startSeconds: seconds(stream.start_time),
    durationSeconds: lengthOf(stream) ?? untilTag(stream),
    headerFrames: integer(stream.nb_frames),
    colour: {
      primaries: known(stream.color_primaries),
      transfer: known(stream.color_transfer),
      matrix: known(stream.color_space),
      range: known(stream.color_range),
    },
    hiddenAlpha: Object.entries(stream.tags ?? {}).some(
      ([key, value]) => key.toLowerCase() === "alpha_mode" && value === "1",
    ),
    hdrMetadata: (stream.side_data_list ?? []).map((entry) => entry.side_data_type ?? "").filter(isHdrMetadata),
  };
}

/** A palette may have transparent colours, and only PNG makes some: those of AVI and QuickTime are opaque. */
function withoutOpaquePalette(pixel: PixelFormatFacts, pixelFormat: string, codec = ""): PixelFormatFacts {
  return pixelFormat === "pal8" && !/^(png|apng|gif)$/.test(codec) ? { ...pixel, alpha: false } : pixel;
}

const LOSSLESS_CODECS = ["flac", "alac", "truehd", "mlp", "wavpack", "ape", "tta", "tak", "shorten", "s302m"];

function audioFacts(stream: FfprobeStream, formatName: string): AudioFacts {
  const codec = stream.codec_name ?? "unknown";
  const layout = known(stream.channel_layout);
  const lossless = codec.startsWith("pcm_") || LOSSLESS_CODECS.includes(codec);
  const startSeconds = seconds(stream.start_time);
  return {
    index: stream.index,
    codec,
    decodable: codec !== "unknown" && codec !== "none" && (stream.channels ?? 0) > 0,
    sampleRate: integer(stream.sample_rate) ?? 0,
    channels: stream.channels ?? 0,
    layout,
    pcmBits: lossless ? integer(stream.bits_per_raw_sample) || stream.bits_per_sample || 24 : null,
    timeBase: parseRational(stream.time_base),
    startSeconds,
    headerSamples: formatName.includes("mov") ? countedSamples(codec, integer(stream.nb_frames)) : null,
    endSeconds: endOfAudio(stream, formatName, startSeconds ?? 0),
  };
}

function countedSamples(codec: string, counted: number | null): number | null {
  if (counted === null) return null;
  return codec.startsWith("pcm_") ? counted : codec === "aac" ? counted * 1024 : null;
}

function endOfAudio(stream: FfprobeStream, formatName: string, start: number): number | null {
  if (/^(mpegts|mpeg|flv|asf|ogg)$/.test(formatName)) return null;
  const duration = lengthOf(stream) ?? untilTag(stream);
  return duration === null ? null : start + duration;
}

function lengthOfFile({ format, streams }: FfprobeReport): number | null {
  const length = seconds(format.duration);
  // It is the longest track's, open ones included.
  const open = streams.some((stream) => lengthOf(stream) === null && seconds(stream.duration) !== null);
  return open ? null : length;
}

// QuickTime keeps chapter titles in a text track; ffprobe shows it as data (`bin_data`, tag `text`) beside the chapters.
function isChapterText(stream: FfprobeStream, report: FfprobeReport): boolean {
  return report.chapters.length > 0 && (stream.codec_tag_string === "text" || stream.codec_name === "bin_data");
}

// The timecode and the reel sit on the tmcd stream in QuickTime, on the video stream or the file elsewhere.
function findTag(report: FfprobeReport, name: string): string | null {
  for (const tags of [...report.streams.map((stream) => stream.tags), report.format.tags]) {
    for (const [key, value] of Object.entries(tags ?? {})) {
      if (key.toLowerCase() === name && value.trim() !== "") return value.trim();
    }
  }
  return null;
}

// Above 100 fps ffmpeg writes frames with three digits, and some writers mark drop-frame with a dot.
function tidyTimecode(text: string | null): string | null {
  const timecode = text === null ? null : parseTimecode(text);
  return timecode === null ? text : formatTimecode(timecode);
}

function rotationOf(stream: FfprobeStream): number {
  // ffprobe counts counter-clockwise, between -180 and 180.
  const counterClockwise = stream.side_data_list?.find((entry) => entry.rotation !== undefined)?.rotation ?? 0;
  return (((Math.round(-counterClockwise / 90) * 90) % 360) + 360) % 360;
}

function fieldOrderOf(text: string | undefined): FieldOrder {
  return text === "progressive" || text === "tt" || text === "bb" || text === "tb" || text === "bt" ? text : "unknown";
}
