import {
  createComplaints,
  createProgressActivity,
  createProgressParser,
  isHarmlessComplaint,
  runTool,
  toolFailure,
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
  // Of sound that becomes nothing ffmpeg says no word before it ends.
  const isFull = run.stderrTail.some((line) => line.includes("No space left on device"));
  const hasComplained =
    run.endedBy === null && run.signal === null && !isFull && (run.exitCode !== 0 || complaints.length > 0);
  if (hasComplained) await onComplaint?.();
  if (run.exitCode === 0 && run.endedBy === null) return;
  const said = run.stderrTail.find(isComplaint);
  throw toolFailure(said === undefined ? run : { ...run, stderrTail: [...run.stderrTail, said] }, {
    tool: "ffmpeg",
    doing: "rendering",
    hint: "Check that the sources play; `ffmpeg -i FILE -f null -` shows what is wrong with one.",
  });
}

function isComplaint(line: string): boolean {
  return /\[(error|fatal|panic)\]/.test(line) && !isHarmlessComplaint(line);
}
