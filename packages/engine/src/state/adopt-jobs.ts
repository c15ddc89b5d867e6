import type { ExecutionJob, ExecutionJobs } from "./job-state.ts";
import { fail, moveTo, type JobMove } from "./job-moves.ts";
import type { JobFailure } from "./news.ts";

/** Where all stands of which something went with the process that was at it. */
export function adoptJobs(worker: string, jobs: ExecutionJobs, atMs: number): JobMove[] {
  const moves = new Map<string, JobMove>();
  const lost = [...jobs.values()].filter(({ state }) => state.phase === "running" && state.worker !== worker);
  for (const entry of lost) {
    const losses = entry.state.losses + 1;
    const isTooMany = losses >= MOST_LOSSES;
    const change = { phase: "wanted", worker: null, losses } as const;
    for (const move of isTooMany ? fail([entry], lostWorkers(entry), jobs, atMs) : [moveTo(entry, change)]) {
      if (!moves.has(move.jobId)) moves.set(move.jobId, move);
    }
  }
  for (const entry of jobs.values()) {
    if (moves.has(entry.job.id)) continue;
    const { renderer, state } = entry;
    const isLeft = state.output?.deferred === true && jobs.get(renderer ?? "")?.state.phase !== "ended";
    if (isLeft) moves.set(entry.job.id, moveTo(entry, LOST_OUTPUT));
    // What it takes may be among what is lost.
    if (state.phase === "queued") moves.set(entry.job.id, moveTo(entry, { phase: "wanted" }));
  }
  return [...moves.values()];
}

const LOST_OUTPUT = { phase: "missing", status: "pending", output: null, completedAtMs: null } as const;

/** Whoever takes so many processes with it will not do better with the next; fewer may have been killed for other reasons. */
const MOST_LOSSES = 5;

function lostWorkers({ job }: ExecutionJob): JobFailure {
  return {
    code: "worker_lost",
    message: `\`${job.id}\` was begun ${MOST_LOSSES} times, and each time the process that was at it ended.`,
    hint: "See whether the machine has enough memory, then run the plan again.",
    retryable: true,
  };
}
