import { signal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { createLooking } from "../live/looking.ts";

export interface Loaded<Value> {
  /** Undefined until it is there; what was there before stays while it is asked for again. */
  readonly value: ReadonlySignal<Value | undefined>;
  readonly error: ReadonlySignal<unknown>;
  /** Asks again. */
  readonly look: () => void;
}

const REST_MS = 500;

/** Asks when it is shown, and whenever `about` is another one. An answer that is no longer wanted changes nothing. */
export function useLoaded<Value>(ask: (signal: AbortSignal) => Promise<Value>, about: string): Loaded<Value> {
  const loaded = useMemo(() => createLoaded(ask), [about]);
  useEffect(() => {
    loaded.look();
    return loaded.stop;
  }, [loaded]);
  return loaded;
}

/** Asks again by the clock, for what nobody tells of; null is not at all. */
export function useLookedAgain({ look }: Loaded<unknown>, everyMs: number | null): void {
  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") look();
    }, everyMs);
    return () => clearInterval(timer);
  }, [look, everyMs]);
}

function createLoaded<Value>(ask: (signal: AbortSignal) => Promise<Value>): Loaded<Value> & { stop: () => void } {
  const value = signal<Value | undefined>(undefined);
  const error = signal<unknown>(null);
  const looking = createLooking({
    restMs: REST_MS,
    async lookOnce(stopped) {
      const answer = await ask(stopped);
      if (stopped.aborted) return;
      value.value = answer;
      error.value = null;
    },
    onError: (reason) => (error.value = reason),
  });
  return { value, error, ...looking };
}
