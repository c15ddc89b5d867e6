import { ProxxError } from "@proxx/contract";
import {
  createComplaints,
  createProgressActivity,
  createProgressParser,
  isHarmlessComplaint,
  runTool,
  type MediaTools,
} from "@proxx/media";

export interface FfmpegRun {
  tools: MediaTools;
  signal: AbortSignal;
  onFrame?: ((frame: number) => void) | undefined;
  /** Every line of stderr, for what filters report. */
  onLine?: ((line: string) => void) | undefined;
  /** Finds out why ffmpeg fails, or complains and goes on; throws what it finds. */
  onComplaint?: (() => Promise<void>) | undefined;
}

const STALL_MS = 300_000;

/**
 * Runs ffmpeg to its end. An error while it runs, an exit code other than 0 and a stall are failures, which say its
 * last words. What decoders conceal is no error to it: `-xerror` does not end at that, and only its complaints tell.
 */
export async function runFfmpeg(
  args: readonly string[],
  { tools, signal, onFrame, onLine, onComplaint }: FfmpegRun,
): Promise<void> {
  const { complaints, read } = createComplaints(isComplaint, 1);
  const parse = createProgressParser(({ frame }) => frame !== null && onFrame?.(frame));
  const run = await runTool({
    command: tools.ffmpeg,
    args: [
      // What is written is new; pasted into a shell, the command writes it again.
      ...["-hide_banner", "-y", "-nostats", "-loglevel", "level+info"],
      ...["-progress", "pipe:1", "-stats_period", "0.25", "-xerror"],
      ...args,
    ],
    signal,
    stallMs: STALL_MS,
    isActivity: createProgressActivity(),
    onStdoutLine: parse,
    onStderrLine: (line) => {
      read(line);
      onLine?.(line);
    },
  });
  if (run.endedBy === "abort") {
    throw new ProxxError("aborted", "The rendering was stopped.", { hint: "Run it again to make what is missing." });
  }
  const isFull = run.stderrTail.some((line) => line.includes("No space left on device"));
  if (run.exitCode !== 0 && isFull) {
    throw new ProxxError("disk_full", "The disk filled up while rendering.", {
      hint: "Make room where artifacts are kept (PROXX_HOME, `--home`) and run it again: what is finished is reused.",
    });
  }
  // Of sound that becomes nothing ffmpeg says no word before it ends.
  const hasComplained = run.endedBy === null && run.signal === null && (run.exitCode !== 0 || complaints.length > 0);
  if (hasComplained) await onComplaint?.();
  if (run.exitCode === 0) return;
  const said = run.stderrTail.find(isComplaint) ?? run.stderrTail.at(-1);
  const how = run.endedBy === "stall" ? "stood still and was ended" : `ended with code ${run.exitCode ?? run.signal}`;
  throw new ProxxError("tool_failed", `ffmpeg ${how}: ${said ?? "it said nothing"}`, {
    hint: "Check that the sources play; `ffmpeg -i FILE -f null -` shows what is wrong with one.",
  });
}

function isComplaint(line: string): boolean {
  return /\[(error|fatal|panic)\]/.test(line) && !isHarmlessComplaint(line);
}
