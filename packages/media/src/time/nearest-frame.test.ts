import { expect, test } from "vitest";
import { nearestFrame } from "./nearest-frame.ts";

test.each([
  [30, 1],
  [30_000, 1001],
  [24, 1],
])(
  "a time halfway between two frames of %d/%d is the later one, after however many others",
  (numerator, denominator) => {
    for (let frame = 0; frame < 60_000; frame += 89) {
      const begins = (frame * denominator) / numerator;
      for (const offset of [0.5, 1.5, 3.5]) {
        const seconds = begins + (offset * denominator) / numerator;
        expect(nearestFrame(seconds, { numerator, denominator }) - frame).toBe(Math.ceil(offset));
      }
    }
  },
);
