export interface Throttle {
  /** At once where it is urgent, else at most every so often; the last one is always done. */
  run(action: () => void, urgent: boolean): void;
  close(): void;
}

export function createThrottle(intervalMs: number): Throttle {
  let ranAt = Number.NEGATIVE_INFINITY;
  let later: NodeJS.Timeout | undefined;
  const runNow = (action: () => void) => {
    clearTimeout(later);
    later = undefined;
    ranAt = performance.now();
    action();
  };
  return {
    run(action, urgent) {
      const waitMs = ranAt + intervalMs - performance.now();
      if (urgent || waitMs <= 0) runNow(action);
      else later ??= setTimeout(() => runNow(action), waitMs);
    },
    close: () => clearTimeout(later),
  };
}
