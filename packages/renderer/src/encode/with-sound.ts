import type { MediaTools } from "@proxx/media";
import { encodeSound } from "./encode-sound.ts";
import type { KeepPart } from "./keep-part.ts";

export interface SoundOptions {
  /** A sound file; it may still be in the making while pictures are. */
  readonly sound?: string | Promise<string> | undefined;
  readonly tools: Pick<MediaTools, "ffmpeg" | "version">;
  readonly keepPart: KeepPart;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the pictures of a movie, and its sound beside them. Where one of them fails, the other is ended and waited for: nothing
 * is at work any more when the failure is told.
 */
export async function withSound<Pictures>(
  makePictures: (signal: AbortSignal) => Promise<Pictures>,
  { sound, tools, keepPart, ...options }: SoundOptions,
): Promise<{ pictures: Pictures; soundPath: string | null }> {
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const { ffmpeg, version: toolVersion } = tools;
  const pictures = makePictures(signal);
  const encoded = Promise.resolve(sound).then((path) =>
    path === undefined ? null : encodeSound(path, { ffmpeg, toolVersion, keepPart, signal }),
  );
  try {
    const [made, soundPath] = await Promise.all([pictures, encoded]);
    return { pictures: made, soundPath };
  } catch (error) {
    failure.abort();
    await Promise.allSettled([pictures, encoded]);
    throw error;
  }
}
