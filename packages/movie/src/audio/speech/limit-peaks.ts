/**
 * So long before and after a peak the sound is turned down: 1.5 ms at 48 000 Hz. That is less than half of what lies between
 * two pulses of a voice: with more, all of it would be turned down, and nothing gained.
 */
const REACH = 72;

/** Takes the peaks off that are above a ceiling, and leaves everything else as it is. */
export function limitPeaks(samples: Float32Array, ceiling: number): Float32Array {
  if (samples.every((sample) => Math.abs(sample) <= ceiling)) return samples;
  const needed = samples.map((sample) => Math.min(1, ceiling / Math.max(Math.abs(sample), 1e-9)));
  // The mean of what each of its neighbours needs at most is nowhere more than a peak itself needs.
  const gains = slidingMean(slidingMinimum(needed));
  return samples.map((sample, index) => sample * (gains[index] ?? 1));
}

function slidingMinimum(values: Float32Array): Float32Array {
  const minima = new Float32Array(values.length);
  /** Places whose values rise: the first is the least of the window. */
  const rising: number[] = [];
  let head = 0;
  for (let index = 0; index < values.length + REACH; index++) {
    if (index < values.length) {
      while (rising.length > head && (values[rising.at(-1) ?? 0] ?? 0) >= (values[index] ?? 0)) rising.pop();
      rising.push(index);
    }
    const centre = index - REACH;
    if (centre < 0) continue;
    while ((rising[head] ?? 0) < centre - REACH) head += 1;
    minima[centre] = values[rising[head] ?? 0] ?? 1;
  }
  return minima;
}

function slidingMean(values: Float32Array): Float32Array {
  const sums = new Float64Array(values.length + 1);
  for (const [index, value] of values.entries()) sums[index + 1] = (sums[index] ?? 0) + value;
  return values.map((_, index) => {
    const [from, to] = [Math.max(0, index - REACH), Math.min(values.length, index + REACH + 1)];
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
}
