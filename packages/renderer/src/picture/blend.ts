import { OPAQUE } from "../timeline/layer-state.ts";
import type { Rectangle } from "../timeline/rectangle.ts";
import type { Ink } from "./layer-planes.ts";
import type { Plane } from "./yuv-frame.ts";

/** Lays ink on a plane: at `x` and `y`, within `area`, with an opacity of up to 256. All in the plane's own pixels. */
export function blend(
  target: Plane,
  ink: Ink,
  { x, y, area, opacity }: { x: number; y: number; area: Rectangle; opacity: number },
): void {
  const bottom = Math.min(area.bottom, y + ink.height);
  for (let row = Math.max(area.top, y); row < bottom; row++) {
    const source = row - y;
    const from = Math.max(area.left, x + (ink.spans?.[2 * source] ?? 0));
    const to = Math.min(area.right, x + (ink.spans?.[2 * source + 1] ?? ink.width));
    if (to <= from) continue;
    const at = row * target.stride + from;
    const sourceAt = source * ink.width + from - x;
    if (ink.alpha !== null)
      blendRow(target.bytes, at, { ...ink, alpha: ink.alpha, at: sourceAt, opacity, count: to - from });
    else mixRow(target.bytes, at, { bytes: ink.bytes, at: sourceAt, opacity, count: to - from });
  }
}

interface Row {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly count: number;
  readonly opacity: number;
}

/** Of a row that hides all that is behind it, so much as its opacity says. */
export function mixRow(target: Uint8Array, at: number, { bytes, at: from, count, opacity }: Row): void {
  if (opacity === OPAQUE) {
    target.set(bytes.subarray(from, from + count), at);
    return;
  }
  const rest = OPAQUE - opacity;
  for (let index = 0; index < count; index++) {
    target[at + index] = ((target[at + index] ?? 0) * rest + (bytes[from + index] ?? 0) * opacity + 128) >> 8;
  }
}

function blendRow(
  target: Uint8Array,
  at: number,
  { bytes, alpha, at: from, count, opacity }: Row & { readonly alpha: Uint8Array },
): void {
  for (let index = 0; index < count; index++) {
    const share = (alpha[from + index] ?? 0) * opacity;
    if (share === 0) continue;
    // Of 255 times 256, rounded as a division by it would be.
    const sum = (target[at + index] ?? 0) * (65_280 - share) + (bytes[from + index] ?? 0) * share + 32_640;
    target[at + index] = Math.floor(sum / 65_280);
  }
}

export function fill({ bytes, stride }: Plane, { left, top, right, bottom }: Rectangle, value: number): void {
  for (let row = top; row < bottom; row++) bytes.fill(value, row * stride + left, row * stride + right);
}

/** The pixels of a plane of colours that a rectangle of the frame touches. */
export function halved({ left, top, right, bottom }: Rectangle): Rectangle {
  return { left: left >> 1, top: top >> 1, right: (right + 1) >> 1, bottom: (bottom + 1) >> 1 };
}
