import { ProxxError } from "@proxx/contract";
import { factsFromProbe, type MediaFacts } from "./media-facts.ts";
import { createComplaints } from "./complaint.ts";
import { runTool } from "../process/run-tool.ts";
import { knownFacts } from "./known-facts.ts";
import { safeInputArguments } from "./safe-input.ts";
import { createPacketReader } from "../timeline/read-packets.ts";
import type { TimeLine } from "../timeline/time-line.ts";

export interface ProbeOptions {
  /** Absolute path of ffprobe. */
  ffprobe: string;
  signal?: AbortSignal | undefined;
  /** Where in the file to begin. @default 0 */
  startByte?: number | undefined;
  /** @default 60 000 */
  timeoutMs?: number;
}

export const WHOLE_REPORT = ["-show_streams", "-show_format", "-show_chapters", "-of", "json=compact=1"];
/** What a packet reader needs of each packet. */
export const PACKET_ENTRIES =
  "packet=codec_type,stream_index,pts,dts,duration,size,flags:packet_side_data=side_data_type,skip_samples,discard_padding";
export const HOURS_MS = 3600 * 1000;

/** Reads what a media file says of itself, without decoding it. A file that has not changed is not asked twice. */
export async function probe(path: string, options: ProbeOptions): Promise<MediaFacts> {
  const ask = async () => parseReport(path, await runProbe(path, WHOLE_REPORT, options));
  return options.startByte === undefined ? knownFacts(path, options.ffprobe, ask) : ask();
}

/**
 * The same, and reads every packet from start to end on the way: a half-copied file whose header promises more than it
 * holds shows here, before ffmpeg would encode the half with exit code 0. One process for both, because starting
 * ffprobe costs more than reading a short clip.
 */
export async function probeAndScan(
  path: string,
  { fromKey, ...options }: ProbeOptions & { fromKey?: boolean | undefined },
): Promise<{ facts: MediaFacts; timeLine: TimeLine }> {
  const reader = createPacketReader({ fromKey });
  const errors: string[] = [];
  let within = false;
  const report = await runProbe(
    path,
    ["-show_entries", PACKET_ENTRIES, ...WHOLE_REPORT],
    { ...options, timeoutMs: 24 * HOURS_MS },
    {
      // The packets come first, one to a line at the least; what is left when they are taken out is the report.
      takes: (line) => {
        if (within && line === "    ],") within = false;
        else if (within) reader.read(line);
        else if (line === '    "packets": [') within = true;
        else return false;
        return true;
      },
      onStderrLine: (line) => errors.length < 20 && errors.push(line),
    },
  );
  const facts = await parseReport(path, report);
  return { facts, timeLine: reader.summarise(facts, errors) };
}

export async function parseReport(path: string, lines: readonly string[]): Promise<MediaFacts> {
  // Loaded while ffprobe runs: the schemas are the slowest thing to load of all that a probe needs.
  const { ffprobeReportSchema } = await import("./ffprobe-report.ts");
  let json: unknown;
  try {
    json = JSON.parse(lines.join("\n"));
  } catch (cause) {
    throw probeFailed(path, "ffprobe's report is not JSON", cause);
  }
  const parsed = ffprobeReportSchema.safeParse(json);
  if (!parsed.success)
    throw probeFailed(path, `ffprobe's report has an unknown form: ${parsed.error.message}`, parsed.error);
  return factsFromProbe(path, parsed.data);
}

/** What only the decoder knows of a picture's beginning. */
export interface FirstFrames {
  fieldOrder: "progressive" | "tt" | "bb";
  /** Every one of them is coded as fields. */
  allInterlaced: boolean;
  /** From one frame to the next, the shortest there is. */
  stepSeconds: number | null;
  /** When the first frame is shown, where the container keeps no such times (AVI). */
  startSeconds: number | null;
  /** Kinds of metadata that travel within the stream. */
  sideData: string[];
  /** What the decoder says against them. */
  complaints: string[];
}

