/** A picture so small that its noise is averaged away, in grey. */
export type Thumbnail = Uint8Array;

export const THUMBNAIL_WIDTH = 32;
export const THUMBNAIL_HEIGHT = 18;
export const THUMBNAIL_BYTES = THUMBNAIL_WIDTH * THUMBNAIL_HEIGHT;

/** How the grey of one file becomes that of another: a range may have been converted on the way. */
export interface Brightness {
  gain: number;
  offset: number;
}

/** Below a difference of one grey level on average, two frames are the same. */
const SAME_SQUARED = THUMBNAIL_BYTES;
/** From one frame (0) to its neighbour (1): beyond this it is the neighbour that is shown. */
const NEARER_NEIGHBOUR = 0.7;

/** The number of that frame, `own` or one of the two on either side, which `made` shows. */
export function frameShown(
  made: Thumbnail,
  source: readonly Thumbnail[],
  own: number,
  { gain, offset }: Brightness,
): number {
  const expected = source[own];
  if (expected === undefined) return own;
  let nearest = { frame: own, way: NEARER_NEIGHBOUR };
  for (const frame of [own - 2, own - 1, own + 1, own + 2]) {
    const neighbour = source[frame];
    if (neighbour === undefined) continue;
    let squared = 0;
    let along = 0;
    for (let index = 0; index < THUMBNAIL_BYTES; index++) {
      const step = gain * ((neighbour[index] ?? 0) - (expected[index] ?? 0));
      squared += step * step;
      along += step * ((made[index] ?? 0) - offset - gain * (expected[index] ?? 0));
    }
    if (squared < SAME_SQUARED) continue;
    const way = along / squared;
    // Of two neighbours the one that is met most exactly.
    if (way > NEARER_NEIGHBOUR && (nearest.frame === own || Math.abs(way - 1) < Math.abs(nearest.way - 1)))
      nearest = { frame, way };
  }
  return nearest.frame;
}

/** The straight line that fits best from the pixels of the one to those of the other. */
export function brightnessBetween(pairs: readonly (readonly [Thumbnail, Thumbnail])[]): Brightness {
  let [count, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (const [before, after] of pairs) {
    for (let index = 0; index < THUMBNAIL_BYTES; index++) {
      const [x, y] = [before[index] ?? 0, after[index] ?? 0];
      count++;
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
    }
  }
  const spread = count * sumXX - sumX * sumX;
  const gain = spread === 0 ? 1 : (count * sumXY - sumX * sumY) / spread;
  return { gain, offset: count === 0 ? 0 : (sumY - gain * sumX) / count };
}
