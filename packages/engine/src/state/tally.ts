import type { ExecutionJob, ExecutionJobs } from "./job-state.ts";

/** What is known of all jobs together, so that they need not all be looked at for each that moves. */
export interface Tally {
  /** How many have not ended. */
  readonly open: number;
  /** The number of the one that was begun last; 0 before. */
  readonly lastStart: number;
  readonly missing: ReadonlySet<string>;
}

const NOTHING: Tally = { open: 0, lastStart: 0, missing: new Set() };

export function tallyOf(jobs: ExecutionJobs): Tally {
  const missing = new Set<string>();
  let { open, lastStart } = NOTHING;
  for (const [id, { state }] of jobs) {
    if (state.phase === "missing") missing.add(id);
    if (state.phase !== "ended") open += 1;
    lastStart = Math.max(lastStart, state.startNumber);
  }
  return { open, lastStart, missing };
}

/** The tally when one of them stands elsewhere than before. */
export function retally({ open, lastStart, missing }: Tally, before: ExecutionJob, now: ExecutionJob): Tally {
  return {
    open: open + Number(now.state.phase !== "ended") - Number(before.state.phase !== "ended"),
    lastStart: Math.max(lastStart, now.state.startNumber),
    missing: withMissing(missing, now),
  };
}

function withMissing(missing: ReadonlySet<string>, { job, state }: ExecutionJob): ReadonlySet<string> {
  const isMissing = state.phase === "missing";
  if (isMissing === missing.has(job.id)) return missing;
  const changed = new Set(missing);
  if (isMissing) changed.add(job.id);
  else changed.delete(job.id);
  return changed;
}
