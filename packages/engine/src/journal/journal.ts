import type { Execution, ExecutionStatus, Job, JobStatus, Plan } from "@proxx/contract";
import type { JobState } from "../state/job-state.ts";

/** All that is kept of an execution. */
export interface ExecutionRecord {
  readonly plan: Plan;
  /** Whose it is; executions of others do not exist for a tenant. */
  readonly tenant: string | null;
  /** The job whose output is the result; null where none makes a file. */
  readonly resultJob: string | null;
  /** As clients see it. */
  readonly document: Execution;
  /** Where each job stands, by id: what it is gone on with. */
  readonly states: Readonly<Record<string, JobState>>;
  /** What jobs have noted down, by id. */
  readonly notes: Notes;
}

type Notes = Readonly<Record<string, unknown>>;

/** An execution of which nothing is kept yet. */
export type NewExecution = Omit<ExecutionRecord, "notes">;

/** A job's new state, where the job still stands as the caller believes. */
export interface JobChange {
  readonly kind: "job";
  readonly jobId: string;
  readonly from: { readonly status: JobStatus; readonly attempt: number };
  readonly state: JobState;
  /** The same as clients see it. */
  readonly document: Job;
}

/** What changes of an execution itself, where it still has this status. */
export interface ExecutionChange {
  readonly kind: "execution";
  readonly from: ExecutionStatus;
  readonly document: Partial<Omit<Execution, "id" | "jobs" | "createdAt">>;
}

export type Change = JobChange | ExecutionChange;

/** What came of changes that were made. */
export interface Committed {
  /** By id, of each job whose attempt is another one now: what attempts before this one noted down. None can any more. */
  readonly notes: Notes;
}

/** A run at a provider, as the job that waits for it notes it down: a note with these two fields names one. */
export interface ProviderRun {
  readonly provider: string;
  readonly id: string;
}

export interface WaitingJob {
  readonly executionId: string;
  readonly jobId: string;
}

/**
 * Where the truth of executions is kept. Each change is a compare-and-set; those of a job carry the number of the attempt
 * too, so that whoever comes back from the dead changes nothing.
 *
 * A call that rejects is made again: it says that the journal cannot be reached, and not that it does not want to.
 */
export interface Journal {
  /** One that is there already stays as it is: it was created, and the answer was lost. */
  create(execution: NewExecution): Promise<void>;
  read(executionId: string): Promise<ExecutionRecord | null>;
  /**
   * Makes all of the changes, or none and gives null where one of them begins at what is not so. An attempt that begins gets
   * its notes in the same step, so that the one before it can write nothing in between.
   */
  commit(executionId: string, changes: readonly Change[]): Promise<Committed | null>;
  /** Notes something down for the attempts after this one. False where it is not the current one. */
  writeNote(executionId: string, jobId: string, attempt: number, note: unknown): Promise<boolean>;
  /** The job whose note names this run at a provider, as long as that job runs. */
  jobWaitingFor(run: ProviderRun): Promise<WaitingJob | null>;
}

/** Whether a change lets a new attempt at a job begin. */
export function beginsAttempt(change: Change): change is JobChange {
  return change.kind === "job" && change.state.attempt !== change.from.attempt;
}
