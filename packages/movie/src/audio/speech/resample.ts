/** How many zero crossings of the sinc are taken on each side: what is folded back is below -80 dB. */
const CROSSINGS = 16;
/** Of the Kaiser window. */
const BETA = 8;

/**
 * A sound at another rate. Here and not by ffmpeg: the same samples come out on every machine, and starting a process takes
 * longer than a line does.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const divisor = greatestCommonDivisor(from, to);
  const [up, down] = [to / divisor, from / divisor];
  // Towards a lower rate, what the lower rate cannot hold is taken out.
  const cutoff = Math.min(1, to / from);
  const reach = Math.ceil(CROSSINGS / cutoff);
  const phases = new Map<number, Float32Array>();
  const result = new Float32Array(Math.round((samples.length * to) / from));
  for (let index = 0; index < result.length; index++) {
    const position = index * down;
    const centre = Math.floor(position / up);
    const phase = position % up;
    const weights = phases.get(phase) ?? weightsAt(phase / up, reach, cutoff);
    phases.set(phase, weights);
    let sum = 0;
    const first = centre - reach + 1;
    for (let tap = Math.max(0, -first); tap < weights.length && first + tap < samples.length; tap++) {
      sum += (samples[first + tap] ?? 0) * (weights[tap] ?? 0);
    }
    result[index] = sum;
  }
  return result;
}

/** What each sample around a point counts, that lies so much of a sample behind one. */
function weightsAt(fraction: number, reach: number, cutoff: number): Float32Array {
  const weights = Float32Array.from({ length: reach * 2 }, (_, tap) => {
    const distance = tap - reach + 1 - fraction;
    return cutoff * sinc(distance * cutoff) * kaiser(distance / reach);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
}

/** The modified Bessel function of order zero. */
function bessel(x: number): number {
  let [term, sum] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
