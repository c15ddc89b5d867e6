import type { Picture, Timeline, TimelineLayer } from "@proxx/renderer";
import type { MovieTimes } from "../timeline/movie-times.ts";
import type { FrameSize } from "./look.ts";

/** Raised when the same script, speech and slides begin to become other frames, or what lies beside the movie is another. */
export const MOVIE_VERSION = 3;

export interface MovieLook {
  readonly size: FrameSize;
  /** `#rrggbb`. */
  readonly background: string;
}

/** How long the last picture takes to go. */
export const CLOSING_SECONDS = 0.6;

/**
 * Everything that is seen, from back to front, with a key frame where each section begins, and within it each line but its first
 * one: a line that is changed is then the one segment that it is read in.
 */
export function movieTimeline(
  times: MovieTimes,
  layers: readonly TimelineLayer[],
  { size, background }: MovieLook,
): Timeline {
  const { frames, frameRate, sections } = times;
  const closing = Math.round((CLOSING_SECONDS * frameRate.numerator) / frameRate.denominator);
  const veil: TimelineLayer = {
    picture: plainPicture(background, size),
    from: Math.max(0, frames - closing),
    to: frames,
    x: 0,
    y: 0,
    enter: { kind: "fade", frames: closing },
  };
  return {
    ...size,
    frameRate,
    frames,
    background,
    layers: [...layers, veil],
    keyFrames: sections.flatMap(({ from, cuts }) => [from, ...cuts]),
  };
}

function plainPicture(colour: string, { width, height }: FrameSize): Picture {
  const number = Number.parseInt(colour.slice(1), 16);
  return {
    id: `plain ${colour} ${width}x${height}`,
    width,
    height,
    opaque: true,
    pixels: () => {
      const pixels = Buffer.alloc(width * height * 4);
      pixels.fill(Uint8Array.of(number >> 16, (number >> 8) & 255, number & 255, 255));
      return pixels;
    },
  };
}
