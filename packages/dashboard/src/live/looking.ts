/**
 * Looks when it is asked to, with a rest between two looks. Whoever asks while it looks has it look once more, so that nothing
 * which came between two looks is missing from the second. A look that has failed for a reason that passes is made again by
 * itself, after a rest that grows.
 */
import { backoffMs, ProxxError } from "@proxx/contract";

export interface Looking {
  readonly look: () => void;
  readonly stop: () => void;
}

export interface LookingOptions {
  restMs: number;
  lookOnce: (signal: AbortSignal) => Promise<void>;
  onError: (error: unknown) => void;
}

const BACKOFF = { firstMs: 500, growth: 2, longestMs: 4000 };

export function createLooking({ restMs, lookOnce, onError }: LookingOptions): Looking {
  const stopping = new AbortController();
  const { signal } = stopping;
  let [isLooking, isDue, failures] = [false, false, 0];
  return {
    look() {
      isDue = true;
      if (!isLooking) void lookOn();
    },
    stop: () => stopping.abort(),
  };

  async function lookOn(): Promise<void> {
    isLooking = true;
    while (isDue && !signal.aborted) {
      isDue = false;
      const ms = await lookOnce(signal).then(succeeded, failed);
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    isLooking = false;
  }

  function succeeded(): number {
    failures = 0;
    return restMs;
  }

  function failed(error: unknown): number {
    if (!signal.aborted) onError(error);
    if (!(error instanceof ProxxError && error.retryable)) return restMs;
    isDue = true;
    failures += 1;
    return Math.max(restMs, backoffMs(failures, BACKOFF));
  }
}
