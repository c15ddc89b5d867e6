import { stat } from "node:fs/promises";
import { ProxxError, type VerificationRow } from "@proxx/contract";
import type { ColourFacts, FieldOrder, MediaFacts } from "../probe/media-facts.ts";
import { probeAndDecode } from "../probe/probe-and-decode.ts";
import { probeAndScan } from "../probe/probe.ts";
import { formatRational, sameRational, type Rational } from "../time/rational.ts";
import type { TimeLine } from "../timeline/time-line.ts";
import { standardRate } from "../time/standard-rate.ts";
import { compareSound, type ExpectedTrack } from "./compare-sound.ts";
import { findFirstHeard } from "./first-heard.ts";

/** `ends`: the first and last seconds decode. `full`: every frame does. Stretches, in seconds: what lies in them does. */
export type VerifyLevel = "ends" | "full" | readonly { readonly from: number; readonly to: number }[];

/** What a finished file must be. What is left out is not checked. */
export interface MediaExpectations {
  codec?: string;
  codecTag?: string | null;
  pixelFormat?: string;
  width?: number;
  height?: number;
  sampleAspect?: Rational;
  frames?: number;
  /** `null`: frames keep times of their own, so that there is no rate to compare. */
  rate?: Rational | null;
  /** When the first frame is shown, to within half a frame. */
  startSeconds?: number;
  durationSeconds?: number;
  durationToleranceSeconds?: number;
  /** `null`: there must be none. */
  timecode?: string | null;
  reel?: string | null;
  fieldOrder?: "progressive" | "tt" | "bb";
  /** Only what is known of the source is compared. */
  colour?: ColourFacts;
  chapters?: number;
  audio?: readonly ExpectedTrack[];
}

interface VerifyOptions {
  ffprobe: string;
  level: VerifyLevel;
  signal?: AbortSignal | undefined;
}

/** What was found out about a file. */
interface Examined {
  facts: MediaFacts;
  /** Null where the index tells as much. */
  timeLine: TimeLine | null;
  fieldOrder: FieldOrder | null;
  firstHeard: ReadonlyMap<number, number>;
}

/** Compares a file with what it must be; every comparison is a row, passed or not. */
export async function verifyMedia(
  path: string,
  expected: MediaExpectations,
  options: VerifyOptions,
): Promise<VerificationRow[]> {
  const { size } = await stat(path);
  const rows: VerificationRow[] = [row("not_empty", "more than 0 bytes", `${size} bytes`, size > 0)];
  if (size === 0) return rows;
  try {
    const { complaints, ...examined } = await examine(path, expected, options);
    const wanted = wantedOf(options.level);
    const decodes = row("decodes", wanted, complaints[0] ?? wanted, complaints.length === 0);
    return [...rows, decodes, ...compare(examined, expected)];
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "probe_failed") throw error;
    return [...rows, row("readable", "ffprobe reads it", error.message, false)];
  }
}

/** As few processes as can be: starting them is all that the verification of a short clip costs. */
async function examine(path: string, expected: MediaExpectations, options: VerifyOptions) {
  // QuickTime's index says how many frames there are and how long they last; the others must be read.
  const counted = /\.(mov|mp4)$/.test(path) && expected.rate !== null;
  const fields = expected.fieldOrder !== undefined && expected.fieldOrder !== "progressive";
  const intervals = intervalsOf(options.level, expected.durationSeconds ?? 0);
  // What is decoded from start to end is read from start to end.
  const scans = !counted && intervals === null;
  const [decoded, scanned] = await Promise.all([
    probeAndDecode(path, { intervals, short: options.level === "ends", scans }, options),
    counted || scans ? null : probeAndScan(path, options),
  ]);
  return {
    facts: scanned?.facts ?? decoded.facts,
    firstHeard: await findFirstHeard(decoded.facts, decoded.firstDecoded, options),
    timeLine: scanned?.timeLine ?? decoded.timeLine,
    fieldOrder: fields ? decoded.fieldOrder : null,
    complaints: decoded.complaints,
  };
}

function wantedOf(level: VerifyLevel): string {
  if (level === "full") return "every frame decodes";
  return level === "ends" ? "the first and last seconds decode" : "what is new decodes";
}

/** As ffprobe reads them; null is all of it. */
function intervalsOf(level: VerifyLevel, seconds: number): string | null {
  // The two ends of a clip of two seconds are the whole of it.
  if (level === "full" || seconds <= 2) return null;
  if (level === "ends") return `%+1,${(seconds - 1).toFixed(3)}%`;
  return level.map(({ from, to }) => `${from.toFixed(6)}%${to.toFixed(6)}`).join(",");
}

