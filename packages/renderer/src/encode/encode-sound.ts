import { hashFile } from "@proxx/media";
import type { KeepPart } from "./keep-part.ts";
import { runEncoder } from "./run-encoder.ts";

const BITS_PER_SECOND = 192_000;

/** The sound of a movie as AAC, made once of the same samples. What is AAC in MP4 already, an `.m4a`, is taken as it is. */
export async function encodeSound(
  sound: string,
  options: {
    readonly ffmpeg: string;
    readonly toolVersion: string;
    readonly keepPart: KeepPart;
    readonly signal: AbortSignal;
  },
): Promise<string> {
  if (sound.endsWith(".m4a")) return sound;
  const { ffmpeg, toolVersion, keepPart, signal } = options;
  const ingredients = { samples: await hashFile(sound, signal), bitsPerSecond: BITS_PER_SECOND, ffmpeg: toolVersion };
  const { path } = await keepPart({ kind: "sound", shown: "sound", ingredients, extension: "m4a" }, (working) =>
    runEncoder({
      ffmpeg,
      args: [
        ...["-hide_banner", "-nostats", "-v", "error", "-y", "-i", `file:${sound}`, "-vn"],
        ...["-c:a", "aac", "-b:a", String(BITS_PER_SECOND), "-f", "mp4", `file:${working}`],
      ],
      doing: "encoding the sound",
      signal,
    }),
  );
  return path;
}
