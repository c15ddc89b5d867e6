/**
 * Where a job of an execution stands. A `JobState` is all that is kept of it: a value that is never changed, only replaced,
 * and that can be written as JSON. It is what a row of a database holds, and with the plan it is enough to go on with.
 *
 * What cannot be kept is not in it, and is lost with the process that an execution has its place in. Whoever takes the
 * execution over (`adopted` in `apply-news.ts`) has these to mend:
 * - A job that is `running`, and not lent, is `wanted` again. The next attempt is given what this one noted down, and looks first whether
 *   what it is to make is there after all. One that took several with it pauses first, and after ten it has failed, unless it waits.
 * - What a job left to its renderer holds functions and names files in the folder of the execution: where the renderer has
 *   not ended, the job is `missing` again.
 * - How far a running job is.
 * The paths of files in `output` and `sources` are those of this machine. Another one asks its store for them by their hashes.
 */
import type { ExecutionError, JobCommand, JobStatus, Load } from "@proxx/contract";
import type { CheckedJob, CheckedPlan } from "../plan/check-plan.ts";
import type { IngestedSource } from "../sources/ingest-source.ts";
import type { Ingredients } from "../store/job-key.ts";
import type { JobOutput } from "../store/job-output.ts";

/**
 * The steps on the way of a job; within the status `pending` all but the last four. One that was parked is `processing`
 * from then on, whatever its step.
 * - `waiting`: for what its key is made of.
 * - `identified`: it has a key, and nobody has looked yet whether what that stands for is there.
 * - `unclaimed`: it is not there, and the right to make it is asked for. Never kept: the answer is in the same transaction.
 * - `missing`: it is not there, and may be left to the job that renders it; whether it is needed depends on that one.
 * - `elsewhere`: another job, maybe of another execution, is making the same thing.
 * - `wanted`: it is to be made, as soon as its inputs are there.
 * - `queued`: for a slot.
 * - `running`: its operation is.
 * - `parked`: it waits for somebody else, or for a better hour, and holds nothing. When its time has come it is `wanted` again, and what it noted
 *   down is all that it goes on with.
 * - `ending`: it was parked and is cancelled; what was begun elsewhere is to be ended there first.
 * - `ended`.
 */
export type JobPhase =
  | "waiting"
  | "identified"
  | "unclaimed"
  | "missing"
  | "elsewhere"
  | "wanted"
  | "queued"
  | "running"
  | "parked"
  | "ending"
  | "ended";

export interface JobState {
  readonly phase: JobPhase;
  readonly status: JobStatus;
  /** How often it was handed out, to be begun or gone on with: each time is an attempt, after which the ones before change nothing. */
  readonly attempt: number;
  /** The worker that the current attempt is at; null where there is none. */
  readonly worker: string | null;
  /** That worker took it as a task: it goes on whoever has the place of the execution. */
  readonly isLent: boolean;
  /** How many workers were gone before what they were at had ended. */
  readonly losses: number;
  /** What it needs a slot for next. */
  readonly load: Load;
  /** When a parked one is to be gone on with, if there is no news before. */
  readonly lookAgainAtMs: number | null;
  /** In the order of the job's `sources`: what was read of those by path or URL. */
  readonly sources: readonly (IngestedSource | null)[];
  readonly ingredients: Ingredients | null;
  readonly key: string | null;
  /** What whoever takes the output has in its key: known beforehand where the output may be left to be rendered. */
  readonly identity: string | null;
  readonly mayDefer: boolean;
  readonly output: JobOutput | null;
  /** What an earlier run knows of a job whose output was rendered by another. */
  readonly remembered: Pick<JobOutput, "transcript" | "degradations"> | null;
  /** It made a file of its own although it need not have, and that is lost. */
  readonly hadFile: boolean;
  readonly reused: boolean;
  readonly error: ExecutionError | null;
  /** From 0 to 1: how far it was when it ended. */
  readonly fraction: number;
  /** What it said last. */
  readonly message: string | null;
  /** The processes it ran, known when it has ended. */
  readonly commands: readonly JobCommand[];
  /** Among all jobs of the execution, by when they began; 0 before. */
  readonly startNumber: number;
  /** When it was begun first. */
  readonly startedAtMs: number | null;
  readonly completedAtMs: number | null;
}

/** A job of an execution: what the plan says of it, which never changes, and where it stands. */
export interface ExecutionJob {
  readonly job: CheckedJob;
  /** The one job that takes the output, and can render it together with its own work. */
  readonly renderer: string | null;
  readonly state: JobState;
}

/** By id, each after all it depends on. */
export type ExecutionJobs = ReadonlyMap<string, ExecutionJob>;

export function createJobs(
  plan: CheckedPlan,
  { keepIntermediates }: { keepIntermediates: boolean },
): Map<string, ExecutionJob> {
  const jobs = new Map(plan.jobs.map((job) => [job.id, job]));
  return new Map(
    plan.jobs.map((job): [string, ExecutionJob] => [
      job.id,
      { job, renderer: keepIntermediates ? null : rendererOf(job, jobs), state: initialState(job) },
    ]),
  );
}

/** The jobs as they stand by what is kept of them. */
export function restoreJobs(
  jobs: ExecutionJobs,
  states: Readonly<Record<string, JobState>>,
): Map<string, ExecutionJob> {
  return new Map(Array.from(jobs, ([id, entry]) => [id, { ...entry, state: states[id] ?? entry.state }]));
}

export function initialState({ sources, approach }: Pick<CheckedJob, "sources" | "approach">): JobState {
  return {
    phase: "waiting",
    status: "pending",
    attempt: 0,
    worker: null,
    isLent: false,
    losses: 0,
    load: approach.load,
    lookAgainAtMs: null,
    sources: sources.map(() => null),
    ingredients: null,
    key: null,
    identity: null,
    mayDefer: false,
    output: null,
    remembered: null,
    hadFile: false,
    reused: false,
    error: null,
    fraction: 0,
    message: null,
    commands: [],
    startNumber: 0,
    startedAtMs: null,
    completedAtMs: null,
  };
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
