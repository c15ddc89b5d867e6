import { ease, type Easing } from "./easing.ts";

/** A camera's way over a picture (Ken Burns): the part that fills the layer at its beginning, and at its end. */
export interface Journey {
  readonly width: number;
  readonly height: number;
  readonly from: View;
  readonly to: View;
  /** From the layer's first frame to its last, where no stops say otherwise. @default "linear" */
  readonly easing?: Easing | undefined;
  /**
   * How far it is in which frames of the movie, two at least. How it goes from one to the next depends on those two alone; it
   * rests before the first and behind the last.
   */
  readonly stops?: readonly Stop[] | undefined;
}

/** A frame in which it is known how far the camera is, from 0 to 1, and how fast it goes: by how much in a frame. */
export interface Stop {
  readonly frame: number;
  readonly share: number;
  readonly speed: number;
}

/** A part of a picture, in its pixels; fractions count. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the camera is in a frame of a layer. */
export function viewAt(journey: Journey, frame: number, layer: { readonly from: number; readonly to: number }): View {
  const { from, to, easing = "linear", stops } = journey;
  const time = (frame - layer.from) / Math.max(1, layer.to - layer.from - 1);
  const share = stops === undefined ? ease(easing, time) : shareAt(stops, frame);
  const between = (one: number, other: number) => Math.round((one + (other - one) * share) * 256) / 256;
  return {
    x: between(from.x, to.x),
    y: between(from.y, to.y),
    width: between(from.width, to.width),
    height: between(from.height, to.height),
  };
}

/** A cubic that leaves each stop as fast as it came to it, and so slow that it never goes back. */
function shareAt(stops: readonly Stop[], frame: number): number {
  const before = stops.findLast((stop) => stop.frame <= frame);
  const next = stops.find((stop) => stop.frame > frame);
  if (before === undefined || next === undefined) return (before ?? next)?.share ?? 0;
  const frames = next.frame - before.frame;
  const way = next.share - before.share;
  const steepest = 3 * Math.abs(way);
  const slope = ({ speed }: Stop) => Math.sign(way) * Math.min(speed * frames, steepest);
  const time = (frame - before.frame) / frames;
  const rest = 1 - time;
  return (
    before.share +
    way * time * time * (3 - 2 * time) +
    slope(before) * time * rest * rest -
    slope(next) * time * time * rest
  );
}
