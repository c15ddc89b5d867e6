import type { Picture } from "../timeline/picture.ts";
import { blueDifference, brightness, redDifference } from "./colour.ts";
import { createBytes, wordsOf } from "./yuv-frame.ts";

/** A picture as it is blended into frames. */
export interface LayerPlanes {
  readonly y: Ink;
  readonly u: Ink;
  readonly v: Ink;
}

/** One plane of it. */
export interface Ink {
  readonly bytes: Uint8Array;
  /** The memory of `bytes`, four at a time. */
  readonly words: Int32Array;
  readonly width: number;
  readonly height: number;
  /** How much it hides; null where it hides all. */
  readonly alpha: Uint8Array | null;
  /** Of each row, where its ink begins and where it has ended; null without `alpha`. */
  readonly spans: Int32Array | null;
}

/** Whether a picture lies at an odd column or row of the frame, so that two by two pixels are others of its own. */
export interface Parity {
  readonly oddX: 0 | 1;
  readonly oddY: 0 | 1;
}

export async function makeLayerPlanes(picture: Picture, parity: Parity): Promise<LayerPlanes> {
  const pixels = await picture.pixels();
  const { width, height, id } = picture;
  if (pixels.length !== width * height * 4) {
    throw new TypeError(`Expected picture \`${id}\` to have ${width}x${height} pixels, got ${pixels.length / 4}`);
  }
  const y = brightnessOf(pixels, width, height);
  if (picture.opaque === true && y.alpha !== null) {
    throw new TypeError(`Expected picture \`${id}\` to be opaque, as it says`);
  }
  const isPlain = y.alpha === null && width % 2 === 0 && height % 2 === 0 && parity.oddX === 0 && parity.oddY === 0;
  return {
    y,
    ...(isPlain ? plainDifferences(pixels, width, height) : differencesOf(pixels, { width, height, parity })),
  };
}

function brightnessOf(pixels: Uint8Array, width: number, height: number): Ink {
  const bytes = createBytes(width * height);
  const alpha = new Uint8Array(width * height);
  let least = 255;
  for (let index = 0, at = 0; index < bytes.length; index++, at += 4) {
    const opacity = pixels[at + 3] ?? 0;
    alpha[index] = opacity;
    if (opacity < least) least = opacity;
    bytes[index] = brightness(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0);
  }
  return inkOf(bytes, { alpha: least === 255 ? null : alpha, width, height });
}

/** Of a picture that hides everything, each two by two pixels of it being two by two of the frame. */
function plainDifferences(pixels: Uint8Array, width: number, height: number): { u: Ink; v: Ink } {
  const [columns, rows] = [width / 2, height / 2];
  const [u, v] = [createBytes(columns * rows), createBytes(columns * rows)];
  const line = width * 4;
  for (let row = 0, index = 0; row < rows; row++) {
    for (let at = row * 2 * line, end = at + line; at < end; at += 8, index++) {
      const below = at + line;
      const red = (pixels[at] ?? 0) + (pixels[at + 4] ?? 0) + (pixels[below] ?? 0) + (pixels[below + 4] ?? 0);
      const green = (pixels[at + 1] ?? 0) + (pixels[at + 5] ?? 0) + (pixels[below + 1] ?? 0) + (pixels[below + 5] ?? 0);
      const blue = (pixels[at + 2] ?? 0) + (pixels[at + 6] ?? 0) + (pixels[below + 2] ?? 0) + (pixels[below + 6] ?? 0);
      u[index] = blueDifference(red / 4, green / 4, blue / 4);
      v[index] = redDifference(red / 4, green / 4, blue / 4);
    }
  }
  const shape = { alpha: null, width: columns, height: rows };
  return { u: inkOf(u, shape), v: inkOf(v, shape) };
}

function differencesOf(
  pixels: Uint8Array,
  { width, height, parity }: { width: number; height: number; parity: Parity },
): { u: Ink; v: Ink } {
  const columns = Math.ceil((width + parity.oddX) / 2);
  const rows = Math.ceil((height + parity.oddY) / 2);
  const [u, v] = [createBytes(columns * rows), createBytes(columns * rows)];
  const alpha = new Uint8Array(columns * rows);
  let least = 255;
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, index++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let opacity = 0;
      for (let part = 0; part < 4; part++) {
        const x = 2 * column - parity.oddX + (part & 1);
        const y = 2 * row - parity.oddY + (part >> 1);
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        const at = (y * width + x) * 4;
        const share = pixels[at + 3] ?? 0;
        if (share === 0) continue;
        red += (pixels[at] ?? 0) * share;
        green += (pixels[at + 1] ?? 0) * share;
        blue += (pixels[at + 2] ?? 0) * share;
        opacity += share;
      }
      const mean = (opacity + 2) >> 2;
      alpha[index] = mean;
      if (mean < least) least = mean;
      if (opacity === 0) continue;
      u[index] = blueDifference(red / opacity, green / opacity, blue / opacity);
      v[index] = redDifference(red / opacity, green / opacity, blue / opacity);
    }
  }
  const shape = { alpha: least === 255 ? null : alpha, width: columns, height: rows };
  return { u: inkOf(u, shape), v: inkOf(v, shape) };
}

function inkOf(bytes: Uint8Array, shape: Pick<Ink, "alpha" | "width" | "height">): Ink {
  return { bytes, words: wordsOf(bytes), ...shape, spans: spansOf(shape) };
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
