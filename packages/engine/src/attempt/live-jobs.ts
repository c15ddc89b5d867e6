import type { JobCommand } from "@proxx/contract";
import type { Slots } from "../scheduling/slots.ts";
import type { ExecutionJob, ExecutionJobs } from "../state/job-state.ts";

/** What there is of a job in this process alone, and goes with it. */
export interface LiveJob {
  /** Takes it out of the line for a slot. */
  leaveLine: (() => void) | null;
  /** Ends its waiting for the time when it is parked no more. */
  stopTimer: (() => void) | null;
  /** Gives back the slot that it has, before it is begun. */
  release: (() => void) | null;
  /** What runs here, and its slot, which it has until what came of it is kept. */
  atWork: { readonly done: Promise<void>; readonly slots: Slots | null; readonly giveBack: (() => void) | null } | null;
  /** The attempt that it is in line for, or has its slot for. */
  queuedAttempt: number;
  /** The attempt that runs here, or ran last. */
  attempt: number;
  /** What it left to its renderer. */
  deferred: unknown;
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

export function createLiveJobs(jobs: ExecutionJobs): LiveJobs {
  const create = ({ state: { fraction, message } }: ExecutionJob): LiveJob => ({
    leaveLine: null,
    stopTimer: null,
    release: null,
    atWork: null,
    queuedAttempt: 0,
    attempt: 0,
    deferred: undefined,
    wakes: new Set(),
    hasNews: false,
    fraction,
    message,
    commands: [],
  });
  return new Map(Array.from(jobs, ([id, entry]) => [id, create(entry)]));
}

/** There is news for a job from outside. */
export function tellNews(live: LiveJob | undefined): void {
  if (live === undefined) return;
  live.hasNews = true;
  for (const wake of live.wakes) wake();
}
