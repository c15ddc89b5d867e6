import type { MediaFacts, TimeLine } from "@proxx/media";
import { holdsWholeSegment } from "./container/matroska-extent.ts";

/** Differences below this are rounding and the last frame's own length. */
const HELD_SECONDS = 0.1;

/**
 * Matroska tells how long a track is and not how long its last frame. Where nothing of the file is missing, that frame is
 * held to the track's end; else the picture ends where its packets do, and the copy broke off.
 */
export async function settleEnd(path: string, facts: MediaFacts, timeLine: TimeLine): Promise<TimeLine> {
  const { endSeconds } = timeLine;
  const declared = declaredEnd(facts);
  if (!facts.formatNames.includes("matroska") || endSeconds === null || declared === null) return timeLine;
  if (declared <= endSeconds + HELD_SECONDS || !(await holdsWholeSegment(path))) return timeLine;
  return { ...timeLine, endSeconds: declared };
}

/** A track's own length may be of another edition of the file; that of the whole is written by whoever writes the file. */
function declaredEnd({ video, durationSeconds, audio }: MediaFacts): number | null {
  if (video === null || durationSeconds === null) return null;
  if (video.durationSeconds !== null) return Math.min(video.durationSeconds, durationSeconds);
  return audio.length === 0 ? durationSeconds : null;
}
