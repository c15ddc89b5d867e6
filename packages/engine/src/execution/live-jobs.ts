import type { JobCommand } from "@proxx/contract";
import type { ClaimOutcome } from "../store/claims.ts";
import type { JobState } from "../state/job-state.ts";

/** What there is of a job in this process alone, and goes with it. */
export interface LiveJob {
  /** Ends its waiting: for a slot, or parked for its time. */
  stopWaiting: (() => void) | null;
  /** Tells those who wait for the same thing what became of it. */
  endClaim: ((outcome: ClaimOutcome) => void) | null;
  /** What it left to its renderer. */
  deferred: unknown;
  /** What it has noted down in the journal, on earlier attempts as well. */
  note: unknown;
  /** Ends its pauses, and its being parked. */
  readonly wakes: Set<() => void>;
  /** There was news while it ran, which it may have asked too early to know. */
  hasNews: boolean;
  /** From 0 to 1. */
  fraction: number;
  message: string | null;
  /** The processes of its operation that have ended. */
  readonly commands: JobCommand[];
}

export type LiveJobs = ReadonlyMap<string, LiveJob>;

export function createLiveJobs(ids: Iterable<string>): LiveJobs {
  const create = (): LiveJob => ({
    stopWaiting: null,
    endClaim: null,
    deferred: undefined,
    note: undefined,
    wakes: new Set(),
    hasNews: false,
    fraction: 0,
    message: null,
    commands: [],
  });
  return new Map(Array.from(ids, (id) => [id, create()]));
}

/** There is news for a job from outside. */
export function tellNews(live: LiveJob | undefined): void {
  if (live === undefined) return;
  live.hasNews = true;
  for (const wake of live.wakes) wake();
}

/** Lets go of all that a job holds against others. */
export function letGo(live: LiveJob, state: JobState): void {
  live.stopWaiting?.();
  live.stopWaiting = null;
  live.endClaim?.(outcomeOf(state));
  live.endClaim = null;
}

function outcomeOf({ status, error }: JobState): ClaimOutcome {
  if (status === "completed") return { made: true };
  return status === "failed" && error !== null ? { error } : { abandoned: true };
}
