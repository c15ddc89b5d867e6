export interface Listeners<Event> {
  add(listener: (event: Event) => void): () => void;
  /** At once where it is urgent, else at most every so often; the last one is always told. */
  tell(read: () => Event, urgent: boolean): void;
  close(): void;
}

/** Those who want to be told. What they do with it is their own affair: one that throws is no reason to stop. */
export function createListeners<Event>(intervalMs: number): Listeners<Event> {
  const listeners = new Set<(event: Event) => void>();
  let toldAt = Number.NEGATIVE_INFINITY;
  let later: NodeJS.Timeout | undefined;

  const tellNow = (read: () => Event) => {
    clearTimeout(later);
    later = undefined;
    toldAt = performance.now();
    if (listeners.size === 0) return;
    const event = read();
    for (const listener of listeners) notify(listener, event);
  };
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(read, urgent) {
      const waitMs = toldAt + intervalMs - performance.now();
      if (urgent || waitMs <= 0) tellNow(read);
      else later ??= setTimeout(() => tellNow(read), waitMs);
    },
    close() {
      clearTimeout(later);
      listeners.clear();
    },
  };
}

function notify<Event>(listener: (event: Event) => unknown, event: Event): void {
  try {
    // An asynchronous listener gives a promise, whose failure is its own as well.
    Promise.resolve(listener(event)).catch(() => {});
  } catch {
    // See above.
  }
}
