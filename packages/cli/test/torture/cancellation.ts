/** How a run is ended before its time. */
const CANCELLATIONS = ["cancel", "abort-signal", "SIGTERM", "SIGINT", "SIGKILL"] as const;
export type CancellationKind = (typeof CANCELLATIONS)[number];

export interface Cancellation {
  kind: CancellationKind;
  /** The progress at which it comes; null for the time before there is any. */
  atProgress: number | null;
  /** From then; without progress from the start of the process, of an engine in it from when it is loaded. */
  delayMs: number;
}

/** One kind after the other from round to round, each at a moment of its own. */
export function planCancellation(seed: number, random: () => number): Cancellation {
  const kind = CANCELLATIONS[Math.abs(seed) % CANCELLATIONS.length] ?? "cancel";
  // Progress and not time, so that a slow machine is interrupted in the same work.
  const atProgress = random() < 0.15 ? null : random() * 80;
  return { kind, atProgress, delayMs: Math.round(random() * (atProgress === null ? 600 : 120)) };
}

export function describeCancellation({ kind, atProgress, delayMs }: Cancellation): string {
  return `${kind} ${delayMs} ms after ${atProgress === null ? "its start" : `${Math.round(atProgress)} %`}`;
}
