import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { createCanvas } from "../src/picture/compose-frame.ts";
import { createPlaneCache } from "../src/picture/plane-cache.ts";
import { frameRuns } from "../src/timeline/frame-runs.ts";
import type { KeepPart, Picture, Timeline } from "../src/index.ts";

type Paint = (x: number, y: number) => [red: number, green: number, blue: number, alpha: number];

/** A picture that is painted pixel by pixel. */
export function painted(id: string, shape: { width: number; height: number; opaque?: boolean }, paint: Paint): Picture {
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
