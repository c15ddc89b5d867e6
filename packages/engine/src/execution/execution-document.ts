import type {
  Degradation,
  Execution,
  ExecutionError,
  ExecutionProgress,
  ExecutionStatus,
  Video,
} from "@proxx/contract";
import { describeJob, type JobState } from "./job-state.ts";

export interface ExecutionStanding {
  readonly id: string;
  readonly status: ExecutionStatus;
  readonly states: ReadonlyMap<string, JobState>;
  readonly resultJob: string;
  readonly progress: number;
  readonly etaSeconds: number | null;
  readonly error: ExecutionError | null;
  readonly baseExecutionId: string | null;
  readonly createdAtMs: number;
  readonly completedAtMs: number | null;
}

/** The execution as clients see it. */
export function describeExecution(standing: ExecutionStanding): Execution {
  const { id, status, states, progress, etaSeconds, error, baseExecutionId } = standing;
  const jobs = [...states.values()].toSorted((a, b) => a.job.index - b.job.index);
  return {
    id,
    status,
    progress,
    totalJobs: jobs.length,
    completedJobs: countCompleted(states),
    currentJob: findCurrent(states)?.job.id ?? null,
    etaSeconds,
    result: status === "completed" ? resultOf(standing) : null,
    error,
    degradations: jobs.flatMap(degradationsOf),
    jobs: jobs.map((state) => describeJob(state, states)),
    baseExecutionId,
    createdAt: new Date(standing.createdAtMs).toISOString(),
    completedAt: standing.completedAtMs === null ? null : new Date(standing.completedAtMs).toISOString(),
  };
}

/** The same in a few numbers. */
export function describeProgress({ states, progress, etaSeconds }: ExecutionStanding): ExecutionProgress {
  const current = findCurrent(states);
  return {
    progress,
    currentJob: current?.job.id ?? null,
    message: current?.message ?? null,
    completedJobs: countCompleted(states),
    totalJobs: states.size,
    etaSeconds,
  };
}

function countCompleted(states: ReadonlyMap<string, JobState>): number {
  return [...states.values()].filter(({ status }) => status === "completed").length;
}

/** Of the jobs that run, the one that began first. */
function findCurrent(states: ReadonlyMap<string, JobState>): JobState | null {
  const running = [...states.values()].filter(({ status }) => status === "processing");
  return running.toSorted((a, b) => a.startNumber - b.startNumber)[0] ?? null;
}

function resultOf({ states, resultJob }: ExecutionStanding): Video | null {
  const [file] = states.get(resultJob)?.output?.files ?? [];
  return file === undefined ? null : { ...file.artifact, status: "completed" };
}

/** What was done in a lesser way, as was known beforehand and as turned out; each thing once. */
function degradationsOf({ job, status, output, remembered }: JobState): Degradation[] {
  if (status !== "completed") return [];
  const told = new Set<string>();
  const all = [...job.approach.degradations, ...(output?.degradations ?? []), ...(remembered?.degradations ?? [])];
  return all.flatMap(({ code, message, hint }) => {
    const key = `${code} ${message}`;
    if (told.has(key)) return [];
    told.add(key);
    return [{ jobId: job.id, code, message, hint }];
  });
}
