import { signal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";

export interface Loaded<Value> {
  /** Undefined until it is there; what was there before stays while it is asked for again. */
  readonly value: ReadonlySignal<Value | undefined>;
  readonly error: ReadonlySignal<unknown>;
  readonly reload: () => void;
}

/** Asks when it is shown, and whenever `about` is another one. An answer that is no longer wanted changes nothing. */
export function useLoaded<Value>(ask: (signal: AbortSignal) => Promise<Value>, about: string): Loaded<Value> {
  const loaded = useMemo(() => createLoaded(ask), [about]);
  useEffect(() => {
    loaded.reload();
    return loaded.stop;
  }, [loaded]);
  return loaded;
}

function createLoaded<Value>(ask: (signal: AbortSignal) => Promise<Value>): Loaded<Value> & { stop: () => void } {
  const value = signal<Value | undefined>(undefined);
  const error = signal<unknown>(null);
  let current = new AbortController();
  const stop = () => current.abort();
  const reload = async () => {
    stop();
    const own = new AbortController();
    current = own;
    try {
      const answer = await ask(own.signal);
      if (own.signal.aborted) return;
      value.value = answer;
      error.value = null;
    } catch (reason) {
      if (!own.signal.aborted) error.value = reason;
    }
  };
  return { value, error, stop, reload: () => void reload() };
}
