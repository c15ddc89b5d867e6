import type { View } from "../timeline/journey.ts";
import type { Rectangle } from "../timeline/rectangle.ts";
import type { Ink } from "./layer-planes.ts";
import { mixBytes } from "./mix-bytes.ts";
import { createBytes, wordsOf, type Plane } from "./yuv-frame.ts";

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a part of a picture so that it fills a place, between its pixels where the view lies between them: what moves
 * slowly would otherwise jump from one to the next.
 */
export function drawView(
  target: Plane,
  ink: Ink,
  { view, place, area, opacity }: { view: View; place: Placed; area: Rectangle; opacity: number },
): void {
  const columns = samplesOf({ from: view.x, length: view.width, pixels: place.width, limit: ink.width });
  const rows = samplesOf({ from: view.y, length: view.height, pixels: place.height, limit: ink.height });
  const between = new Uint16Array(ink.width);
  const line = createBytes(area.right - area.left);
  const drawn = { bytes: line, words: wordsOf(line) };
  const first = columns.index[Math.max(0, area.left - place.x)] ?? 0;
  const last = Math.min(ink.width - 1, (columns.index[area.right - 1 - place.x] ?? 0) + 1);
  for (let row = area.top; row < area.bottom; row++) {
    const upper = (rows.index[row - place.y] ?? 0) * ink.width;
    const lower = Math.min(upper + ink.width, (ink.height - 1) * ink.width);
    const share = rows.share[row - place.y] ?? 0;
    for (let x = first; x <= last; x++) {
      between[x] = (ink.bytes[upper + x] ?? 0) * (256 - share) + (ink.bytes[lower + x] ?? 0) * share;
    }
    for (let x = area.left; x < area.right; x++) {
      const at = columns.index[x - place.x] ?? 0;
      const part = columns.share[x - place.x] ?? 0;
      const next = at < last ? at + 1 : last;
      line[x - area.left] = ((between[at] ?? 0) * (256 - part) + (between[next] ?? 0) * part + 32_768) >> 16;
    }
    mixBytes(target, row * target.stride + area.left, drawn, { from: 0, count: line.length, opacity });
  }
}

/** Of each pixel of the place, the pixel of the picture before it and how far it is to the next, in 256ths. */
function samplesOf({ from, length, pixels, limit }: { from: number; length: number; pixels: number; limit: number }) {
  const index = new Int32Array(pixels);
  const share = new Int32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    // Pixels are squares: what is compared is their centres.
    const centre = from + ((pixel + 0.5) * length) / pixels - 0.5;
    const inside = Math.min(Math.max(centre, 0), limit - 1);
    index[pixel] = Math.floor(inside);
    share[pixel] = Math.round((inside - Math.floor(inside)) * 256);
  }
  return { index, share };
}
