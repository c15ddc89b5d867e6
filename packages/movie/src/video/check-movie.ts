import { ProxxError, type VerificationRow } from "@proxx/contract";
import {
  createProgressActivity,
  readPacketHashes,
  runTool,
  toNumber,
  toolFailure,
  verifyMedia,
  type MediaTools,
  type PacketTrack,
  type VerifyLevel,
} from "@proxx/media";
import type { Timeline } from "@proxx/renderer";
import { segmentPackets, type SegmentPackets } from "./proven-segments.ts";
import { checkCaptions } from "./seen/check-captions.ts";
import { checkSeen } from "./seen/check-seen.ts";
import type { SlideStay } from "./seen/slide-stays.ts";

/** How loud the sound is to be: LUFS, and dBTP. */
export interface PromisedSound {
  readonly lufs: number;
  readonly tolerance: number;
  readonly truePeak: number;
}

/** A sound file from which the movie's packets were taken, and what was measured of them. */
interface MeasuredSound {
  readonly path: string;
  readonly lufs: number;
  readonly truePeak: number;
}

export interface CheckOptions {
  readonly timeline: Timeline;
  /** Which slide is to be seen when. */
  readonly stays: readonly SlideStay[];
  readonly chapters: number;
  /** Null where nothing was said of it. */
  readonly promised: PromisedSound | null;
  /** Null where it is to be listened to. */
  readonly measured: MeasuredSound | null;
  /** The frames that segments begin with, and the digests of those that are known to decode. */
  readonly starts: readonly number[];
  readonly proven: ReadonlySet<string>;
  readonly tools: MediaTools;
  readonly signal?: AbortSignal | undefined;
}

export interface CheckedMovie {
  rows: VerificationRow[];
  segments: SegmentPackets[];
}

/**
 * Every promise of a movie as a row, kept or not. All packets are read; segments whose packets have been decoded before are
 * not decoded or looked at again, nor is sound measured twice whose packets are those that were measured.
 */
