import { extname } from "node:path";
import type { MediaFacts } from "@proxx/media";

const BY_EXTENSION: Readonly<Record<string, string>> = {
  ".mp4": "video/mp4",
  ".m4v": "video/mp4",
  ".mov": "video/quicktime",
  ".mkv": "video/x-matroska",
  ".webm": "video/webm",
  ".avi": "video/x-msvideo",
  ".mxf": "application/mxf",
  ".ts": "video/mp2t",
  ".mp3": "audio/mpeg",
  ".m4a": "audio/mp4",
  ".aac": "audio/aac",
  ".wav": "audio/wav",
  ".flac": "audio/flac",
  ".ogg": "audio/ogg",
  ".opus": "audio/ogg",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".bmp": "image/bmp",
  ".tif": "image/tiff",
  ".tiff": "image/tiff",
  ".gif": "image/gif",
  ".srt": "application/x-subrip",
  ".vtt": "text/vtt",
};

/** By ffprobe's name of the format: what is in the file, whatever it is called. */
const BY_FORMAT: Readonly<Record<string, readonly string[]>> = {
  mov: ["video/mp4", "video/quicktime", "audio/mp4"],
  matroska: ["video/x-matroska", "video/webm"],
  png_pipe: ["image/png"],
  jpeg_pipe: ["image/jpeg"],
  webp_pipe: ["image/webp"],
  bmp_pipe: ["image/bmp"],
  tiff_pipe: ["image/tiff"],
  gif: ["image/gif"],
  mp3: ["audio/mpeg"],
  aac: ["audio/aac"],
  wav: ["audio/wav"],
  flac: ["audio/flac"],
  ogg: ["audio/ogg"],
  avi: ["video/x-msvideo"],
  mpegts: ["video/mp2t"],
  mxf: ["application/mxf"],
};

/** The media type of a file that was probed: of those its format allows, the one its name speaks for. */
export function mediaTypeOf(path: string, { formatNames }: Pick<MediaFacts, "formatNames">): string {
  const named = BY_EXTENSION[extname(path).toLowerCase()];
  const possible = formatNames.flatMap((format) => BY_FORMAT[format] ?? []);
  if (named !== undefined && (possible.length === 0 || possible.includes(named))) return named;
  return possible[0] ?? "application/octet-stream";
}

/** Of a file of subtitles. */
export function subtitleType(path: string, beginning: string): string {
  return beginning.startsWith("WEBVTT") || extname(path).toLowerCase() === ".vtt" ? "text/vtt" : "application/x-subrip";
}
