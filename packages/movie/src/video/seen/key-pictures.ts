import { runTool, toNumber, toolFailure, type MediaTools, type Rational } from "@proxx/media";
import { COLUMNS, ROWS, type SmallPicture } from "./small-picture.ts";

/** Further from each other than this, key pictures are read apart and what lies between is left out. */
const APART_SECONDS = 30;

interface ReadKeysOptions {
  /** All frames of the movie that are key pictures. */
  readonly keys: readonly number[];
  readonly frameRate: Rational;
  readonly tools: Pick<MediaTools, "ffmpeg">;
  readonly signal: AbortSignal | undefined;
}

/**
 * The key pictures of a movie at these frames, which are in order: decoded by themselves, without what lies between them.
 * What does not come out is missing.
 */
export async function readKeyPictures(
  path: string,
  wanted: readonly number[],
  about: ReadKeysOptions,
): Promise<Map<number, SmallPicture>> {
  const rate = toNumber(about.frameRate);
  const found = new Map<number, SmallPicture>();
  for (const { from, to } of stretchesOf(wanted, APART_SECONDS * rate)) {
    const within = about.keys.filter((key) => key >= from && key <= to);
    // From before the first to behind the last, by less than a frame: times in decimals are rounded.
    const seconds = { from: Math.max(0, from - 0.25) / rate, to: (to + 0.25) / rate };
    const pictures = await decodeKeys(path, seconds, about);
    // With another number of them, nobody knows which is which.
    if (pictures.length !== within.length) return await readAll(path, about);
    for (const [at, picture] of pictures.entries()) found.set(within[at] ?? 0, picture);
  }
  return found;
}

/** Where seeking leads elsewhere than to the frame that was asked for: from the beginning to the end. */
async function readAll(path: string, about: ReadKeysOptions): Promise<Map<number, SmallPicture>> {
  const pictures = await decodeKeys(path, null, about);
  if (pictures.length !== about.keys.length) return new Map();
  return new Map(pictures.map((picture, at) => [about.keys[at] ?? 0, picture]));
}

function stretchesOf(frames: readonly number[], apart: number): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = [];
  for (const frame of frames) {
    const last = stretches.at(-1);
    if (last !== undefined && frame - last.to <= apart) stretches[stretches.length - 1] = { ...last, to: frame };
    else stretches.push({ from: frame, to: frame });
  }
  return stretches;
}

async function decodeKeys(
  path: string,
  seconds: { from: number; to: number } | null,
  { tools, signal }: ReadKeysOptions,
): Promise<SmallPicture[]> {
  const pieces: Buffer[] = [];
  const run = await runTool({
    command: tools.ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-v", "error", "-threads", "1", "-skip_frame", "nokey"],
      ...(seconds === null ? [] : ["-ss", seconds.from.toFixed(6), "-to", seconds.to.toFixed(6)]),
      ...["-i", `file:${path}`, "-map", "0:v:0"],
      ...["-vf", `scale=${COLUMNS}:${ROWS}:flags=area`, "-fps_mode", "passthrough", "-pix_fmt", "yuv420p"],
      ...["-f", "rawvideo", "pipe:1"],
    ],
    onStdout: (bytes) => pieces.push(bytes),
    signal,
    stallMs: 120_000,
  });
  // What does not decode is missing in what came.
  if (run.exitCode === null || run.endedBy !== null) {
    throw toolFailure(run, {
      tool: "ffmpeg",
      doing: "looking at the movie",
      hint: "`proxx doctor` shows whether this ffmpeg has what is needed (h264).",
    });
  }
  const bytes = Buffer.concat(pieces);
  const each = COLUMNS * ROWS * 1.5;
  return Array.from({ length: Math.floor(bytes.length / each) }, (_, index) =>
    bytes.subarray(index * each, index * each + COLUMNS * ROWS),
  );
}
