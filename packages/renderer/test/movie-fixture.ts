import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { createCanvas } from "../src/picture/compose-frame.ts";
import { createPlaneCache } from "../src/picture/plane-cache.ts";
import { frameRuns } from "../src/timeline/frame-runs.ts";
import type { KeepPart, Picture, Timeline, TimelineLayer } from "../src/index.ts";

type Paint = (x: number, y: number) => [red: number, green: number, blue: number, alpha: number];

/** A picture that is painted pixel by pixel. */
function painted(id: string, shape: { width: number; height: number; opaque?: boolean }, paint: Paint): Picture {
  return {
    id,
    ...shape,
    pixels: () => {
      const pixels = new Uint8Array(shape.width * shape.height * 4);
      for (let at = 0; at < pixels.length; at += 4) {
        const index = at / 4;
        pixels.set(paint(index % shape.width, Math.floor(index / shape.width)), at);
      }
      return pixels;
    },
  };
}

export const size = { width: 320, height: 180 };
const frameRate = { numerator: 30, denominator: 1 };

/** Two slides, a crossfade, captions of which words light up, bars that grow, a line that runs, a camera that moves. */
export function everyMotion({ captions = "abcd" } = {}): Timeline {
  const slide = painted("slide", { ...size, opaque: true }, (x, y) => [x >> 1, y, (x * y) >> 8, 255]);
  const other = painted("other", { ...size, opaque: true }, (x, y) => [
    250 - y,
    ((x >> 4) ^ (y >> 4)) & 1 ? 250 : 60,
    x >> 1,
    255,
  ]);
  const photo = painted("photo", { width: 400, height: 240, opaque: true }, (x, y) => [
    128 + 90 * Math.sin(x / 9),
    128 + 90 * Math.cos(y / 7),
    90,
    255,
  ]);
  const bar = painted("bar", { width: 41, height: 91 }, () => [200, 40, 40, 255]);
  const line = painted("line", { width: 320, height: 4 }, () => [20, 60, 220, 255]);
  const caption = (letter: string) =>
    painted(`caption ${letter}`, { width: 151, height: 31 }, (x, y) =>
      ((x >> 3) * 7 + (y >> 3) * 3 + letter.charCodeAt(0)) % 5 < 2 ? [255, 255, 255, 255] : [0, 0, 0, 160],
    );
  const layers: TimelineLayer[] = [
    { picture: slide, from: 0, to: 75, x: 0, y: 0 },
    { picture: bar, from: 20, to: 75, x: 33, y: 41, enter: { kind: "reveal", frames: 9, toward: "up" } },
    { picture: other, from: 63, to: 130, x: 0, y: 0, enter: { kind: "fade", frames: 12 } },
    {
      picture: photo,
      from: 130,
      to: 160,
      x: 0,
      y: 0,
      enter: { kind: "slide", frames: 8, toward: "left" },
      journey: {
        ...size,
        from: { x: 0, y: 0, width: 400, height: 225 },
        to: { x: 30, y: 12, width: 340, height: 191.25 },
      },
    },
    ...captions.split("").map((letter, index): TimelineLayer => {
      const from = 5 + index * 37;
      return {
        picture: caption(letter),
        from,
        to: from + 33,
        x: 85,
        y: 141,
        enter: { kind: "rise", frames: 6, pixels: 8 },
      };
    }),
    {
      picture: line,
      from: 0,
      to: 160,
      x: 0,
      y: 176,
      enter: { kind: "reveal", frames: 160, toward: "right", easing: "linear", step: 8 },
    },
  ];
  return { ...size, frameRate, frames: 160, background: "#101820", layers, keyFrames: [0, 63, 130] };
}

/** Parts in a folder, and which were made in what order. */
export function partsIn(folder: string): { keepPart: KeepPart; made: string[] } {
  mkdirSync(folder, { recursive: true });
  const made: string[] = [];
  return {
    made,
    keepPart: async ({ kind, shown, ingredients, extension }, make) => {
      const key = createHash("sha256").update(JSON.stringify(ingredients)).digest("hex").slice(0, 16);
      const path = join(folder, `${kind}-${key}.${extension}`);
      if (existsSync(path)) return { path, reused: true };
      await make(`${path}.working`);
      renameSync(`${path}.working`, path);
      made.push(shown);
      return { path, reused: false };
    },
  };
}

/** Every frame of a timeline, without the losses of an encoder and each drawn by itself. */
export async function exactFrames(timeline: Timeline): Promise<Uint8Array[]> {
  const planes = createPlaneCache();
  const frames: Uint8Array[] = [];
  for (const { states, count } of frameRuns(timeline)) {
    const frame = await createCanvas(timeline, planes).draw(states);
    for (let held = 0; held < count; held++) frames.push(frame);
  }
  return frames;
}

/** How alike two frames are to the eye: SSIM of their brightness, in windows of eight by eight pixels. */
export function likeness(one: Uint8Array, other: Uint8Array, { width, height }: { width: number; height: number }) {
  let sum = 0;
  let windows = 0;
  for (let top = 0; top + 8 <= height; top += 4) {
    for (let left = 0; left + 8 <= width; left += 4) {
      sum += windowLikeness(one, other, { at: top * width + left, width });
      windows++;
    }
  }
  return sum / windows;
}

function windowLikeness(one: Uint8Array, other: Uint8Array, { at, width }: { at: number; width: number }): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let index = 0; index < 64; index++) {
    const place = at + (index >> 3) * width + (index & 7);
    const [a = 0, b = 0] = [one[place], other[place]];
    sumA += a;
    sumB += b;
    squaresA += a * a;
    squaresB += b * b;
    products += a * b;
  }
  const [meanA, meanB] = [sumA / 64, sumB / 64];
  const variance = squaresA / 64 - meanA * meanA + squaresB / 64 - meanB * meanB;
  const covariance = products / 64 - meanA * meanB;
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  return ((2 * meanA * meanB + c1) * (2 * covariance + c2)) / ((meanA * meanA + meanB * meanB + c1) * (variance + c2));
}
