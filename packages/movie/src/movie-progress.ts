import type { OnProgress } from "./step-options.ts";

/** The shares of the steps in the progress of a movie, in percent. Between them things are put in place. */
const STEP_SHARES = {
  script: { from: 5, to: 20 },
  audio: { from: 20, to: 55 },
  slides: { from: 57, to: 80 },
  video: { from: 82, to: 100 },
} as const;

export type MovieStep = keyof typeof STEP_SHARES;

export interface MovieProgress {
  /** 0 to 100, and never less than before. */
  percent: number;
  step: MovieStep;
  message: string;
  /** Until the end, as far as the time so far tells; null while it tells nothing. */
  etaSeconds: number | null;
}

const LEAST_TOLD_PERCENT = 8;

/** Makes of the progress of each step the progress of the whole movie. `now` is in milliseconds. */
export function createMovieProgress(tell: ((progress: MovieProgress) => void) | undefined, now: () => number) {
  const begun = now();
  let percent = 0;
  return (step: MovieStep): OnProgress =>
    (current, total, message) => {
      const { from, to } = STEP_SHARES[step];
      const share = total <= 0 ? 0 : Math.min(1, Math.max(0, current / total));
      percent = Math.max(percent, from + (to - from) * share);
      const seconds = (now() - begun) / 1000;
      const etaSeconds = percent < LEAST_TOLD_PERCENT ? null : (seconds / percent) * (100 - percent);
      tell?.({ percent, step, message, etaSeconds });
    };
}
