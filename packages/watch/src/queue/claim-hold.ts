interface ClaimHoldOptions {
  pollMs: number;
  onHeld: (why: string) => void;
  onResumed: () => void;
}

/** Stops claims while the machine allows none (a full disk, a folder that cannot be written to). */
export interface ClaimHold {
  /** Why nothing is claimed; null when claims are possible as far as is known. */
  readonly because: string | null;
  /** True until the next try is due, one poll after the last `hold`. */
  readonly active: boolean;
  hold(why: string): void;
  resume(): void;
}

/** Calls `onHeld` once for each new reason, and `onResumed` once when claims are possible again. */
export function createClaimHold({ pollMs, onHeld, onResumed }: ClaimHoldOptions): ClaimHold {
  let until = -Infinity;
  let because: string | null = null;
  return {
    get because() {
      return because;
    },
    get active() {
      return performance.now() < until;
    },
    hold: (why) => {
      until = performance.now() + pollMs;
      if (because !== why) onHeld(why);
      because = why;
    },
    resume: () => {
      if (because !== null) onResumed();
      because = null;
    },
  };
}
