/** How many times the noise's deviation a change is that nobody takes for noise. */
const DEVIATIONS = 4;
/** Of 255. What hard encoding (x264 at CRF 38, MPEG-4 at 20) leaves at the edges of what stands still … */
const LEAST = 9;
/** … and more than noise ever is in a picture made this small: in a film without a still moment everything moves. */
const MOST = 16;
/** Of what varies by one deviation: the mean of the half that varies less, without its sign. */
const MEAN_OF_CALM_HALF = 0.325;

/**
 * How much a value has to change, in each plane of a picture, for it not to be noise. Measured where and when nothing moves,
 * so that what changes is noise: in the calmer half of the picture, in the calmer moments of the film.
 */
export interface NoiseMeter {
  /** Takes two looks of one shot, of so many planes of one size. */
  compare: (one: Uint8Array, other: Uint8Array) => void;
  /** For each plane. */
  limits: () => number[];
}

export function createNoiseMeter(planes: number): NoiseMeter {
  const moments: number[][] = Array.from({ length: planes }, () => []);
  return {
    compare(one, other) {
      const size = one.length / planes;
      for (const [plane, changes] of moments.entries()) {
        changes.push(calmChange(one, other, { from: plane * size, to: (plane + 1) * size }));
      }
    },
    limits: () =>
      moments.map((changes) => {
        const calm = changes.toSorted((a, b) => a - b)[Math.floor(changes.length / 4)] ?? 0;
        return Math.min(MOST, Math.max(LEAST, (DEVIATIONS * calm) / MEAN_OF_CALM_HALF));
      }),
  };
}

/** How much the values change of that half that changes less, on average. */
function calmChange(one: Uint8Array, other: Uint8Array, { from, to }: { from: number; to: number }): number {
  const counts = new Uint32Array(256);
  for (let at = from; at < to; at++) {
    const change = Math.abs((one[at] ?? 0) - (other[at] ?? 0));
    counts[change] = (counts[change] ?? 0) + 1;
  }
  const half = Math.floor((to - from) / 2);
  let [left, sum] = [half, 0];
  for (const [change, count] of counts.entries()) {
    sum += change * Math.min(count, left);
    left -= Math.min(count, left);
  }
  return half === 0 ? 0 : sum / half;
}
