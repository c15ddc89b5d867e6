/** Those who want to be told. What they do with it is their own affair: one that throws is no reason to stop. */
export interface Listeners<Event> {
  readonly isEmpty: boolean;
  add(listener: (event: Event) => void): () => void;
  tell(event: Event): void;
  clear(): void;
}

export function createListeners<Event>(): Listeners<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    get isEmpty() {
      return listeners.size === 0;
    },
    add(listener) {
      // One that was added twice is told twice.
      const own = (event: Event) => notify(listener, event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    tell(event) {
      for (const listener of listeners) listener(event);
    },
    clear: () => listeners.clear(),
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
