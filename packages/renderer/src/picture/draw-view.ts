import type { View } from "../timeline/journey.ts";
import type { Rectangle } from "../timeline/rectangle.ts";
import type { Ink } from "./layer-planes.ts";
import { mixBytes } from "./mix-bytes.ts";
import { stretchRows } from "./stretch-rows.ts";
import type { Plane } from "./yuv-frame.ts";

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
  const rows = samplesOf({ from: view.y, length: view.height, pixels: place.height, limit: ink.height });
  const columns = samplesOf({ from: view.x, length: view.width, pixels: place.width, limit: ink.width });
  const drawn = stretchRows(
    ink,
    rows.subarray(area.top - place.y, area.bottom - place.y),
    columns.subarray(area.left - place.x, area.right - place.x),
  );
  const count = area.right - area.left;
  for (let row = 0; row < area.bottom - area.top; row++) {
    const at = (area.top + row) * target.stride + area.left;
    mixBytes(target, at, drawn, { from: row * drawn.stride, count, opacity });
  }
}

/** Of each pixel of the place, where in the picture it lies, in 256ths of its pixels. */
function samplesOf({ from, length, pixels, limit }: { from: number; length: number; pixels: number; limit: number }) {
  const samples = new Int32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    // Pixels are squares: what is compared is their centres.
    const centre = from + ((pixel + 0.5) * length) / pixels - 0.5;
    samples[pixel] = Math.round(Math.min(Math.max(centre, 0), limit - 1) * 256);
  }
  return samples;
}
