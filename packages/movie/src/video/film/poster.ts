import { ProxxError } from "@proxx/contract";
import { runTool, type MediaTools } from "@proxx/media";

export interface PosterOptions {
  readonly tools: (() => Promise<MediaTools>) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The first picture of a film, as PNG. Rejects with `input_unusable` where it has none. */
export async function posterOf(path: string, { tools, signal }: PosterOptions): Promise<Buffer> {
  if (tools === undefined) {
    throw new ProxxError("input_unusable", `${path} is a film, and there is no ffmpeg to read it.`, {
      hint: "Install ffmpeg, or give a picture.",
    });
  }
  const { ffmpeg } = await tools();
  const pieces: Buffer[] = [];
  const run = await runTool({
    command: ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-v", "error", "-i", `file:${path}`, "-map", "0:v:0", "-frames:v", "1"],
      ...["-f", "image2pipe", "-c:v", "png", "pipe:1"],
    ],
    onStdout: (bytes) => pieces.push(Buffer.from(bytes)),
    signal,
  });
  const data = Buffer.concat(pieces);
  if (run.exitCode === 0 && data.length > 0) return data;
  if (run.endedBy === "abort")
    throw new ProxxError("aborted", "Stopped while reading a film.", { hint: "Run it again." });
  throw new ProxxError(
    "input_unusable",
    `${path} has no picture that can be read: ${run.stderrTail.at(-1) ?? "nothing came"}.`,
    {
      hint: "Give a film that ffmpeg reads, or a picture.",
    },
  );
}
