import type { Pause } from "../execute/pause.ts";

/** How long a request that may have begun an execution is waited for after the abort, so that the execution is not lost. */
const GRACE_MS = 5000;

/** A signal that aborts a while after another. */
export function lateAbort(signal: AbortSignal | undefined, pause: Pause): { signal: AbortSignal; release: () => void } {
  const late = new AbortController();
  const released = new AbortController();
  const begin = async () => {
    await pause(GRACE_MS, released.signal);
    if (!released.signal.aborted) late.abort(signal?.reason);
  };
  const onAbort = () => void begin();
  signal?.addEventListener("abort", onAbort, { signal: released.signal });
  return { signal: late.signal, release: () => released.abort() };
}
