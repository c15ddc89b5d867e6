import { runTool } from "../process/run-tool.ts";
import { safeInputArguments } from "./safe-input.ts";

/** The type of unit that tells the form of the pictures behind it. */
const SEQUENCE_UNITS: Readonly<Record<string, number>> = { h264: 7, hevc: 33, mpeg1video: 179, mpeg2video: 179 };

interface CodedPicture {
  path: string;
  streamIndex: number;
  codec: string;
  startByte?: number | undefined;
}

/**
 * Whether a stream's sequence headers differ on the way, without decoding any picture. ffmpeg says when size or pixels
 * change; when the shape of the pixels does, it says nothing.
 */
export async function changesSequence(
  { path, streamIndex, codec, startByte }: CodedPicture,
  { ffmpeg, signal }: { ffmpeg: string; signal?: AbortSignal | undefined },
): Promise<boolean> {
  const unit = SEQUENCE_UNITS[codec];
  if (unit === undefined) return false;
  const hashes = new Set<string>();
  await runTool({
    command: ffmpeg,
    args: [
      ...["-hide_banner", "-v", "error", ...safeInputArguments(path, { startByte })],
      ...["-map", `0:${streamIndex}`, "-c", "copy", "-bsf:v", `filter_units=pass_types=${unit}`],
      ...["-f", "framemd5", "pipe:1"],
    ],
    signal,
    stallMs: 300_000,
    // Stream, two times, length, size and hash of each packet that has such a header.
    onStdoutLine: (line) => {
      const hash = line.startsWith("#") ? undefined : line.split(",")[5];
      if (hash !== undefined) hashes.add(hash.trim());
    },
  });
  return hashes.size > 1;
}
