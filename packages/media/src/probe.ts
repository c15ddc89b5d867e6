import { ProxxError } from "@proxx/contract";
import { factsFromProbe, type MediaFacts } from "./media-facts.ts";
import { ffprobeReportSchema } from "./ffprobe-report.ts";
import { runTool } from "./run-tool.ts";
import { safeInputArguments } from "./safe-input.ts";

export interface ProbeOptions {
  /** Absolute path of ffprobe. */
  ffprobe: string;
  signal?: AbortSignal | undefined;
  /** @default 60 000 */
  timeoutMs?: number;
}

/** Reads what a media file says of itself, without decoding it. */
export async function probe(path: string, options: ProbeOptions): Promise<MediaFacts> {
  const report = await runProbe(path, ["-show_streams", "-show_format", "-show_chapters", "-of", "json"], options);
  let json: unknown;
  try {
    json = JSON.parse(report.join("\n"));
  } catch (cause) {
    throw probeFailed(path, "ffprobe's report is not JSON", cause);
  }
  const parsed = ffprobeReportSchema.safeParse(json);
  if (!parsed.success) throw probeFailed(path, `ffprobe's report has an unknown form: ${parsed.error.message}`, parsed.error);
  return factsFromProbe(path, parsed.data);
}

/** Whether the first frames of the picture are coded as fields; asked of the decoder, where the container does not say. */
export async function probeDecodedFieldOrder(path: string, options: ProbeOptions): Promise<"progressive" | "tt" | "bb"> {
  const lines = await runProbe(
    path,
    ["-select_streams", "V:0", "-read_intervals", "%+#4", "-show_entries", "frame=interlaced_frame,top_field_first", "-of", "csv=p=0"],
    options,
  );
  const interlaced = lines.find((line) => line.startsWith("1"));
  if (interlaced === undefined) return "progressive";
  return interlaced.split(",")[1] === "1" ? "tt" : "bb";
}

/** How many frames a decoder makes of the file: exact, and as slow as decoding. */
export async function countDecodedFrames(path: string, options: ProbeOptions): Promise<number | null> {
  const lines = await runProbe(
    path,
    ["-select_streams", "V:0", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0"],
    { ...options, timeoutMs: 24 * 3600 * 1000 },
  );
  const count = Number.parseInt(lines[0] ?? "", 10);
  return Number.isNaN(count) ? null : count;
}

async function runProbe(path: string, args: readonly string[], options: ProbeOptions): Promise<string[]> {
  const lines: string[] = [];
  const run = await runTool({
    command: options.ffprobe,
    args: ["-v", "error", "-hide_banner", ...safeInputArguments(path), ...args],
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? 60_000,
    onStdoutLine: (line) => lines.push(line),
  });
  if (run.endedBy === "abort") throw new ProxxError("aborted", "Probing was aborted.", { hint: "Start it again." });
  if (run.endedBy !== null) throw probeFailed(path, `ffprobe gave no answer within its time limit`, null);
  if (run.exitCode !== 0) throw probeFailed(path, explain(run.stderrTail, path), null);
  return lines;
}

function explain(stderrTail: readonly string[], path: string): string {
  const last = stderrTail.at(-1) ?? "ffprobe failed without a message";
  // The path is said by whoever reports this; the library's addresses (`@ 0x55…`) help nobody.
  return last.replaceAll(`file:${path}`, "the file").replaceAll(/ @ 0x[0-9a-f]+/g, "").replace(/^the file: /, "");
}

function probeFailed(path: string, reason: string, cause: unknown): ProxxError {
  return new ProxxError("probe_failed", reason, {
    hint: `Check that \`${path}\` is a whole media file and plays elsewhere.`,
    cause,
  });
}

