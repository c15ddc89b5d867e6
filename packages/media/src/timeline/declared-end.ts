import type { MediaFacts, VideoFacts } from "../probe/media-facts.ts";
import type { SoundLine } from "./time-line.ts";

interface Declared extends Pick<MediaFacts, "startSeconds" | "durationSeconds"> {
  formatNames: readonly string[];
  video: Pick<VideoFacts, "startSeconds" | "durationSeconds"> | null;
}

/**
 * When the picture ends by its track. Of a QuickTime track that begins late ffmpeg tells the length of all its edits, the
 * empty one before it too, or that of the media, whichever is shorter: no track goes on after the film.
 */
export function declaredEndOf({
  video,
  formatNames,
  startSeconds: begin,
  durationSeconds: film,
}: Declared): number | null {
  if (video?.durationSeconds == null) return null;
  const start = video.startSeconds ?? 0;
  const end = start + video.durationSeconds;
  const late = formatNames.includes("mov") && begin === 0 && start > 0;
  return late && film !== null ? Math.min(end, film) : end;
}

/**
 * Matroska tells how long the track is and not how long its last frame. Where sound goes on to the end of the track, that
 * frame is held; where it stops with the picture, the file was cut.
 */
export function heldUnderSound(
  endSeconds: number | null,
  declaredEnd: number | null,
  sound: readonly SoundLine[],
): number | null {
  if (endSeconds === null || declaredEnd === null) return endSeconds;
  const covered = sound.some((track) => track.endSeconds !== null && track.endSeconds > declaredEnd - 0.1);
  return covered && declaredEnd > endSeconds + 0.1 ? declaredEnd : endSeconds;
}
