import type { Job } from "@proxx/contract";
import type { CheckedJob } from "../plan/check-plan.ts";
import type { ExecutionJob, JobState } from "./job-state.ts";
import type { JobShare } from "./progress-meter.ts";

/** How far a job is. */
export type JobProgress = Pick<JobState, "fraction" | "message">;

/** What is to be known of a job to describe it. */
export interface DescribedJob {
  readonly job: Pick<CheckedJob, "id" | "type" | "index" | "approach">;
  readonly renderer: string | null;
  readonly state: JobState;
}

/** By id. */
export type DescribedJobs = ReadonlyMap<string, DescribedJob>;

/** A job as clients see it. */
export function describeJob(entry: DescribedJob, jobs: DescribedJobs, { fraction, message }: JobProgress): Job {
  const { job, state } = entry;
  const { output, startedAtMs, completedAtMs } = state;
  return {
    id: job.id,
    type: job.type,
    status: state.status,
    progress: state.status === "completed" ? 100 : Math.floor(fraction * 1000) / 10,
    message,
    reused: state.reused,
    renderedBy: renderedBy(entry, jobs),
    provider: job.approach.provider,
    outputs: (output?.files ?? []).map(({ artifact }) => artifact),
    transcript: (output ?? state.remembered)?.transcript ?? null,
    error: state.error,
    commands: [...state.commands],
    startedAt: startedAtMs === null ? null : new Date(startedAtMs).toISOString(),
    completedAt: completedAtMs === null ? null : new Date(completedAtMs).toISOString(),
  };
}

/** What a job counts for in the progress of the whole. */
export function shareOf({ job, state }: Pick<ExecutionJob, "job" | "state">, { fraction }: JobProgress): JobShare {
  const { status, reused, output, startedAtMs } = state;
  const isDone = status === "completed" && (reused || output?.deferred === true);
  const isOut = status === "failed" || status === "skipped" || status === "cancelled";
  return {
    fraction: status === "completed" ? 1 : fraction,
    hasBegun: startedAtMs !== null,
    takesTime: !isDone && !isOut,
    weight: job.operation.weight ?? 1,
  };
}

/** Of a chain of jobs that leave their outputs to one another, the one that renders them all. */
function renderedBy({ state, renderer }: DescribedJob, jobs: DescribedJobs): string | null {
  const hasNoFile = state.status === "completed" && (state.output?.files ?? []).length === 0;
  if (!hasNoFile || renderer === null) return null;
  const next = jobs.get(renderer);
  const status = next?.state.status;
  if (next === undefined || status === "failed" || status === "skipped" || status === "cancelled") return null;
  return renderedBy(next, jobs) ?? renderer;
}
