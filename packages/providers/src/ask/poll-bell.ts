import { setTimeout as pauseFor } from "node:timers/promises";
import type { ProviderName } from "../provider.ts";

export interface PollBell {
  /** A webhook came: whoever follows that run asks now. */
  ring(run: { provider: ProviderName; id: string }): void;
  /** The `pause` of one run for `runWithProvider`. It learns which run from `remember`. */
  pauseOf(run: () => { provider: ProviderName; id: string } | null): (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A ring may come before the submission that it answers has said its id; this many are kept for those. */
const KEPT_RINGS = 1000;

/**
 * Lets webhooks bring polls forward. Deliveries that come twice, late or for nobody do no harm: they make somebody look
 * at the state once more, or nobody.
 */
export function createPollBell(): PollBell {
  const rung = new Set<string>();
  const waiting = new Map<string, Set<() => void>>();
  const keyOf = (run: { provider: ProviderName; id: string }) => `${run.provider} ${run.id}`;
  return {
    ring(run) {
      const key = keyOf(run);
      const sleepers = waiting.get(key);
      if (sleepers !== undefined) for (const wake of sleepers) wake();
      else {
        rung.add(key);
        const [oldest] = rung;
        if (rung.size > KEPT_RINGS && oldest !== undefined) rung.delete(oldest);
      }
    },
    pauseOf: (run) => async (ms, signal) => {
      const current = run();
      const key = current === null ? null : keyOf(current);
      if (key !== null && rung.delete(key)) return;
      const wake = new AbortController();
      const sleepers = key === null ? new Set<() => void>() : (waiting.get(key) ?? new Set());
      const ring = () => wake.abort();
      sleepers.add(ring);
      if (key !== null) waiting.set(key, sleepers);
      try {
        await pauseFor(ms, undefined, { signal: AbortSignal.any([signal, wake.signal]) }).catch(() => {});
      } finally {
        sleepers.delete(ring);
        if (key !== null && sleepers.size === 0) waiting.delete(key);
      }
    },
  };
}
