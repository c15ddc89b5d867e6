import { describe, expect, test } from "vitest";
import { centreOfInterest, type InterestOptions } from "./interest.ts";

const WIDTH = 64;
const HEIGHT = 4;
const OPTIONS: InterestOptions = { width: WIDTH, height: HEIGHT, along: "x", window: 16, noise: [8] };
const STILL = new Uint8Array(WIDTH * HEIGHT);

/** A picture in which columns have changed: each by how much, from where to where. */
function changed(...columns: readonly [from: number, to: number, by: number][]): Uint8Array {
  return Uint8Array.from(STILL, (_, pixel) => {
    const column = pixel % WIDTH;
    return columns.find(([from, to]) => column >= from && column < to)?.[2] ?? 0;
  });
}

function seen(moment: Uint8Array, before: number | null = null): number | null {
  return centreOfInterest(STILL, moment, OPTIONS, before);
}

describe("what moves", () => {
  test.each([
    [0, 4],
    [0, 1],
    [30, 34],
    [40, 47],
    [60, 64],
    [63, 64],
  ])("from column %d to %d is followed by its middle, at the edges too", (from, to) => {
    expect(seen(changed([from, to, 200]))).toBeCloseTo((from + to) / 2, 9);
  });

  test("is followed along the other side in a tall window", () => {
    const tall = { ...OPTIONS, width: HEIGHT, height: WIDTH, along: "y", window: 16 } as const;
    const rows = Uint8Array.from(STILL, (_, pixel) => (pixel >= 40 * HEIGHT && pixel < 44 * HEIGHT ? 200 : 0));
    expect(centreOfInterest(STILL, rows, tall, null)).toBeCloseTo(42, 9);
  });

  test("out of reach of the window does not pull it along", () => {
    expect(seen(changed([10, 14, 200], [50, 52, 200]))).toBeCloseTo(12, 9);
  });

  test("in the middle is preferred to the same at the side, and not to more of it", () => {
    expect(seen(changed([4, 8, 200], [30, 34, 200]))).toBeCloseTo(32, 9);
    expect(seen(changed([4, 8, 240], [30, 34, 200]))).toBeCloseTo(6, 9);
  });

  test("near to what was followed is preferred to the same elsewhere, and not to much more of it", () => {
    expect(seen(changed([10, 14, 200], [50, 54, 200]), 51)).toBeCloseTo(52, 9);
    expect(seen(changed([10, 14, 200], [50, 54, 200]), 13)).toBeCloseTo(12, 9);
    expect(seen(changed([10, 14, 240], [50, 54, 140]), 51)).toBeCloseTo(12, 9);
  });

  test("is nothing while all is noise, or so small that it is, or everywhere", () => {
    expect(seen(changed([0, WIDTH, 8]))).toBeNull();
    expect(seen(changed([30, 31, 10]))).toBeNull();
    expect(seen(changed([30, 31, 14]))).toBeCloseTo(30.5, 9);
    expect(seen(changed([0, 40, 200]))).toBeNull();
    expect(seen(changed([0, 38, 200]))).not.toBeNull();
  });

  test("by its colour alone is seen as well, each plane by its own noise", () => {
    const grey = new Uint8Array(3 * WIDTH * HEIGHT);
    const coloured = Uint8Array.from([...STILL, ...STILL, ...changed([20, 24, 40])]);
    expect(centreOfInterest(grey, coloured, { ...OPTIONS, noise: [8, 8, 8] }, null)).toBeCloseTo(22, 9);
    expect(centreOfInterest(grey, coloured, { ...OPTIONS, noise: [8, 8, 40] }, null)).toBeNull();
  });
});
