import { ProxxError } from "@proxx/contract";
import { hashFile, runTool, toNumber, type MediaTools, type Rational } from "@proxx/media";
import type { Picture } from "@proxx/renderer";
import { z } from "zod";
import type { Parts } from "../../parts/parts.ts";
import type { FrameSize } from "../look.ts";

/** A film that runs behind a section, in the movie's size and rate. It begins again at its end. */
export interface Film {
  /** The picture of a frame, counted from where the film began. */
  pictureAt(frame: number): Picture;
}

export interface FilmOptions {
  readonly fit: "cover" | "contain";
  readonly size: FrameSize;
  readonly frameRate: Rational;
  readonly parts: Parts;
  readonly tools: MediaTools;
  readonly signal: AbortSignal | undefined;
}

/** More of a film than this is not shown: it begins again. */
export const LONGEST_FILM_SECONDS = 60;

/** Raise it when the same film becomes other pictures. */
export const FILM_VERSION = 1;

/** Frames that are decoded at once, and how many of such groups are kept: of full HD, 50 MB each. */
const GROUP = 6;
const KEPT_GROUPS = 4;

export async function openFilm(path: string, options: FilmOptions): Promise<Film> {
  const { size, frameRate, parts, tools, fit, signal } = options;
  const source = await hashFile(path);
  const part = await parts.part(
    {
      kind: "film",
      shown: `film ${path}`,
      ingredients: {
        source,
        size: { ...size },
        frameRate: { ...frameRate },
        fit,
        version: FILM_VERSION,
        ffmpeg: tools.version,
      },
      extension: "mp4",
      facts: z.strictObject({ frames: z.int().min(1) }),
    },
    (output) => prepare(path, { ...options, output }),
  );
  const { frames } = part.facts;
  const groups = new Map<number, Promise<Buffer>>();
  const bytes = size.width * size.height * 4;

  function groupAt(index: number): Promise<Buffer> {
    const group = groups.get(index) ?? decodeGroup(part.path, { index, bytes, frameRate, tools, signal });
    // What is asked for again is the last to be forgotten.
    groups.delete(index);
    groups.set(index, group);
    for (const oldest of groups.keys()) if (groups.size > KEPT_GROUPS) groups.delete(oldest);
    return group;
  }

  return {
    pictureAt(frame) {
      const index = frame % frames;
      return {
        id: `film ${part.sha256} ${index}`,
        ...size,
        opaque: true,
        async pixels() {
          const group = await groupAt(Math.floor(index / GROUP));
          const from = (index % GROUP) * bytes;
          return group.subarray(from, from + bytes);
        },
      };
    },
  };
}

/** In the movie's size and rate, so that its frames can be asked for by their number. */
async function prepare(path: string, options: FilmOptions & { output: string }): Promise<{ frames: number }> {
  const { output, size, frameRate, fit, tools, signal } = options;
  const { width, height } = size;
  const whole = `${width}:${height}`;
  const shaped =
    fit === "cover"
      ? `scale=${whole}:force_original_aspect_ratio=increase,crop=${whole}`
      : `scale=${whole}:force_original_aspect_ratio=decrease,pad=${whole}:(ow-iw)/2:(oh-ih)/2`;
  const rate = `${frameRate.numerator}/${frameRate.denominator}`;
  let frames = 0;
  const run = await runTool({
    command: tools.ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-v", "error", "-y", "-i", `file:${path}`, "-map", "0:v:0", "-an", "-sn", "-dn"],
      ...["-t", String(LONGEST_FILM_SECONDS), "-vf", `fps=${rate},${shaped},setsar=1,format=yuv420p`],
      ...["-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-g", String(GROUP), "-keyint_min", String(GROUP)],
      ...["-sc_threshold", "0", "-bf", "0", "-progress", "pipe:1", "-f", "mp4", `file:${output}`],
    ],
    onStdoutLine: (line) => {
      const [, count] = /^frame=\s*(\d+)$/.exec(line) ?? [];
      if (count !== undefined) frames = Number(count);
    },
    signal,
  });
  if (run.exitCode === 0 && frames > 0) return { frames };
  if (run.endedBy === "abort")
    throw new ProxxError("aborted", "Stopped while reading a film.", { hint: "Run it again." });
  throw new ProxxError(
    "input_unusable",
    `The film ${path} cannot be read: ${run.stderrTail.at(-1) ?? "it has no picture"}.`,
    {
      hint: "Give another film as background, or a picture.",
    },
  );
}

async function decodeGroup(
  path: string,
  how: { index: number; bytes: number; frameRate: Rational; tools: MediaTools; signal: AbortSignal | undefined },
): Promise<Buffer> {
  const { index, bytes, frameRate, tools, signal } = how;
  // Half a frame before the first that is wanted: what lies before it is left out.
  const seconds = Math.max(0, (index * GROUP - 0.5) / toNumber(frameRate));
  const group = Buffer.alloc(GROUP * bytes);
  let filled = 0;
  const run = await runTool({
    command: tools.ffmpeg,
    args: [
      ...["-hide_banner", "-nostats", "-v", "error", "-ss", seconds.toFixed(6), "-i", `file:${path}`],
      ...["-frames:v", String(GROUP), "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:1"],
    ],
    onStdout: (piece) => {
      filled += piece.copy(group, filled);
    },
    signal,
  });
  if (run.endedBy === "abort")
    throw new ProxxError("aborted", "Stopped while reading a film.", { hint: "Run it again." });
  if (run.exitCode === 0 && filled > 0) return group;
  throw new ProxxError(
    "tool_failed",
    `A film behind a section cannot be read: ${run.stderrTail.at(-1) ?? "nothing came"}.`,
    {
      hint: "Run it again.",
    },
  );
}
