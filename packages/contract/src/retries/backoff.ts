export interface Backoff {
  /** Before the first further attempt. */
  readonly firstMs: number;
  /** How much longer each wait is than the one before it. @default 2 */
  readonly growth?: number;
  /** @default as long as it gets */
  readonly longestMs?: number;
  /** What the other side has asked for, by `Retry-After`; it is never asked sooner. @default nothing */
  readonly retryAfterMs?: number | null;
  /** From 0 to 1. Stretches or shortens the wait by up to a fifth, so that those that fail together do not come back together. @default 0.5, as it is */
  readonly random?: number;
}

/** How long to wait before another attempt, of which `attempts` have failed or were too early. */
export function backoffMs(attempts: number, backoff: Backoff): number {
  const { firstMs, growth = 2, longestMs = Infinity, retryAfterMs = null, random = 0.5 } = backoff;
  const waitMs = Math.min(longestMs, firstMs * growth ** (attempts - 1));
  return Math.max(Math.round(waitMs * (0.8 + 0.4 * random)), retryAfterMs ?? 0);
}