function* compare(
  { facts, timeLine, fieldOrder, firstHeard }: Examined,
  expected: MediaExpectations,
): Generator<VerificationRow> {
  const { video } = facts;
  const equal = (check: string, wanted: string | number | null, found: string | number | null) =>
    row(check, String(wanted ?? "none"), String(found ?? "none"), wanted === found);

  if (expected.codec !== undefined) yield equal("codec", expected.codec, video?.codec ?? null);
  if (video === null) return;
  if (expected.codecTag) yield equal("codec_tag", expected.codecTag, video.codecTag);
  if (expected.pixelFormat !== undefined)
    yield equal("pixel_format", expected.pixelFormat, samePixels(video.pixelFormat, expected.pixelFormat));
  if (expected.width !== undefined && expected.height !== undefined) {
    yield equal("picture_size", `${expected.width}x${expected.height}`, `${video.width}x${video.height}`);
  }
  if (expected.sampleAspect) {
    yield row(
      "pixel_aspect",
      formatRational(expected.sampleAspect),
      formatRational(video.sampleAspect),
      sameRational(expected.sampleAspect, video.sampleAspect),
    );
  }
  if (expected.frames !== undefined) yield equal("frame_count", expected.frames, timeLine?.shown ?? video.headerFrames);
  if (expected.startSeconds !== undefined)
    yield compareStart(facts, timeLine, expected.startSeconds, expected.durationToleranceSeconds ?? 0.02);
  if (expected.durationSeconds !== undefined)
    yield compareDuration(facts, timeLine, expected.durationSeconds, expected.durationToleranceSeconds ?? 0.02);
  if (expected.rate) yield compareRate(expected.rate, video.frameRate, video.averageRate, expected.frames ?? 0);
  if (expected.timecode !== undefined) yield equal("start_timecode", expected.timecode, facts.timecode);
  if (expected.reel !== undefined) yield equal("reel", expected.reel, facts.reel);
  if (expected.fieldOrder !== undefined) yield compareFieldOrder(expected.fieldOrder, fieldOrder, video.fieldOrder);
  for (const property of ["primaries", "transfer", "matrix", "range"] as const) {
    const wanted = expected.colour?.[property];
    // H.264, MPEG and the editing codecs mean limited range where a stream says nothing, and x264 then says nothing.
    const found = video.colour[property] ?? (property === "range" ? "tv" : null);
    if (wanted) yield equal(`colour_${property}`, wanted, found);
  }
  if (expected.chapters !== undefined) yield equal("chapters", expected.chapters, facts.chapters);
  if (expected.audio) yield* compareSound(expected.audio, { facts, timeLine, firstHeard });
}

// The decoder reports the old full-range names for what the encoder was given as plain ones with a range tag.
function samePixels(found: string, expected: string): string {
  return found.replace(/^yuvj/, "yuv") === expected ? expected : found;
}

function compareStart(
  facts: MediaFacts,
  timeLine: TimeLine | null,
  wanted: number,
  tolerance: number,
): VerificationRow {
  const found = timeLine?.firstSeconds ?? facts.video?.startSeconds ?? null;
  const passed = found === null || Math.abs(found - wanted) <= tolerance;
  return row(
    "picture_start",
    `${wanted.toFixed(3)} s ± ${tolerance.toFixed(3)}`,
    found === null ? "unknown" : `${found.toFixed(3)} s`,
    passed,
  );
}

function compareDuration(
  facts: MediaFacts,
  timeLine: TimeLine | null,
  wanted: number,
  tolerance: number,
): VerificationRow {
  const found = shownSeconds(facts, timeLine) ?? facts.video?.durationSeconds ?? facts.durationSeconds;
  const passed = found !== null && Math.abs(found - wanted) <= tolerance;
  return row(
    "duration",
    `${wanted.toFixed(3)} s ± ${tolerance.toFixed(3)}`,
    found === null ? "unknown" : `${found.toFixed(3)} s`,
    passed,
  );
}

/** A player shows the last frame to the end of its track, which some writers tell instead of the frame's own length. */
function shownSeconds({ video }: MediaFacts, timeLine: TimeLine | null): number | null {
  if (timeLine === null || timeLine.endSeconds === null || timeLine.firstSeconds === null) return null;
  const declared = video?.durationSeconds == null ? 0 : (video.startSeconds ?? 0) + video.durationSeconds;
  return Math.max(timeLine.endSeconds, declared) - timeLine.firstSeconds;
}

function compareRate(
  wanted: Rational,
  base: Rational | null,
  average: Rational | null,
  frames: number,
): VerificationRow {
  // A Matroska clock of milliseconds gives rates such as 24000/1001 as an average only, and of few frames not even that.
  const passed = [base, average].some((rate) => rate !== null && sameRational(wanted, standardRate(rate)));
  const found = passed ? wanted : base;
  return row(
    "frame_rate",
    formatRational(wanted),
    found === null ? "unknown" : formatRational(found),
    passed || (frames === 1 && base === null),
  );
}

function compareFieldOrder(
  wanted: "progressive" | "tt" | "bb",
  decoded: FieldOrder | null,
  container: FieldOrder,
): VerificationRow {
  // The container's word is not enough: a progressive bitstream can stand under an interlaced flag.
  const found = decoded ?? (container === "unknown" ? "progressive" : container);
  return row("field_order", wanted, found, found === wanted);
}

function row(check: string, expected: string, found: string, pass: boolean): VerificationRow {
  return { check, expected, found, pass };
}
