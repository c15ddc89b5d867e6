import { blueDifference, brightness, redDifference } from "./colour.ts";
import type { Picture } from "../timeline/picture.ts";

/** A picture as it is blended into frames. */
export interface LayerPlanes {
  readonly y: Ink;
  readonly u: Ink;
  readonly v: Ink;
}

/** One plane of it. */
export interface Ink {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** How much it hides; null where it hides all. */
  readonly alpha: Uint8Array | null;
  /** Of each row, where its ink begins and where it has ended; null without `alpha`. */
  readonly spans: Int32Array | null;
}

/**
 * Colours stand for two by two pixels of the frame. Which of the picture's those are depends on whether it lies at an odd
 * column or row: `oddX`, `oddY`.
 */
export async function makeLayerPlanes(picture: Picture, { oddX, oddY }: { oddX: 0 | 1; oddY: 0 | 1 }) {
  const pixels = await picture.pixels();
  const { width, height, id } = picture;
  if (pixels.length !== width * height * 4) {
    throw new TypeError(`Expected picture \`${id}\` to have ${width}x${height} pixels, got ${pixels.length / 4}`);
  }
  const y = brightnessOf(pixels, width, height);
  if (picture.opaque === true && y.alpha !== null) {
    throw new TypeError(`Expected picture \`${id}\` to be opaque, as it says`);
  }
  return { y, ...differencesOf(pixels, { width, height, oddX, oddY }) };
}

function brightnessOf(pixels: Uint8Array, width: number, height: number): Ink {
  const bytes = new Uint8Array(width * height);
  const alpha = new Uint8Array(width * height);
  let least = 255;
  for (let index = 0, at = 0; index < bytes.length; index++, at += 4) {
    const opacity = pixels[at + 3] ?? 0;
    alpha[index] = opacity;
    if (opacity < least) least = opacity;
    bytes[index] = brightness(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0);
  }
  return ink({ bytes, alpha: least === 255 ? null : alpha, width, height });
}

function differencesOf(
  pixels: Uint8Array,
  { width, height, oddX, oddY }: { width: number; height: number; oddX: 0 | 1; oddY: 0 | 1 },
): { u: Ink; v: Ink } {
  const columns = Math.ceil((width + oddX) / 2);
  const rows = Math.ceil((height + oddY) / 2);
  const u = new Uint8Array(columns * rows);
  const v = new Uint8Array(columns * rows);
  const alpha = new Uint8Array(columns * rows);
  let least = 255;
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, index++) {
      let [red, green, blue, opacity] = [0, 0, 0, 0];
      for (let part = 0; part < 4; part++) {
        const x = 2 * column - oddX + (part & 1);
        const y = 2 * row - oddY + (part >> 1);
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        const at = (y * width + x) * 4;
        const share = pixels[at + 3] ?? 0;
        red += (pixels[at] ?? 0) * share;
        green += (pixels[at + 1] ?? 0) * share;
        blue += (pixels[at + 2] ?? 0) * share;
        opacity += share;
      }
      const mean = (opacity + 2) >> 2;
      alpha[index] = mean;
      if (mean < least) least = mean;
      const scale = opacity === 0 ? 0 : 1 / opacity;
      u[index] = blueDifference(red * scale, green * scale, blue * scale);
      v[index] = redDifference(red * scale, green * scale, blue * scale);
    }
  }
  const shape = { alpha: least === 255 ? null : alpha, width: columns, height: rows };
  const spans = spansOf(shape);
  return { u: { bytes: u, ...shape, spans }, v: { bytes: v, ...shape, spans } };
}

function ink(shape: Omit<Ink, "spans">): Ink {
  return { ...shape, spans: spansOf(shape) };
}

function spansOf({ alpha, width, height }: Pick<Ink, "alpha" | "width" | "height">): Int32Array | null {
  if (alpha === null) return null;
  const spans = new Int32Array(height * 2);
  for (let row = 0; row < height; row++) {
    const line = alpha.subarray(row * width, (row + 1) * width);
    const first = line.findIndex(isInk);
    spans[2 * row] = first < 0 ? 0 : first;
    spans[2 * row + 1] = first < 0 ? 0 : line.findLastIndex(isInk) + 1;
  }
  return spans;
}

function isInk(alpha: number): boolean {
  return alpha > 0;
}
