import { readFile } from "node:fs/promises";
import { ProxxError, type StoredArtifact } from "@proxx/contract";
import { runTool, safeInputArguments, type MediaTools } from "@proxx/media";
import { z } from "zod";
import type { SideFile, SubtitleTrack } from "../composition.ts";

interface ReadOptions {
  tools: MediaTools;
  signal: AbortSignal;
}

/** Subtitle files that lie beside a film. */
export async function readBesides(files: readonly StoredArtifact[]): Promise<SideFile[]> {
  const besides = files.map(async ({ artifact: { mediaType }, path }): Promise<SideFile[]> => {
    const extension = EXTENSIONS[mediaType];
    return extension === undefined ? [] : [{ extension, mediaType, text: await readFile(path, "utf8") }];
  });
  return (await Promise.all(besides)).flat();
}

const EXTENSIONS: Readonly<Record<string, SideFile["extension"]>> = {
  "application/x-subrip": "srt",
  "text/vtt": "vtt",
};

const reportSchema = z.object({
  streams: z.array(
    z.object({
      index: z.int(),
      codec_name: z.string().optional(),
      tags: z.object({ language: z.string().optional() }).optional(),
    }),
  ),
});

/** Other codecs hold pictures of text, which cannot become a track of text. */
const TEXT_CODECS = ["mov_text", "subrip", "webvtt", "ass", "ssa", "text"];

/** The subtitle tracks within a film, as far as they are text. */
export async function readSubtitleTracks(path: string, options: ReadOptions): Promise<SubtitleTrack[]> {
  const report = await run(options.tools.ffprobe, path, options, {
    before: [],
    after: ["-select_streams", "s", "-show_entries", "stream=index,codec_name:stream_tags=language", "-of", "json"],
  });
  const { streams } = reportSchema.parse(JSON.parse(report));
  const tracks: SubtitleTrack[] = [];
  for (const { index, codec_name: codec, tags } of streams) {
    if (codec === undefined || !TEXT_CODECS.includes(codec)) continue;
    const text = await run(options.tools.ffmpeg, path, options, {
      before: ["-nostdin"],
      after: ["-map", `0:${index}`, "-c:s", "subrip", "-f", "srt", "pipe:1"],
    });
    const language = tags?.language ?? "und";
    tracks.push({ language: language === "und" ? null : language, text });
  }
  return tracks;
}

async function run(
  command: string,
  path: string,
  { signal }: ReadOptions,
  { before, after }: { before: string[]; after: string[] },
): Promise<string> {
  const lines: string[] = [];
  const done = await runTool({
    command,
    args: ["-v", "error", "-hide_banner", ...before, ...safeInputArguments(path), ...after],
    signal,
    stallMs: 300_000,
    onStdoutLine: (line) => lines.push(line),
  });
  if (done.endedBy === "abort")
    throw new ProxxError("aborted", "Reading a source was stopped.", { hint: "Run it again." });
  if (done.exitCode === 0) return `${lines.join("\n")}\n`;
  throw new ProxxError("probe_failed", "The subtitles of a source cannot be read.", {
    hint: `Leave them out: \`ffmpeg -i FILE -c copy -sn FILE2\`. ffmpeg says: ${done.stderrTail.at(-1) ?? "nothing"}`,
  });
}