export async function checkMovie(path: string, options: CheckOptions): Promise<CheckedMovie> {
  const { timeline, stays, chapters, promised, measured, starts, proven, tools, signal } = options;
  const { frames, frameRate, width, height } = timeline;
  const seconds = frames / toNumber(frameRate);
  const reading = { ffprobe: tools.ffprobe, signal };
  const [tracks, measuredTracks] = await Promise.all([
    readPacketHashes(path, reading),
    measured === null ? [] : readPacketHashes(measured.path, reading),
  ]);
  const pictures = tracks.find(({ kind }) => kind === "video");
  const segments = pictures === undefined ? [] : segmentPackets(pictures, starts);
  const fresh = segments.filter(({ digest }) => digest === null || !proven.has(digest));
  const [heard, known] = [soundIn(tracks), soundIn(measuredTracks)];
  const isMeasured = heard !== undefined && known !== undefined && samePackets(heard, known);
  const keys = (pictures?.packets ?? []).flatMap(({ isKey }, frame) => (isKey ? [frame] : []));
  const isFresh = (frame: number) => fresh.some(({ from, to }) => frame >= from && frame < to);
  const [rows, seen, sound] = await Promise.all([
    verifyMedia(
      path,
      {
        codec: "h264",
        pixelFormat: "yuv420p",
        width,
        height,
        frames,
        rate: frameRate,
        startSeconds: 0,
        durationSeconds: seconds,
        fieldOrder: "progressive",
        colour: { primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" },
        chapters,
      },
      { ffprobe: tools.ffprobe, level: levelOf(segments, fresh, toNumber(frameRate)), signal },
    ),
    checkSeen(path, { timeline, stays, keys, isFresh, tools, signal }),
    measured !== null && isMeasured
      ? { ...measured, seconds: heard.packets.at(-1)?.endSeconds ?? 0 }
      : listenTo(path, tools, signal),
  ]);
  const off = Math.abs(sound.seconds - seconds);
  const length = row("sound_length", `${seconds.toFixed(3)} s ± 0.050`, `${sound.seconds.toFixed(3)} s`, off <= 0.05);
  const said = rows.map((one) => (one.check === "decodes" ? decodesRow(one, segments.length, fresh.length) : one));
  const captions = [checkCaptions(timeline) ?? []].flat();
  return { rows: [...said, ...seen, ...captions, length, ...loudnessRows(sound, promised)], segments };
}

/** Of what is read of a file, only the fresh segments are decoded; that the others do is known. */
function decodesRow({ check, found, pass }: VerificationRow, segments: number, fresh: number): VerificationRow {
  const all = "every frame decodes";
  const how = fresh === segments ? all : `${all}: ${fresh} of ${segments} segments now, the others before`;
  return row(check, all, pass ? how : found, pass);
}

function loudnessRows(sound: { lufs: number; truePeak: number }, promised: PromisedSound | null): VerificationRow[] {
  if (promised === null) return [];
  const within = Math.abs(sound.lufs - promised.lufs) <= promised.tolerance;
  return [
    row("loudness", `${promised.lufs} LUFS ± ${promised.tolerance}`, `${sound.lufs.toFixed(1)} LUFS`, within),
    row(
      "true_peak",
      `at most ${promised.truePeak} dBTP`,
      `${sound.truePeak.toFixed(1)} dBTP`,
      sound.truePeak <= promised.truePeak,
    ),
  ];
}

/** A decoder that begins a segment knows of no other one: where its packets are the same, so is what becomes of them. */
function levelOf(segments: readonly SegmentPackets[], fresh: readonly SegmentPackets[], rate: number): VerifyLevel {
  if (fresh.length === segments.length) return "full";
  if (fresh.length === 0) return "ends";
  // From within the first frame to within the last: a time that was rounded to another frame would read another segment.
  return fresh.map(({ from, to }) => ({ from: (from + 0.25) / rate, to: (to - 0.25) / rate }));
}

function soundIn(tracks: readonly PacketTrack[]): PacketTrack | undefined {
  return tracks.find(({ kind }) => kind === "audio");
}

function samePackets(one: PacketTrack, other: PacketTrack): boolean {
  const same = one.packets.every(({ hash }, index) => hash === other.packets[index]?.hash);
  return same && one.extradata === other.extradata && one.packets.length === other.packets.length;
}

/** Throws where a promise is broken: such a movie gets no name. */
export function requireKept(rows: readonly VerificationRow[]): void {
  const broken = rows.filter(({ pass }) => !pass);
  if (broken.length === 0) return;
  const said = broken.map(({ check, expected, found }) => `${check}: expected ${expected}, found ${found}`).join("; ");
  throw new ProxxError("tool_failed", `The movie is not what was promised: ${said}.`, {
    hint: "Run it again; if it stays so, report it with the script.",
  });
}

/** The loudness of what a listener gets (EBU R128), and how long it is. */
async function listenTo(path: string, { ffmpeg }: MediaTools, signal: AbortSignal | undefined) {
  const said = new Map<string, number>();
  let seconds = 0;
  const run = await runTool({
    command: ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-i", `file:${path}`, "-map", "0:a:0", "-progress", "pipe:1"],
      ...["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"],
    ],
    signal,
    stallMs: 300_000,
    isActivity: createProgressActivity(),
    onStdoutLine: (line) => {
      const [, time] = /^out_time_us=(\d+)$/.exec(line) ?? [];
      if (time !== undefined) seconds = Number(time) / 1e6;
    },
    onStderrLine: (line) => {
      const [, name, value] = /^\s*(I|Peak):\s+(\S+) (?:LUFS|dBFS)$/.exec(line) ?? [];
      if (name !== undefined) said.set(name, value === "-inf" ? -Infinity : Number(value));
    },
  });
  if (run.exitCode !== 0 || run.endedBy !== null) {
    throw toolFailure(run, {
      tool: "ffmpeg",
      doing: "listening to the movie",
      hint: "`proxx doctor` shows whether this ffmpeg has what is needed (ebur128).",
    });
  }
  return { seconds, lufs: said.get("I") ?? -Infinity, truePeak: said.get("Peak") ?? Infinity };
}

function row(check: string, expected: string, found: string, pass: boolean): VerificationRow {
  return { check, expected, found, pass };
}
