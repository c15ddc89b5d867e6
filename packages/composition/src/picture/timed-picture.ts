import { filter, sameRational, type Rational, type Stream } from "@proxx/media";
import type { Picture } from "../composition.ts";
import { exactFrames } from "../exact-streams.ts";

/**
 * A picture at this pace, of exactly so many frames. Frames missing at the end repeat the last one, of a still its only
 * one.
 */
export function timedPicture(picture: Picture, { rate, frames }: { rate: Rational; frames: number }): Picture {
  if (picture.frames === 1)
    return { ...picture, stream: repeated(picture.stream, frames, rate), rate, frames, still: false };
  if (frames > picture.frames || !sameRational(picture.rate, rate)) {
    return { ...picture, stream: exactFrames(picture.stream, frames, rate), rate, frames };
  }
  if (frames === picture.frames) return picture;
  return { ...picture, stream: filter(picture.stream, "trim", { end_frame: frames }), frames };
}

/**
 * A single frame is not held but repeated: of one that comes out of `overlay`, ffmpeg 5.1 never tells that it was the
 * last.
 */
function repeated(stream: Stream, frames: number, rate: Rational): Stream {
  const endless = filter(stream, "loop", { loop: -1, size: 1 });
  const clock = filter(endless, "settb", { expr: `${rate.denominator}/${rate.numerator}` });
  return exactFrames(filter(clock, "setpts", { expr: "N" }), frames, rate);
}

/** The frames of a film from one to before another. */
export function cutPicture(picture: Picture, from: number, to: number): Picture {
  const { rate, frames } = picture;
  if (from === 0) return timedPicture(picture, { rate, frames: Math.min(to, frames) });
  const cut = filter(picture.stream, "trim", { start_frame: from, end_frame: to });
  const stream = exactFrames(filter(cut, "setpts", { expr: "PTS-STARTPTS" }), to - from, rate);
  return { ...picture, stream, frames: to - from };
}
