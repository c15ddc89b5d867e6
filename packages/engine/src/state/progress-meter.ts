/** How far one job is, as far as the whole goes. */
export interface JobShare {
  /** 0 to 1; of what has ended, however it ended, 1. */
  readonly fraction: number;
  readonly hasBegun: boolean;
  /** Takes time of its own: neither reused nor rendered by another. */
  readonly takesTime: boolean;
  /** How much it counts for beside the others. @default 1 */
  readonly weight?: number;
}

export interface ProgressMeter {
  /** 0 to 100, never less than before. 100 is for whoever knows that all is done. */
  readonly progress: number;
  readonly etaSeconds: number | null;
  update(shares: readonly JobShare[], atMs: number): void;
}

/** Before so much time, and so much of the work, an estimate would be a guess. */
const TELLING_SECONDS = 1;
const TELLING_FRACTION = 0.01;
/** How much a new estimate counts against what was said before. */
const WEIGHT = 0.3;

/** @param begunAt what was told before, by another process. */
export function createProgressMeter(begunAt = 0): ProgressMeter {
  let progress = begunAt;
  let begunAtMs: number | null = null;
  let estimate: { seconds: number; atMs: number } | null = null;
  return {
    get progress() {
      return progress;
    },
    get etaSeconds() {
      return estimate === null ? null : Math.max(0, Math.round(estimate.seconds));
    },
    update(shares, atMs) {
      progress = Math.max(progress, Math.min(99.9, Math.floor(mean(shares) * 1000) / 10));
      const timed = shares.filter((share) => share.takesTime);
      const fraction = mean(timed);
      // What is estimated counts from when the first of them began.
      if (timed.some((share) => share.hasBegun)) begunAtMs ??= atMs;
      if (begunAtMs === null || timed.length === 0 || fraction < TELLING_FRACTION) return;
      const elapsed = (atMs - begunAtMs) / 1000;
      if (elapsed < TELLING_SECONDS) return;
      const seconds = (elapsed * (1 - fraction)) / fraction;
      if (estimate === null) estimate = { seconds, atMs };
      // What was said before has come nearer since.
      const before = Math.max(0, estimate.seconds - (atMs - estimate.atMs) / 1000);
      estimate = { seconds: before + WEIGHT * (seconds - before), atMs };
    },
  };
}

function mean(shares: readonly JobShare[]): number {
  const whole = shares.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return whole === 0 ? 0 : shares.reduce((sum, { fraction, weight = 1 }) => sum + fraction * weight, 0) / whole;
}
