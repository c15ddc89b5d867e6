import { rm, writeFile } from "node:fs/promises";
import type { Rational } from "@proxx/media";
import { timeScale } from "../container/movie-header.ts";
import { chapterFile, type Chapter } from "./chapter-file.ts";
import { runEncoder } from "./run-encoder.ts";

export interface MuxOptions {
  readonly ffmpeg: string;
  readonly frameRate: Rational;
  /** An MP4 in fragments as it comes, or any as a file. */
  readonly pictures: AsyncIterable<Uint8Array> | string;
  /** A file with AAC. */
  readonly sound: string | null;
  readonly chapters: readonly Chapter[];
  readonly title: string | null;
  readonly output: string;
  readonly signal?: AbortSignal | undefined;
}

/** Puts pictures and sound into an MP4 as they are, with the index in front, so that it can be played while it comes. */
export async function muxMovie({ ffmpeg, pictures, output, signal, ...options }: MuxOptions): Promise<void> {
  const { frameRate, sound, chapters, title } = options;
  const chaptersPath = `${output}.chapters`;
  try {
    if (chapters.length > 0) await writeFile(chaptersPath, chapterFile(chapters, frameRate));
    await runEncoder({
      ffmpeg,
      args: [
        ...["-hide_banner", "-nostats", "-v", "error", "-y"],
        ...["-f", "mov", "-i", typeof pictures === "string" ? `file:${pictures}` : "pipe:0"],
        ...(sound === null ? [] : ["-i", `file:${sound}`]),
        ...(chapters.length === 0 ? [] : ["-f", "ffmetadata", "-i", `file:${chaptersPath}`]),
        ...["-map", "0:v", ...(sound === null ? [] : ["-map", "1:a"]), "-c", "copy"],
        ...["-map_metadata:g", "-1", "-map_chapters", chapters.length === 0 ? "-1" : sound === null ? "1" : "2"],
        ...(title === null ? [] : ["-metadata", `title=${title}`]),
        // Of a rate such as 30000/1001 each frame is a whole number of ticks.
        ...["-video_track_timescale", String(timeScale(frameRate))],
        ...["-movflags", "+faststart", "-f", "mp4", `file:${output}`],
      ],
      doing: "writing the movie",
      input: typeof pictures === "string" ? undefined : pictures,
      signal,
    });
  } finally {
    await rm(chaptersPath, { force: true });
  }
}
