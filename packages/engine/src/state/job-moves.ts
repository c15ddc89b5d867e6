import type { ExecutionError } from "@proxx/contract";
import type { ExecutionJob, ExecutionJobs, JobState } from "./job-state.ts";
import type { JobFailure } from "./news.ts";

/** A job as it is from now on. */
export interface JobMove {
  readonly jobId: string;
  readonly state: JobState;
}

export function moveTo({ job, state }: ExecutionJob, change: Partial<JobState>): JobMove {
  return { jobId: job.id, state: { ...state, ...change } };
}

/** Ends jobs for one reason, and skips whatever depends on them, over however many others. */
export function fail(
  failing: readonly ExecutionJob[],
  failure: JobFailure,
  jobs: ExecutionJobs,
  atMs: number,
): JobMove[] {
  const moves = new Map<string, JobMove>();
  for (const entry of failing) {
    const { id } = entry.job;
    if (moves.has(id)) continue;
    moves.set(id, end(entry, "failed", atMs, { error: { ...failure, jobId: id } }));
    for (const dependent of pendingBehind(entry, jobs)) {
      if (moves.has(dependent.job.id)) continue;
      moves.set(dependent.job.id, end(dependent, "skipped", atMs, { error: dependencyFailed(id) }));
    }
  }
  return [...moves.values()];
}

function pendingBehind({ job }: ExecutionJob, jobs: ExecutionJobs, found = new Set<ExecutionJob>()): Set<ExecutionJob> {
  for (const id of job.dependents) {
    const dependent = jobs.get(id);
    if (dependent === undefined || !isPending(dependent) || found.has(dependent)) continue;
    found.add(dependent);
    pendingBehind(dependent, jobs, found);
  }
  return found;
}

function dependencyFailed(jobId: string): ExecutionError {
  const message = `\`${jobId}\` failed, on which this job depends.`;
  return { code: "dependency_failed", message, hint: `See the error of \`${jobId}\`.`, retryable: false, jobId };
}

export function end(
  { job, state }: ExecutionJob,
  status: "completed" | "failed" | "skipped" | "cancelled",
  atMs: number,
  change: Partial<JobState> = {},
): JobMove {
  return { jobId: job.id, state: { ...state, worker: null, ...change, phase: "ended", status, completedAtMs: atMs } };
}

export function isPending({ state }: ExecutionJob): boolean {
  return state.status === "pending";
}
