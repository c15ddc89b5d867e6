import type { TransitionName } from "../parameters/transitions.ts";
import { filter, type Stream } from "@proxx/media";
import { secondsOfFrames, type Picture, exactFrames, plainPicture } from "@proxx/composition";
import type { Timeline, Transition } from "./plan-transitions.ts";

/**
 * Pictures of the same size and pace, one after the other. Each is taken apart into what is seen of it alone and what is
 * blended, so that only the frames of a transition go through a blending filter, and a clip is not read before its turn.
 */
export function joinPictures(pictures: readonly [Picture, ...Picture[]], { transitions, frames }: Timeline): Picture {
  const parts: Stream[] = [];
  for (const [index, picture] of pictures.entries()) {
    const before = transitions[index - 1];
    const [head, tail] = [before?.frames ?? 0, transitions[index]?.frames ?? 0];
    const previous = pictures[index - 1];
    if (before !== undefined && previous !== undefined && head > 0) {
      const ending = blendable(previous, previous.frames - head, previous.frames);
      parts.push(...blend(ending, blendable(picture, 0, head), before.type));
    }
    if (head + tail < picture.frames) parts.push(part(picture, head, picture.frames - tail).stream);
  }
  const [first] = pictures;
  return { ...first, stream: oneAfterTheOther(parts, first, frames), frames };
}

/** From one frame to before another. Its time still begins where it stood. */
function part(picture: Picture, from: number, to: number): Picture {
  if (from === 0 && to === picture.frames) return picture;
  const cut = filter(picture.stream, "trim", { start_frame: from, end_frame: to });
  return { ...picture, stream: cut, frames: to - from };
}

/** `xfade` takes pictures on the same clock only, and other operations leave theirs on many. */
function blendable(picture: Picture, from: number, to: number): Picture {
  const cut = part(picture, from, to);
  const begun = from === 0 ? cut.stream : filter(cut.stream, "setpts", { expr: "PTS-STARTPTS" });
  return { ...cut, stream: exactFrames(begun, cut.frames, cut.rate) };
}

/** What ffmpeg's `xfade` calls them. */
const BLENDS: Readonly<Record<Exclude<TransitionName, "cut" | "fade" | "fade-white">, string>> = {
  crossfade: "fade",
  dissolve: "dissolve",
  "wipe-left": "wipeleft",
  "wipe-right": "wiperight",
  "wipe-up": "wipeup",
  "wipe-down": "wipedown",
  "slide-left": "slideleft",
  "slide-right": "slideright",
  "slide-up": "slideup",
  "slide-down": "slidedown",
};

/** Two pictures of the same number of frames, the one turning into the other. */
function blend(ending: Picture, beginning: Picture, type: Transition["type"]): Stream[] {
  if (type === "cut") return [beginning.stream];
  if (type !== "fade" && type !== "fade-white") return [turn(ending, beginning, BLENDS[type])];
  // `xfade` has such transitions, with a black and a white that are none in limited range.
  const half = Math.floor(ending.frames / 2);
  const plain = { ...ending, colour: type === "fade" ? "#000000ff" : "#ffffffff" };
  const rest = ending.frames - half;
  const going = half === 0 ? [] : [turn(part(ending, 0, half), plainPicture({ ...plain, frames: half }), "fade")];
  return [...going, turn(plainPicture({ ...plain, frames: rest }), part(beginning, half, ending.frames), "fade")];
}

function turn(ending: Picture, beginning: Picture, transition: string): Stream {
  const duration = secondsOfFrames(ending.frames, ending.rate);
  return filter([ending.stream, beginning.stream], "xfade", { transition, duration, offset: 0 });
}

/** Frames are counted anew: `concat` does not know how long a part of a single frame lasts. */
function oneAfterTheOther(parts: readonly Stream[], { rate }: Picture, frames: number): Stream {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const begun = parts.map((stream) => filter(stream, "setpts", { expr: "PTS-STARTPTS" }));
  const clock = filter(filter(begun, "concat", { n: parts.length }), "settb", {
    expr: `${rate.denominator}/${rate.numerator}`,
  });
  return exactFrames(filter(clock, "setpts", { expr: "N" }), frames, rate);
}
