import type { ExecutionError, Job, JobStatus, Source } from "@proxx/contract";
import type { CheckedJob, CheckedPlan } from "../plan/check-plan.ts";
import type { IngestedSource } from "../sources/ingest-source.ts";
import type { Ingredients } from "../store/job-key.ts";
import type { JobOutput } from "../store/job-output.ts";
import type { FlightOutcome } from "../store/flights.ts";
import type { JobShare } from "./progress-meter.ts";

/**
 * Where a job stands on its way to being made; within the status `pending` all but the last two.
 * - `waiting`: for what its key is made of.
 * - `known`: it has a key, and nothing of that key is there.
 * - `shared`: somebody else is making the same thing.
 * - `claimed`: it has to be made, as soon as its inputs are there.
 * - `queued`: for a slot.
 * - `running`, `ended`.
 */
type JobPhase = "waiting" | "known" | "shared" | "claimed" | "queued" | "running" | "ended";

export interface JobState {
  readonly job: CheckedJob;
  /** The one job that takes the output, and can render it together with its own work. */
  readonly renderer: string | null;
  phase: JobPhase;
  status: JobStatus;
  attempt: number;
  /** Sources by path or URL that are still being read. */
  sourcesToCome: number;
  readonly ingested: Map<Source, IngestedSource>;
  ingredients: Ingredients | null;
  key: string | null;
  /** What whoever takes the output has in its key: known beforehand where the output may be deferred. */
  identity: string | null;
  mayDefer: boolean;
  output: JobOutput | null;
  /** What an earlier run knows of a job whose output was rendered by another. */
  remembered: JobOutput | null;
  /** It made a file of its own although it need not have, and that is lost. */
  hadFile: boolean;
  fraction: number;
  message: string | null;
  reused: boolean;
  error: ExecutionError | null;
  /** Among all jobs of the execution; 0 before. */
  startNumber: number;
  startedAtMs: number | null;
  completedAtMs: number | null;
  /** Ends what it holds against others: a flight, a place in the queue. */
  endFlight: ((outcome: FlightOutcome) => void) | null;
  leaveQueue: (() => void) | null;
  readonly wake: Set<() => void>;
}

export function createJobStates(
  plan: CheckedPlan,
  { keepIntermediates }: { keepIntermediates: boolean },
): Map<string, JobState> {
  const jobs = new Map(plan.jobs.map((job) => [job.id, job]));
  return new Map(
    plan.jobs.map((job): [string, JobState] => [
      job.id,
      {
        job,
        renderer: keepIntermediates ? null : rendererOf(job, jobs),
        phase: "waiting",
        status: "pending",
        attempt: 0,
        sourcesToCome: job.sources.filter(({ from }) => from.kind === "location").length,
        ingested: new Map(),
        ingredients: null,
        key: null,
        identity: null,
        mayDefer: false,
        output: null,
        remembered: null,
        hadFile: false,
        fraction: 0,
        message: null,
        reused: false,
        error: null,
        startNumber: 0,
        startedAtMs: null,
        completedAtMs: null,
        endFlight: null,
        leaveQueue: null,
        wake: new Set(),
      },
    ]),
  );
}

/** An output that stands in one place of one job, which renders what is left to it, need not become a file. */
function rendererOf(job: CheckedJob, jobs: ReadonlyMap<string, CheckedJob>): string | null {
  if (job.operation.alwaysMakesFiles === true) return null;
  const [only] = job.dependents;
  if (only === undefined || job.dependents.length > 1 || job.timesTaken !== 1) return null;
  const taker = jobs.get(only);
  const place = taker?.sources.find(({ from }) => from.kind === "job" && from.id === job.id);
  const takesPicture = place !== undefined && !place.source.accepts.includes("transcript");
  return taker?.operation.acceptsDeferred === true && takesPicture ? only : null;
}

/** As clients see it. */
export function describeJob(state: JobState, states: ReadonlyMap<string, JobState>): Job {
  const { job, output, startedAtMs, completedAtMs } = state;
  return {
    id: job.id,
    type: job.type,
    status: state.status,
    progress: state.status === "completed" ? 100 : Math.floor(state.fraction * 1000) / 10,
    message: state.message,
    reused: state.reused,
    renderedBy: renderedBy(state, states),
    provider: job.approach.provider,
    outputs: (output?.files ?? []).map(({ artifact }) => artifact),
    transcript: (output ?? state.remembered)?.transcript ?? null,
    error: state.error,
    startedAt: startedAtMs === null ? null : new Date(startedAtMs).toISOString(),
    completedAt: completedAtMs === null ? null : new Date(completedAtMs).toISOString(),
  };
}

/** What a job counts for in the progress of the whole. */
export function shareOf({ status, fraction, reused, output, startedAtMs }: JobState): JobShare {
  const rendered = output?.deferred !== undefined;
  const isDone = status === "completed" && (reused || rendered);
  const isOut = status === "failed" || status === "skipped" || status === "cancelled";
  return { fraction, hasBegun: startedAtMs !== null, takesTime: !isDone && !isOut };
}

/** Of a chain of jobs that leave their outputs to one another, the one that renders them all. */
function renderedBy(state: JobState, states: ReadonlyMap<string, JobState>): string | null {
  const hasNoFile = state.status === "completed" && (state.output?.files ?? []).length === 0;
  if (!hasNoFile || state.renderer === null) return null;
  const next = states.get(state.renderer);
  if (next === undefined || next.status === "failed" || next.status === "skipped" || next.status === "cancelled")
    return null;
  return renderedBy(next, states) ?? state.renderer;
}
