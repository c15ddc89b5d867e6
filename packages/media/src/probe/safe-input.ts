import { closeSync, openSync, readSync } from "node:fs";

// Containers that carry their own pictures. Playlists and scripts (hls, dash, concat, image2, avisynth, sdp …) name other
// files or hosts, and ffmpeg recognises them by content whatever the file is called; they are therefore left out, which
// the protocol list alone cannot do: a playlist named `.mov` that points at a local file gets past that.
const SELF_CONTAINED_FORMATS = [
  "mov",
  "matroska",
  "mxf",
  "avi",
  "mpegts",
  "mpeg",
  "flv",
  "asf",
  "dv",
  "gxf",
  "ogg",
  "nut",
  "ivf",
  "obu",
  "rm",
  "wtv",
  "lxf",
  "r3d",
  "cine",
  "yuv4mpegpipe",
  "h264",
  "hevc",
  "m4v",
  "mpegvideo",
  "wav",
  "w64",
  "aiff",
  "caf",
  "mp3",
  "aac",
  "ac3",
  "flac",
  // Pictures: one after the other out of the file itself, where `image2` would look for others by their names.
  "png_pipe",
  "jpeg_pipe",
  "webp_pipe",
  "bmp_pipe",
  "tiff_pipe",
  "gif",
];

/** `-i` for a file that comes from outside: nothing but that file is opened, however it is named and whatever it says. */
export function safeInputArguments(path: string, { startByte = 0 }: { startByte?: number | undefined } = {}): string[] {
  const skipped = startByte === 0 ? [] : ["-skip_initial_bytes", String(startByte)];
  return [...inputRestrictions(), ...skipped, ...ownFormat(path), "-i", fileUrl(path)];
}

/**
 * A JPEG of more than two kilobytes whose name says that it is a picture is taken for one of a sequence (`image2`): ffmpeg
 * looks at its beginning alone, and that weighs less than the name. So it is called by what its bytes say.
 */
function ownFormat(path: string): string[] {
  return PICTURE_NAME.test(path) && isJpeg(path) ? ["-f", "jpeg_pipe"] : [];
}

/** The names of pictures as people write them; by any other name ffmpeg goes by the bytes. */
const PICTURE_NAME = /\.(?:jpe?g|jps|mpo|png|webp|bmp|tiff?)$/i;

function isJpeg(path: string): boolean {
  const start = Buffer.alloc(3);
  try {
    const file = openSync(path, "r");
    try {
      readSync(file, start);
    } finally {
      closeSync(file);
    }
  } catch {
    // What cannot be read is for ffmpeg to say.
    return false;
  }
  return start.equals(JPEG_START);
}

const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);

/** The same restrictions without the `-i`, for tools that take the input elsewhere. */
export function inputRestrictions(): string[] {
  return ["-protocol_whitelist", "file,pipe", "-format_whitelist", SELF_CONTAINED_FORMATS.join(",")];
}

/** ffmpeg takes `concat:x|y.mov` and `a:b.mov` for protocols; `file:` and an absolute path name a file and nothing else. */
export function fileUrl(absolutePath: string): string {
  return `file:${absolutePath}`;
}
