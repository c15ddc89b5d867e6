import { ProxxError } from "@proxx/contract";
import { runTool } from "@proxx/media";

export interface EncoderRun {
  readonly ffmpeg: string;
  readonly args: readonly string[];
  /** What is done, for what is said of a failure: "encoding pictures". */
  readonly doing: string;
  readonly input?: AsyncIterable<Uint8Array> | undefined;
  readonly onOutput?: ((bytes: Uint8Array) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs ffmpeg on what it is given, to its end; anything but a clean end is an error. */
export async function runEncoder({ ffmpeg, args, doing, input, onOutput, signal }: EncoderRun): Promise<void> {
  const run = await runTool({
    command: ffmpeg,
    args,
    signal,
    ...(input && { input }),
    ...(onOutput && { onStdout: onOutput }),
  });
  if (run.endedBy === "abort") {
    throw new ProxxError("aborted", `Stopped while ${doing}.`, { hint: "Run it again: what is finished is reused." });
  }
  if (run.exitCode === 0 && run.stderrTail.length === 0) return;
  const said = run.stderrTail.at(-1) ?? "it said nothing";
  if (run.stderrTail.some((line) => line.includes("No space left on device"))) {
    throw new ProxxError("disk_full", `The disk filled up while ${doing}.`, {
      hint: "Make room and run it again: what is finished is reused.",
    });
  }
  throw new ProxxError("tool_failed", `ffmpeg ended with ${run.exitCode ?? run.signal} while ${doing}: ${said}`, {
    hint: "`proxx doctor` shows whether this ffmpeg has what is needed (libx264, aac).",
  });
}
