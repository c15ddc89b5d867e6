import type { ExecutionError, JobCommand, Load, RunEvent } from "@proxx/contract";
import type { IngestedSource } from "../sources/ingest-source.ts";
import type { Lookup } from "../store/find-reusable.ts";
import type { Ingredients } from "../store/job-key.ts";
import type { JobOutput } from "../store/job-output.ts";
import type { BaseResult } from "./resolve-inputs.ts";

/** How the making of something ended: it is there, it failed, or whoever was at it gave up. */
export type ClaimOutcome = { readonly made: true } | { readonly error: ExecutionError } | { readonly abandoned: true };

/** What came of an attempt, whatever came of it: news of one that is not the current one does nothing. */
export interface Ran {
  readonly attempt: number;
  /** The processes that it ran, and how far it was. */
  readonly commands: readonly JobCommand[];
  readonly fraction: number;
  readonly message: string | null;
}

interface Told {
  /** What a worker that the job was lent to had to tell of its attempt. */
  readonly events?: readonly RunEvent[];
}

/** Something that has happened to a job, or to all of them. */
export type News = JobNews | ExecutionNews;

/** Something that has happened to a job. */
export type JobNews = Told &
  (
    | { readonly kind: "source-read"; readonly jobId: string; readonly index: number; readonly source: IngestedSource }
    | { readonly kind: "identified"; readonly jobId: string; readonly ingredients: Ingredients; readonly key: string }
    /** `why` it is there or not, in sentences. */
    | { readonly kind: "looked-up"; readonly jobId: string; readonly lookup: Lookup; readonly why: readonly string[] }
    /** Nobody else makes the same. */
    | { readonly kind: "claimed"; readonly jobId: string }
    /** Another one makes the same. */
    | { readonly kind: "made-elsewhere"; readonly jobId: string }
    | { readonly kind: "ended-elsewhere"; readonly jobId: string; readonly outcome: ClaimOutcome }
    | { readonly kind: "left-to-renderer"; readonly jobId: string }
    | { readonly kind: "wanted"; readonly jobId: string; readonly mayDefer: boolean }
    | { readonly kind: "queued"; readonly jobId: string }
    /** Where it is lent, `worker` has taken it as a task; else that is where the execution has its place. */
    | {
        readonly kind: "begun";
        readonly jobId: string;
        readonly attempt: number;
        readonly worker: string;
        readonly isLent: boolean;
      }
    /** The worker that it was lent to is gone. */
    | { readonly kind: "lost"; readonly jobId: string; readonly attempt: number }
    /** The worker that it was lent to does not go on with it, for reasons of its own. */
    | { readonly kind: "handed-back"; readonly jobId: string; readonly attempt: number }
    /** Its operation waits for somebody else, or for another kind of slot. */
    | {
        readonly kind: "parked";
        readonly jobId: string;
        readonly attempt: number;
        readonly lookAgainAtMs: number;
        readonly load: Load;
      }
    /** The time of a parked one has come, or there is news for it. */
    | { readonly kind: "due"; readonly jobId: string }
    | { readonly kind: "made"; readonly jobId: string; readonly output: JobOutput; readonly ran: Ran }
    /** What was to be made is there after all: somebody else was quicker. */
    | { readonly kind: "found"; readonly jobId: string; readonly output: JobOutput; readonly ran: Ran }
    /** Without `ran`: before it was begun. */
    | { readonly kind: "failed"; readonly jobId: string; readonly error: JobFailure; readonly ran?: Ran }
    /** A job that was told to end has ended. */
    | { readonly kind: "stopped"; readonly jobId: string; readonly ran?: Ran }
  );

/** Something that has happened to an execution. */
type ExecutionNews =
  | { readonly kind: "begins" }
  /** The job whose output is the result of the base has ended, well or not. */
  | { readonly kind: "base-ended" }
  | { readonly kind: "base-read"; readonly result: BaseResult }
  | { readonly kind: "base-failed"; readonly error: JobFailure }
  /** The execution is cancelled. Jobs that run are told to end, and have not yet. */
  | { readonly kind: "cancelled" }
  /** Something is wrong with the engine itself. What runs is told to end, and what was begun elsewhere is left alone. */
  | { readonly kind: "broken"; readonly error: ExecutionError }
  /** The worker that had the execution is gone; this one has it now. */
  | { readonly kind: "adopted"; readonly worker: string };

/** What went wrong; of which job is said where it is told. */
export type JobFailure = Omit<ExecutionError, "jobId">;
