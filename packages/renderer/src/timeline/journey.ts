import { ease, type Easing } from "./easing.ts";

/** A camera's way over a picture (Ken Burns): the part that fills the layer at its first and at its last frame. */
export interface Journey {
  readonly width: number;
  readonly height: number;
  readonly from: View;
  readonly to: View;
  /** @default "linear" */
  readonly easing?: Easing | undefined;
}

/** A part of a picture, in its pixels; fractions count. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the camera is at a time from 0 to 1. */
export function viewAt({ from, to, easing = "linear" }: Journey, time: number): View {
  const share = ease(easing, time);
  const between = (one: number, other: number) => Math.round((one + (other - one) * share) * 256) / 256;
  return {
    x: between(from.x, to.x),
    y: between(from.y, to.y),
    width: between(from.width, to.width),
    height: between(from.height, to.height),
  };
}
