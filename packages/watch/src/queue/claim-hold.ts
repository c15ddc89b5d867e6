interface ClaimHoldOptions {
  pollMs: number;
  onHeld: (why: string) => void;
  onResumed: () => void;
}

/** Keeps specs from being claimed while none can be, because of the machine: for the time of a poll each time it is said. */
export interface ClaimHold {
  /** Null when specs can be claimed as far as is known. */
  readonly because: string | null;
  /** Whether it is too early to try again. */
  readonly active: boolean;
  hold(why: string): void;
  resume(): void;
}

/** Told of once for each reason, and once when it is over. */
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
