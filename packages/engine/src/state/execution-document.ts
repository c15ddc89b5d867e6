import type {
  Degradation,
  Execution,
  ExecutionError,
  ExecutionProgress,
  ExecutionStatus,
  Video,
} from "@proxx/contract";
import { describeJob, type DescribedJob, type DescribedJobs, type JobProgress } from "./job-document.ts";

/** Where an execution stands. */
export interface ExecutionStanding {
  readonly id: string;
  readonly baseExecutionId: string | null;
  readonly createdAtMs: number;
  readonly resultJob: string;
  /** What is asked for beside it: the ids of jobs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly status: ExecutionStatus;
  readonly error: ExecutionError | null;
  readonly completedAtMs: number | null;
  readonly jobs: DescribedJobs;
  readonly progressOf: (jobId: string) => JobProgress;
  readonly progress: number;
  readonly etaSeconds: number | null;
}

/** An execution as clients see it. */
export function executionDocument(standing: ExecutionStanding): Execution {
  const { id, status, jobs, progress, etaSeconds, error, baseExecutionId } = standing;
  const inPlanOrder = [...jobs.values()].toSorted((a, b) => a.job.index - b.job.index);
  return {
    id,
    status,
    progress,
    totalJobs: jobs.size,
    completedJobs: countCompleted(jobs),
    currentJob: findCurrent(jobs)?.job.id ?? null,
    etaSeconds,
    result: status === "completed" ? resultOf(jobs, standing.resultJob) : null,
    results: status === "completed" ? mapValues(standing.outputs, (jobId) => resultOf(jobs, jobId)) : {},
    error: executionError(id, { status, error }),
    degradations: inPlanOrder.flatMap(degradationsOf),
    jobs: inPlanOrder.map((entry) => describeJob(entry, jobs, standing.progressOf(entry.job.id))),
    baseExecutionId,
    createdAt: new Date(standing.createdAtMs).toISOString(),
    completedAt: standing.completedAtMs === null ? null : new Date(standing.completedAtMs).toISOString(),
  };
}

/** Why an execution did not end well, as clients see it. */
export function executionError(
  id: string,
  { status, error }: Pick<ExecutionStanding, "status" | "error">,
): ExecutionError | null {
  if (error !== null || status !== "cancelled") return error;
  const hint = "Run it again: what was finished is reused.";
  return { code: "aborted", message: `The execution ${id} was cancelled.`, hint, retryable: false, jobId: null };
}

/** The same in a few numbers. */
export function describeProgress({ jobs, progress, etaSeconds, progressOf }: ExecutionStanding): ExecutionProgress {
  const current = findCurrent(jobs)?.job.id ?? null;
  return {
    progress,
    currentJob: current,
    message: current === null ? null : progressOf(current).message,
    completedJobs: countCompleted(jobs),
    totalJobs: jobs.size,
    etaSeconds,
  };
}

function countCompleted(jobs: DescribedJobs): number {
  return jobs.values().reduce((count, { state }) => count + Number(state.status === "completed"), 0);
}

/** Of the jobs that run, the one that began first. */
function findCurrent(jobs: DescribedJobs): DescribedJob | null {
  let first: DescribedJob | null = null;
  for (const entry of jobs.values()) {
    if (entry.state.status !== "processing") continue;
    if (first === null || entry.state.startNumber < first.state.startNumber) first = entry;
  }
  return first;
}

function mapValues<From, To>(object: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}

function resultOf(jobs: DescribedJobs, jobId: string): Video | null {
  const [file] = jobs.get(jobId)?.state.output?.files ?? [];
  return file === undefined ? null : { ...file.artifact, status: "completed" };
}

/** What was done in a lesser way, as was known beforehand and as turned out; each thing once. */
function degradationsOf({ job, state }: DescribedJob): Degradation[] {
  if (state.status !== "completed") return [];
  const { output, remembered } = state;
  const told = new Set<string>();
  const all = [...job.approach.degradations, ...(output?.degradations ?? []), ...(remembered?.degradations ?? [])];
  return all.flatMap(({ code, message, hint }) => {
    const key = `${code} ${message}`;
    if (told.has(key)) return [];
    told.add(key);
    return [{ jobId: job.id, code, message, hint }];
  });
}