/** Decodes the first few packets. */
export async function probeFirstFrames(
  path: string,
  { packets = 4, ...options }: ProbeOptions & { packets?: number },
): Promise<FirstFrames> {
  const entries = "frame=best_effort_timestamp_time,interlaced_frame,top_field_first:frame_side_data=side_data_type";
  // Of two packets nothing is left for a second thread.
  const threads = packets <= 2 ? ["-threads", "1"] : [];
  const first = ["-select_streams", "V:0", "-read_intervals", `%+#${packets}`];
  const args = [...threads, ...first, "-show_entries", entries, "-of", "json"];
  const { complaints, read } = createComplaints(() => true);
  const lines = await runProbe(path, args, options, { onStderrLine: read });
  const { firstFramesSchema } = await import("./ffprobe-report.ts");
  const { frames } = firstFramesSchema.parse(JSON.parse(lines.join("\n")));
  const interlaced = frames.find((frame) => frame.interlaced_frame === 1);
  const times = frames.map((frame) => Number(frame.best_effort_timestamp_time)).filter((time) => Number.isFinite(time));
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  return {
    fieldOrder: interlaced === undefined ? "progressive" : interlaced.top_field_first === 1 ? "tt" : "bb",
    allInterlaced: frames.every((frame) => frame.interlaced_frame === 1),
    stepSeconds: steps.length === 0 ? null : Math.min(...steps),
    startSeconds: times[0] ?? null,
    sideData: [...new Set(frames.flatMap((frame) => frame.side_data_list.map((entry) => entry.side_data_type)))],
    complaints,
  };
}

/** Where to begin for the first picture that needs none before it, and how many before that decode to nothing. */
export interface Opening {
  byte: number;
  packetsBefore: number;
}

/**
 * Looks for the opening of a stream among its first few minutes; null where no picture stands by itself. Where pictures begin
 * in the middle of packets, as in program streams, it is the packet in which the picture before begins: of what stands
 * before the first whole one the reader makes a picture too, and gives it the next one's time.
 */
export async function findOpening(
  path: string,
  { midPacket, ...options }: ProbeOptions & { midPacket: boolean },
): Promise<Opening | null> {
  const args = ["-select_streams", "V:0", "-read_intervals", "%+#10000", "-show_entries", "packet=pos,flags"];
  const lines = await runProbe(path, [...args, "-of", "csv=p=0"], options);
  const packets = lines.filter((line) => /^(\d+|N\/A),/.test(line));
  const key = packets.findIndex((line) => /^[^,]+,K/.test(line));
  if (key === -1) return null;
  const places = packets.slice(0, midPacket ? key : key + 1).filter((line) => /^\d/.test(line));
  return { byte: Number.parseInt(places.at(-1) ?? "0", 10), packetsBefore: key };
}

/** How many frames a decoder makes of the file: exact, and as slow as decoding. */
export async function countDecodedFrames(path: string, options: ProbeOptions): Promise<number | null> {
  const lines = await runProbe(
    path,
    ["-select_streams", "V:0", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0"],
    { ...options, timeoutMs: 24 * HOURS_MS },
  );
  const count = Number.parseInt(lines[0] ?? "", 10);
  return Number.isNaN(count) ? null : count;
}

export async function runProbe(
  path: string,
  args: readonly string[],
  options: ProbeOptions,
  listener: { takes?: (line: string) => boolean; onStderrLine?: (line: string) => void; diesWithParent?: boolean } = {},
): Promise<string[]> {
  const lines: string[] = [];
  const run = await runTool({
    command: options.ffprobe,
    args: ["-v", "error", "-hide_banner", ...safeInputArguments(path, options), ...args],
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? 60_000,
    // A file system that has gone away hangs for ever.
    stallMs: listener.takes ? 300_000 : undefined,
    onStdoutLine: (line) => {
      if (!listener.takes?.(line)) lines.push(line);
    },
    ...(listener.onStderrLine && { onStderrLine: listener.onStderrLine }),
    diesWithParent: listener.diesWithParent ?? true,
  });
  if (run.endedBy === "abort") throw new ProxxError("aborted", "Probing was aborted.", { hint: "Start it again." });
  if (run.endedBy !== null) throw probeFailed(path, `ffprobe gave no answer within its time limit`, null);
  if (run.exitCode !== 0) throw probeFailed(path, explain(run.stderrTail, path), null);
  return lines;
}

function explain(stderrTail: readonly string[], path: string): string {
  const last = stderrTail.at(-1) ?? "ffprobe failed without a message";
  // The path is said by whoever reports this; the library's addresses (`@ 0x55…`) help nobody.
  return last
    .replaceAll(`file:${path}`, "the file")
    .replaceAll(/ @ 0x[0-9a-f]+/g, "")
    .replace(/^the file: /, "");
}

function probeFailed(path: string, reason: string, cause: unknown): ProxxError {
  return new ProxxError("probe_failed", reason, {
    hint: `Check that \`${path}\` is a whole media file and plays elsewhere.`,
    cause,
  });
}
