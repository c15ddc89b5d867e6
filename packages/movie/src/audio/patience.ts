import { setTimeout as pauseFor } from "node:timers/promises";
import { backoffMs, ProxxError } from "@proxx/contract";
import { ProviderError } from "@proxx/providers";

/** Resolves after that time, or rejects when the signal aborts. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 1000;

/** Does something again where that may help: a voice that has too much to do, or that was not there for a moment. */
export async function askAgain<T>(work: () => Promise<T>, signal: AbortSignal, pause: Pause = pauseUntil): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const mayHelp = error instanceof ProxxError && AGAIN.has(error.code) && error.retryable;
      if (!mayHelp || attempt === ATTEMPTS || signal.aborted) throw error;
      const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : null;
      await pause(backoffMs(attempt, { firstMs: FIRST_PAUSE_MS, longestMs: 10_000, retryAfterMs }), signal);
    }
  }
}

/** Who has not answered at all in two minutes is not asked a second time. */
const AGAIN: ReadonlySet<string> = new Set(["provider_rate_limited", "provider_unavailable"]);

async function pauseUntil(ms: number, signal: AbortSignal): Promise<void> {
  await pauseFor(ms, undefined, { signal });
}
