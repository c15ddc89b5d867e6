import type { Rational } from "@proxx/media";
import type { Picture } from "./picture.ts";
import type { Motion } from "./motion.ts";
import type { Journey } from "./journey.ts";

/** A movie as pictures in time. All times are whole frames, all places whole pixels. */
export interface Timeline {
  /** Even, as is the height. */
  readonly width: number;
  readonly height: number;
  readonly frameRate: Rational;
  readonly frames: number;
  /** What is seen where no layer is: `#rrggbb`. */
  readonly background: string;
  /** From back to front. */
  readonly layers: readonly TimelineLayer[];
  /**
   * Where a player must be able to begin, besides the beginning and at least every two seconds. What lies between two of them is
   * made by itself: where something else changes with each line that is said, one belongs there.
   */
  readonly keyFrames: readonly number[];
}

export interface TimelineLayer {
  readonly picture: Picture;
  /** The first frame that shows it, and the first that does not any more. */
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly y: number;
  /** From 0 to 1. @default 1 */
  readonly opacity?: number | undefined;
  readonly enter?: Motion | undefined;
  readonly leave?: Motion | undefined;
  /** A part of the picture fills the layer, and moves over it. Without one, the picture is shown as it is. */
  readonly journey?: Journey | undefined;
}

/** Every fault of a timeline is a fault of who made it. */
export function checkTimeline({ width, height, frames, layers, background }: Timeline): void {
  check(isEven(width) && isEven(height), "`width` and `height` to be even and positive", `${width}x${height}`);
  check(Number.isInteger(frames) && frames > 0, "`frames` to be a positive integer", frames);
  check(/^#[0-9a-f]{6}$/i.test(background), "`background` to be `#rrggbb`", background);
  for (const [index, { from, to, x, y, opacity = 1 }] of layers.entries()) {
    const whole = [from, to, x, y].every(Number.isInteger);
    check(whole, `\`layers[${index}]\` to be at whole frames and pixels`, [from, to, x, y].join(", "));
    check(opacity >= 0 && opacity <= 1, `\`layers[${index}].opacity\` to be from 0 to 1`, opacity);
  }
}

function isEven(value: number): boolean {
  return Number.isInteger(value / 2) && value > 0;
}

function check(isSo: boolean, expected: string, got: string | number): void {
  if (!isSo) throw new TypeError(`Expected ${expected}, got \`${got}\``);
}
