import { ProxxError } from "@proxx/contract";
import { safeInputArguments } from "../probe/safe-input.ts";
import { runTool } from "../process/run-tool.ts";
import { createDamageReader, type Damage } from "./read-damage.ts";
import type { SurveyedStream } from "./stream-damage.ts";

interface SurveyOptions {
  /** Absolute path of ffmpeg. */
  ffmpeg: string;
  streams: readonly SurveyedStream[];
  startSeconds: number;
  forgiven: readonly string[];
  startByte?: number | undefined;
  signal?: AbortSignal | undefined;
  /** How long to look. @default 300 000 */
  timeoutMs?: number;
}

/**
 * Decodes a file from start to end, past whatever is damaged, and tells what that is. As slow as decoding with one thread:
 * for files that failed already.
 */
export async function surveyDamage(path: string, options: SurveyOptions): Promise<Damage> {
  const { ffmpeg, streams, startByte, signal, timeoutMs = 300_000 } = options;
  const reader = createDamageReader(options);
  const numbered = { picture: 0, sound: 0 };
  const watched = streams.flatMap(({ index, kind }) => {
    const number = numbered[kind]++;
    const filter = kind === "picture" ? `showinfo@${index}=checksum=0` : `ashowinfo@${index}`;
    return ["-map", `0:${index}`, `-filter:${kind === "picture" ? "v" : "a"}:${number}`, filter];
  });
  const run = await runTool({
    command: ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-loglevel", "repeat+level+info"],
      // Threads that take a frame each would complain of one before those ahead of it are shown.
      ...["-thread_type", "slice", ...safeInputArguments(path, { startByte })],
      ...[...watched, "-fps_mode", "passthrough", "-f", "null", "-"],
    ],
    signal,
    timeoutMs,
    onStderrLine: reader.read,
  });
  if (run.endedBy === "abort")
    throw new ProxxError("aborted", "Looking for damage was aborted.", { hint: "Start it again." });
  return reader.summarise({ toTheEnd: run.endedBy === null });
}
