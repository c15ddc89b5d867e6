import { filter, formatRational, sameRational, type Rational } from "@proxx/media";
import type { Picture } from "./composition.ts";
import { exactFrames } from "./exact-streams.ts";

/** A picture at this pace, of exactly so many frames. What is missing at its end is its last frame; a still stands. */
export function timedPicture(picture: Picture, { rate, frames }: { rate: Rational; frames: number }): Picture {
  if (picture.still || frames > picture.frames || !sameRational(picture.rate, rate)) {
    return { ...picture, stream: exactFrames(picture.stream, frames, rate), rate, frames, still: false };
  }
  if (frames === picture.frames) return picture;
  return { ...picture, stream: filter(picture.stream, "trim", { end_frame: frames }), frames };
}

/** The frames of a film from one to before another. */
export function cutPicture(picture: Picture, from: number, to: number): Picture {
  if (from === 0) return timedPicture(picture, { rate: picture.rate, frames: to });
  const cut = filter(picture.stream, "trim", { start_frame: from, end_frame: to });
  const paced = filter(filter(cut, "setpts", { expr: "PTS-STARTPTS" }), "fps", { fps: formatRational(picture.rate) });
  // The end that `fps` fills up to is told on the clock from before the cut: it makes a frame too many.
  return { ...picture, stream: filter(paced, "trim", { end_frame: to - from }), frames: to - from };
}
