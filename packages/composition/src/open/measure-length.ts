import { ProxxError } from "@proxx/contract";
import { runTool, safeInputArguments, type MediaTools } from "@proxx/media";

export interface StreamLength {
  packets: number;
  /** From the first to the end of the last; null where packets carry no times. */
  seconds: number | null;
}

/**
 * Reads through a stream for its length, where the header has none or only a guess: a browser's recording, a bare MP3.
 */
export async function measureLength(
  path: string,
  streamIndex: number,
  { tools, signal }: { tools: MediaTools; signal: AbortSignal },
): Promise<StreamLength> {
  let packets = 0;
  let first = Infinity;
  let last = -Infinity;
  let lastLength = 0;
  const run = await runTool({
    command: tools.ffprobe,
    args: [
      ...["-v", "error", "-hide_banner", ...safeInputArguments(path), "-select_streams", String(streamIndex)],
      ...["-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0"],
    ],
    signal,
    stallMs: 300_000,
    onStdoutLine: (line) => {
      const [time = Number.NaN, length = Number.NaN] = line.split(",").map(Number.parseFloat);
      packets++;
      if (Number.isNaN(time)) return;
      first = Math.min(first, time);
      if (time < last) return;
      // A browser's recording tells no lengths: a frame is taken to be as long as the one before it.
      lastLength = Number.isNaN(length) ? (Number.isFinite(last) ? time - last : 0) : length;
      last = time;
    },
  });
  if (run.endedBy === "abort") {
    throw new ProxxError("aborted", "Reading a source was stopped.", { hint: "Run it again." });
  }
  if (run.exitCode !== 0 || packets === 0) {
    throw new ProxxError("probe_failed", "A source cannot be read to its end.", {
      hint: `Check that it is a whole media file and plays elsewhere: ${run.stderrTail.at(-1) ?? "no packets"}`,
    });
  }
  return { packets, seconds: Number.isFinite(first) ? last + lastLength - first : null };
}
