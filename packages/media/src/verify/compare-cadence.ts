import type { VerificationRow } from "@proxx/contract";
import { runTool } from "../process/run-tool.ts";
import { safeInputArguments } from "../probe/safe-input.ts";
import {
  brightnessBetween,
  frameShown,
  THUMBNAIL_BYTES,
  THUMBNAIL_HEIGHT,
  THUMBNAIL_WIDTH,
  type Thumbnail,
} from "./thumbnail.ts";

interface CadenceQuestion {
  source: { path: string; streamIndex: number; startByte?: number | undefined };
  outputPath: string;
  /** For each frame of the output, from the first, the number of the source's frame that it is to show. */
  taken: readonly number[];
}

/**
 * Whether the output's frames show those frames of the source that they are to show. A count cannot see it: every second
 * frame and any other half of them are equally many. Small grey copies of both are compared; a frame is wrong when it is
 * more like one of its neighbours than like itself. Where nothing moves, nothing can be told, and nothing is wrong.
 */
export async function compareCadence(
  { source, outputPath, taken }: CadenceQuestion,
  options: { ffmpeg: string; signal?: AbortSignal | undefined },
): Promise<VerificationRow> {
  const lastTaken = taken.at(-1) ?? 0;
  const [before, after] = await Promise.all([
    readThumbnails(source, `0:${source.streamIndex}`, lastTaken + 3, options),
    readThumbnails({ path: outputPath }, "0:V:0", taken.length, options),
  ]);
  const expected = `source frames ${listStart(taken)}`;
  if (after.length === 0 || before.length === 0) {
    const found = `no frame of the ${before.length === 0 ? "source" : "output"} decodes`;
    return { check: "cadence", expected, found, pass: false };
  }
  const pairs = taken.flatMap((frame, index): [Thumbnail, Thumbnail][] => {
    const [one, other] = [before[frame], after[index]];
    return one === undefined || other === undefined ? [] : [[one, other]];
  });
  const brightness = brightnessBetween(pairs);
  const shown = taken.map((frame, index) => {
    const made = after[index];
    return made === undefined ? frame : frameShown(made, before, frame, brightness);
  });
  const pass = taken.every((frame, index) => shown[index] === frame);
  return { check: "cadence", expected, found: pass ? expected : `source frames ${listStart(shown)}`, pass };
}

function listStart(frames: readonly number[]): string {
  return frames.slice(0, 12).join(", ") + (frames.length > 12 ? ` … (${frames.length} compared)` : "");
}

async function readThumbnails(
  { path, startByte }: { path: string; startByte?: number | undefined },
  stream: string,
  frames: number,
  { ffmpeg, signal }: { ffmpeg: string; signal?: AbortSignal | undefined },
): Promise<Thumbnail[]> {
  const chunks: Buffer[] = [];
  const scale = `scale=${THUMBNAIL_WIDTH}:${THUMBNAIL_HEIGHT}:flags=area,format=gray`;
  await runTool({
    command: ffmpeg,
    args: [
      ...["-hide_banner", "-v", "error", "-threads", "2", ...safeInputArguments(path, { startByte })],
      ...["-map", stream, "-frames:v", String(frames), "-vf", scale],
      ...["-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1"],
    ],
    signal,
    stallMs: 300_000,
    onStdout: (bytes) => chunks.push(bytes),
  });
  const all = Buffer.concat(chunks);
  return Array.from({ length: Math.floor(all.length / THUMBNAIL_BYTES) }, (_, frame) =>
    all.subarray(frame * THUMBNAIL_BYTES, (frame + 1) * THUMBNAIL_BYTES),
  );
}
