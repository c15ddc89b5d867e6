import { discoverTools, runTool, safeInputArguments, toolFailure } from "@proxx/media";

/** Wide enough to be compared by eye, side by side. */
const WIDTH = 640;

/**
 * A picture of a film as a JPEG, to be looked at: what is shown so long after its beginning. Of the file that is named, and
 * of no other that it names.
 */
export async function takeFrame(path: string, atSeconds: number): Promise<Buffer<ArrayBuffer>> {
  const { ffmpeg } = await discoverTools();
  const pieces: Buffer[] = [];
  const run = await runTool({
    command: ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-v", "error", "-threads", "1", "-ss", atSeconds.toFixed(3)],
      ...safeInputArguments(path),
      ...["-frames:v", "1", "-vf", `scale=${WIDTH}:-2`, "-q:v", "4", "-c:v", "mjpeg", "-f", "image2pipe", "pipe:1"],
    ],
    onStdout: (bytes) => pieces.push(bytes),
    timeoutMs: 20_000,
  });
  if (run.exitCode === 0 && pieces.length > 0) return Buffer.concat(pieces);
  const hint = "Look whether the file is there, and whether it plays.";
  throw toolFailure(run, { tool: "ffmpeg", doing: "taking a picture out of it", hint });
}
