import { runTool } from "../process/run-tool.ts";
import { createComplaints } from "./complaint.ts";
import { safeInputArguments } from "./safe-input.ts";

interface CutStream {
  path: string;
  startByte: number;
  videoIndex: number;
  audioIndexes: readonly number[];
  /** How many pictures are decoded: the first, and those that it leaves without what they refer to. */
  pictures: number;
}

/** What ffmpeg says against the beginning of a stream that was cut into the middle of pictures and sound. */
export async function findStartComplaints(
  { path, startByte, videoIndex, audioIndexes, pictures }: CutStream,
  { ffmpeg, signal }: { ffmpeg: string; signal?: AbortSignal | undefined },
): Promise<string[]> {
  const { complaints, read } = createComplaints((line) => /\[(error|fatal|panic)\]/.test(line));
  const nowhere = ["-f", "null", "-"];
  await runTool({
    command: ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-loglevel", "level+error", ...safeInputArguments(path, { startByte })],
      ...["-map", `0:${videoIndex}`, "-frames:v", String(pictures), ...nowhere],
      ...audioIndexes.flatMap((index) => ["-map", `0:${index}`, "-frames:a", "1", ...nowhere]),
    ],
    signal,
    timeoutMs: 60_000,
    onStderrLine: read,
  });
  return complaints;
}
