import { askFfprobe } from "@proxx/testing/ask-ffprobe";

/** The same specs give the same bytes, and those need not be decoded again in each round. */
const framesOf = new Map<string, number>();

/** Whether a file decodes without complaint, to as many frames as it must have. */
export function isWhole(path: string, sha256: string, frames: number | null): boolean {
  try {
    const found = framesOf.get(sha256) ?? Number(askFfprobe(path).video.nb_read_frames);
    framesOf.set(sha256, found);
    return frames === null || found === frames;
  } catch {
    return false;
  }
}
