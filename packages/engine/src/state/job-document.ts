import type { Job } from "@proxx/contract";
import type { ExecutionJob, ExecutionJobs } from "./job-state.ts";
import type { LiveJob } from "../execution/live-jobs.ts";
import type { JobShare } from "./progress-meter.ts";

/** How far a job is. */
export type JobProgress = Pick<LiveJob, "fraction" | "message">;

/** A job as clients see it. */
export function describeJob(entry: ExecutionJob, jobs: ExecutionJobs, { fraction, message }: JobProgress): Job {
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
export function shareOf({ state }: ExecutionJob, { fraction }: JobProgress): JobShare {
  const { status, reused, output, startedAtMs } = state;
  const isDone = status === "completed" && (reused || output?.deferred === true);
  const isOut = status === "failed" || status === "skipped" || status === "cancelled";
  return {
    fraction: status === "completed" ? 1 : fraction,
    hasBegun: startedAtMs !== null,
    takesTime: !isDone && !isOut,
  };
}

/** Of a chain of jobs that leave their outputs to one another, the one that renders them all. */
function renderedBy({ state, renderer }: ExecutionJob, jobs: ExecutionJobs): string | null {
  const hasNoFile = state.status === "completed" && (state.output?.files ?? []).length === 0;
  if (!hasNoFile || renderer === null) return null;
  const next = jobs.get(renderer);
  const status = next?.state.status;
  if (next === undefined || status === "failed" || status === "skipped" || status === "cancelled") return null;
  return renderedBy(next, jobs) ?? renderer;
}
