import type { Box } from "../scene/scene.ts";
import type { SlideImage } from "./read-image.ts";

/** The part of a picture, of this shape and as large as can be, in which there is most to see. In its pixels. */
export function cropImage({ width, height, columns, rows }: SlideImage, aspect: number): Box {
  const across = Math.min(width, height * aspect);
  const down = Math.min(height, width / aspect);
  const x = bestStart(columns, across / width, 0.5) * width;
  const y = bestStart(rows, down / height, 0.4) * height;
  return { x: Math.min(x, width - across), y: Math.min(y, height - down), width: across, height: down };
}

/** The middle of what there is to see in a part of a picture, in shares of that part. */
export function focusOf({ width, height, columns, rows }: SlideImage, crop: Box): { x: number; y: number } {
  return {
    x: middleOf(columns, crop.x / width, (crop.x + crop.width) / width),
    y: middleOf(rows, crop.y / height, (crop.y + crop.height) / height),
  };
}

/** Where a window of this length begins, in shares; of equal ones, the one nearest to `usual`. */
function bestStart(interest: readonly number[], length: number, usual: number): number {
  if (length >= 0.999) return 0;
  const free = 1 - length;
  const total = interest.reduce((sum, one) => sum + one, 0) || 1;
  let best = { start: free * usual, score: -Infinity };
  for (let step = 0; step <= 40; step++) {
    const start = (free * step) / 40;
    const inside = sumBetween(interest, start, start + length) / total;
    const score = inside - 0.2 * Math.abs(step / 40 - usual);
    if (score > best.score) best = { start, score };
  }
  return best.start;
}

function sumBetween(interest: readonly number[], from: number, to: number): number {
  return interest
    .slice(Math.round(from * interest.length), Math.round(to * interest.length))
    .reduce((sum, one) => sum + one, 0);
}

function middleOf(interest: readonly number[], from: number, to: number): number {
  const part = interest.slice(Math.round(from * interest.length), Math.round(to * interest.length));
  const total = part.reduce((sum, one) => sum + one, 0);
  if (total === 0 || part.length === 0) return 0.5;
  const weighted = part.reduce((sum, one, index) => sum + one * (index + 0.5), 0);
  return weighted / total / part.length;
}
