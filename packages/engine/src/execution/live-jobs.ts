import type { JobCommand } from "@proxx/contract";
import type { ClaimOutcome } from "../store/claims.ts";
import type { JobState } from "../state/job-state.ts";

/** What there is of a job in this process alone, and goes with it. */
export interface LiveJob {
  /** Gives up its place in the queue for a slot. */
  leaveQueue: (() => void) | null;
  /** Tells those who wait for the same thing what became of it. */
  endClaim: ((outcome: ClaimOutcome) => void) | null;
  /** What it left to its renderer. */
  deferred: unknown;
  /** What it has noted down in the journal, on earlier attempts as well. */
  note: unknown;
  /** Ends its pauses. */
  readonly wakes: Set<() => void>;
  /** From 0 to 1. */
  fraction: number;
  message: string | null;
  /** The processes of its operation that have ended. */
  readonly commands: JobCommand[];
}

export type LiveJobs = ReadonlyMap<string, LiveJob>;

export function createLiveJobs(ids: Iterable<string>): LiveJobs {
  const create = (): LiveJob => ({
    leaveQueue: null,
    endClaim: null,
    deferred: undefined,
    note: undefined,
    wakes: new Set(),
    fraction: 0,
    message: null,
    commands: [],
  });
  return new Map(Array.from(ids, (id) => [id, create()]));
}

/** Lets go of all that a job holds against others. */
export function letGo(live: LiveJob, state: JobState): void {
  live.leaveQueue?.();
  live.leaveQueue = null;
  live.endClaim?.(outcomeOf(state));
  live.endClaim = null;
}

function outcomeOf({ status, error }: JobState): ClaimOutcome {
  if (status === "completed") return { made: true };
  return status === "failed" && error !== null ? { error } : { abandoned: true };
}
