const WINDOW = 480;
/** What is so much softer than the loud parts is the room, or an engine's noise. */
const BACKGROUND = 40;
/** Softer than this nobody hears. */
const INAUDIBLE = -60;

/** From which to before which sample something is said, at 48 000 Hz; null where nothing is. */
export function findSpeech(samples: Float32Array): { from: number; to: number } | null {
  const levels = windowLevels(samples);
  const loud = levels.toSorted((one, other) => one - other)[Math.floor(levels.length * 0.95)] ?? -Infinity;
  const threshold = Math.max(INAUDIBLE, loud - BACKGROUND);
  const first = levels.findIndex((level) => level > threshold);
  if (first === -1) return null;
  const last = levels.findLastIndex((level) => level > threshold);
  return { from: first * WINDOW, to: Math.min(samples.length, (last + 1) * WINDOW) };
}

/** Of each hundredth of a second, in dB below full scale. */
export function windowLevels(samples: Float32Array, window = WINDOW): number[] {
  return Array.from({ length: Math.ceil(samples.length / window) }, (_, index) => {
    const part = samples.subarray(index * window, (index + 1) * window);
    return 10 * Math.log10(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length || 1e-12);
  });
}
