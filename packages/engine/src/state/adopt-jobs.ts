import { backoffMs } from "@proxx/contract";
import type { ExecutionJob, ExecutionJobs, JobState } from "./job-state.ts";
import { fail, moveTo, type JobMove } from "./job-moves.ts";
import type { JobFailure } from "./news.ts";

/** Where all stands of which something went with the process that was at it. */
export function adoptJobs(worker: string, jobs: ExecutionJobs, atMs: number): JobMove[] {
  const moves = new Map<string, JobMove>();
  const keep = (all: readonly JobMove[]) => {
    for (const move of all) if (!moves.has(move.jobId)) moves.set(move.jobId, move);
  };
  for (const entry of jobs.values()) {
    const { phase, isLent, worker: had } = entry.state;
    if (phase === "running" && !isLent && had !== worker) keep(loseJob(entry, jobs, atMs));
  }
  for (const entry of jobs.values()) {
    const { phase, isLent } = entry.state;
    // Whoever it is lent to has made for itself what was left to be rendered.
    if (phase !== "ended" && !(phase === "running" && isLent)) keep(lostOutputs(entry, jobs));
    // What it takes may be among what is lost.
    if (phase === "queued") keep([moveTo(entry, { phase: "wanted" })]);
  }
  return [...moves.values()];
}

/** The worker that was at it is gone. */
export function loseJob(entry: ExecutionJob, jobs: ExecutionJobs, atMs: number): JobMove[] {
  const losses = entry.state.losses + 1;
  // Who waits for somebody else takes no process with it, and what is paid for is not given up.
  if (entry.state.load === "wait" || losses === 1) return takeBack(entry, jobs, { losses });
  if (losses >= MOST_LOSSES) return fail([entry], lostWorkers(entry), jobs, atMs);
  const lookAgainAtMs = atMs + backoffMs(losses - 1, PAUSES);
  return takeBack(entry, jobs, { losses, phase: "parked", lookAgainAtMs });
}

/** It is to be begun again, with what was left to it to render: that may have been with somebody who is gone, too. */
export function takeBack(entry: ExecutionJob, jobs: ExecutionJobs, change: Partial<JobState> = {}): JobMove[] {
  return [moveTo(entry, { phase: "wanted", worker: null, ...change }), ...lostOutputs(entry, jobs)];
}

/** What was left to a job to render, over however many others. */
function lostOutputs({ job }: ExecutionJob, jobs: ExecutionJobs): JobMove[] {
  return job.dependencies.flatMap((id) => {
    const dependency = jobs.get(id);
    if (dependency?.state.output?.deferred !== true) return [];
    return [moveTo(dependency, LOST_OUTPUT), ...lostOutputs(dependency, jobs)];
  });
}

const LOST_OUTPUT = { phase: "missing", status: "pending", output: null, completedAtMs: null } as const;

/**
 * Whoever takes so many processes with it, over three minutes, will not do better with the next; fewer may have been killed for
 * other reasons. The pauses leave the others time to end before the next process goes.
 */
const MOST_LOSSES = 10;
const PAUSES = { firstMs: 1000, longestMs: 60_000 };

function lostWorkers({ job }: ExecutionJob): JobFailure {
  return {
    code: "worker_lost",
    message: `\`${job.id}\` was begun ${MOST_LOSSES} times, and each time the process that was at it ended.`,
    hint: "See whether the machine has enough memory, then run the plan again.",
    retryable: true,
  };
}
