/** Of the filters below; everything here is at this rate. */
const RATE = 48_000;
/** So much is heard as one, and so much later the next begins. */
export const BLOCK_SAMPLES = 0.4 * RATE;
export const STEP_SAMPLES = 0.1 * RATE;

/** ITU-R BS.1770-5, tables 1 and 2: the head, and how little of the low is heard. */
const SHELF = {
  b: [1.53512485958697, -2.69169618940638, 1.19839281085285],
  a: [-1.69065929318241, 0.73248077421585],
} as const;
const HIGH_PASS = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] } as const;

/** How loud a sound of one channel is, in LUFS; -Infinity where nothing is above -70. */
export function loudnessOf(samples: Float32Array): number {
  return gatedLoudness(blockEnergies(kWeighted(samples)));
}

/** A channel as loudly as it is heard. */
export function kWeighted(samples: Float32Array): Float32Array {
  return filtered(filtered(samples, SHELF), HIGH_PASS);
}

/** Of the mean energies of blocks, those of all channels added: blocks that are silent or much softer do not count. */
export function gatedLoudness(energies: readonly number[]): number {
  const audible = energies.filter((energy) => lufs(energy) > -70);
  const relative = lufs(mean(audible)) - 10;
  return lufs(mean(audible.filter((energy) => lufs(energy) > relative)));
}

/** A line that is shorter than a block is a block of its own. */
function blockEnergies(samples: Float32Array): number[] {
  if (samples.length <= BLOCK_SAMPLES)
    return [samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length];
  const energies: number[] = [];
  for (let from = 0; from + BLOCK_SAMPLES <= samples.length; from += STEP_SAMPLES) {
    let sum = 0;
    for (let index = from; index < from + BLOCK_SAMPLES; index++) sum += (samples[index] ?? 0) ** 2;
    energies.push(sum / BLOCK_SAMPLES);
  }
  return energies;
}

function filtered(samples: Float32Array, { b, a }: typeof SHELF | typeof HIGH_PASS): Float32Array {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return samples.map((x) => {
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lufs(energy: number): number {
  return energy === 0 ? -Infinity : -0.691 + 10 * Math.log10(energy);
}
