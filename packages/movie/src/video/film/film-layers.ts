import type { Motion, TimelineLayer } from "@proxx/renderer";
import type { Film } from "./open-film.ts";

/** A film in its time, a layer for each of its frames. `begins` is the frame of the movie that shows its first. */
export function filmLayers(
  film: Film,
  { begins, from, to, change }: { begins: number; from: number; to: number; change: Motion | null },
): TimelineLayer[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index): TimelineLayer => {
    const frame = from + index;
    // It comes as slides do that fade, whichever way its slide comes.
    const opacity = change === null ? 1 : Math.min(1, (index + 1) / (change.frames + 1));
    return { picture: film.pictureAt(frame - begins), from: frame, to: frame + 1, x: 0, y: 0, opacity };
  });
}
