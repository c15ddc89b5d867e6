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

interface CopyOptions {
  ffmpeg: string;
  signal?: AbortSignal | undefined;
}

/**
 * Whether a stream's sequence headers differ on the way, without decoding any picture. ffmpeg says when size or pixels
 * change; when the shape of the pixels does, it says nothing.
 */
export async function changesSequence(picture: CodedPicture, options: CopyOptions): Promise<boolean> {
  const unit = SEQUENCE_UNITS[picture.codec];
  if (unit === undefined) return false;
  const hashes = new Set<string>();
  // Stream, two times, length, size and hash of each packet that has such a header.
  await copyPackets(picture, ["-bsf:v", `filter_units=pass_types=${unit}`, "-f", "framemd5"], options, (line) => {
    const hash = line.startsWith("#") ? undefined : line.split(",")[5];
    if (hash !== undefined) hashes.add(hash.trim());
  });
  return hashes.size > 1;
}

/** The same where headers stand beside the packets, as FLV has them; streams repeat the one they began with. */
export async function changesHeader(picture: CodedPicture, options: CopyOptions): Promise<boolean> {
  let began: string | null = null;
  let changes = false;
  await copyPackets(picture, ["-f", "framehash", "-hash", "md5"], options, (line) => {
    if (line.startsWith("#extradata")) began = /\w+$/.exec(line)?.[0] ?? null;
    const beside = line.startsWith("#") ? undefined : line.split(/, S=\d+,/)[1];
    if (began !== null && beside !== undefined && !beside.includes(began)) changes = true;
  });
  return changes;
}

async function copyPackets(
  { path, streamIndex, startByte }: CodedPicture,
  written: readonly string[],
  { ffmpeg, signal }: CopyOptions,
  onStdoutLine: (line: string) => void,
): Promise<void> {
  const input = ["-hide_banner", "-v", "error", ...safeInputArguments(path, { startByte })];
  const args = [...input, "-map", `0:${streamIndex}`, "-c", "copy", ...written, "pipe:1"];
  await runTool({ command: ffmpeg, args, signal, stallMs: 300_000, onStdoutLine });
}
