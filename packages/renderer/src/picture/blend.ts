import type { Rectangle } from "../timeline/rectangle.ts";
import type { Ink } from "./layer-planes.ts";
import { mixBytes } from "./mix-bytes.ts";
import type { Plane } from "./yuv-frame.ts";

/** Lays ink on a plane: at `x` and `y`, within `area`, with an opacity of up to 256. All in the plane's own pixels. */
export function blend(
  target: Plane,
  ink: Ink,
  { x, y, area, opacity }: { x: number; y: number; area: Rectangle; opacity: number },
): void {
  const top = Math.max(area.top, y);
  const bottom = Math.min(area.bottom, y + ink.height);
  const isWhole = x === 0 && ink.width === target.stride && area.left === 0 && area.right === target.stride;
  if (ink.alpha === null && isWhole) {
    // All rows lie behind one another in both.
    const count = Math.max(0, bottom - top) * ink.width;
    mixBytes(target, top * target.stride, ink, { from: (top - y) * ink.width, count, opacity });
    return;
  }
  for (let row = top; row < bottom; row++) {
    const source = row - y;
    const from = Math.max(area.left, x + (ink.spans?.[2 * source] ?? 0));
    const to = Math.min(area.right, x + (ink.spans?.[2 * source + 1] ?? ink.width));
    if (to <= from) continue;
    const at = row * target.stride + from;
    const place = { from: source * ink.width + from - x, count: to - from, opacity };
    if (ink.alpha === null) mixBytes(target, at, ink, place);
    else blendRow(target.bytes, at, ink.bytes, { ...place, alpha: ink.alpha });
  }
}

/** Of 255 times 256: all of it. */
const WHOLE_SHARE = 65_280;

function blendRow(
  target: Uint8Array,
  at: number,
  bytes: Uint8Array,
  { alpha, from, count, opacity }: { alpha: Uint8Array; from: number; count: number; opacity: number },
): void {
  for (let index = 0; index < count; index++) {
    const share = (alpha[from + index] ?? 0) * opacity;
    if (share === 0) continue;
    if (share === WHOLE_SHARE) {
      target[at + index] = bytes[from + index] ?? 0;
      continue;
    }
    const sum = (target[at + index] ?? 0) * (WHOLE_SHARE - share) + (bytes[from + index] ?? 0) * share;
    target[at + index] = Math.floor((sum + WHOLE_SHARE / 2) / WHOLE_SHARE);
  }
}

export function fill({ bytes, stride }: Plane, { left, top, right, bottom }: Rectangle, value: number): void {
  for (let row = top; row < bottom; row++) bytes.fill(value, row * stride + left, row * stride + right);
}

/** The pixels of a plane of colours that a rectangle of the frame touches. */
export function halved({ left, top, right, bottom }: Rectangle): Rectangle {
  return { left: left >> 1, top: top >> 1, right: (right + 1) >> 1, bottom: (bottom + 1) >> 1 };
}
