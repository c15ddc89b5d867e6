import { runTool, toolFailure } from "@proxx/media";

export interface EncoderRun {
  readonly ffmpeg: string;
  readonly args: readonly string[];
  /** What is done, for what is said of a failure: "encoding pictures". */
  readonly doing: string;
  readonly input?: AsyncIterable<Uint8Array> | undefined;
  readonly onOutput?: ((bytes: Uint8Array) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long it may give nothing and take nothing. @default 300 000 */
  readonly stallMs?: number | undefined;
}

/** Runs ffmpeg on what it is given, to its end; anything but a clean end is an error. */
export async function runEncoder(options: EncoderRun): Promise<void> {
  const { ffmpeg, args, doing, input, onOutput, signal, stallMs = 300_000 } = options;
  const run = await runTool({
    command: ffmpeg,
    args,
    signal,
    stallMs,
    ...(input && { input }),
    ...(onOutput && { onStdout: onOutput }),
  });
  if (run.exitCode === 0 && run.stderrTail.length === 0 && run.endedBy === null) return;
  throw toolFailure(run, {
    tool: "ffmpeg",
    doing,
    hint: "`proxx doctor` shows whether this ffmpeg has what is needed (libx264, aac).",
  });
}
