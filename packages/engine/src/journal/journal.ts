import type { Execution, ExecutionStatus, Job, JobStatus, Plan } from "@proxx/contract";

/** All that is kept of an execution. */
export interface ExecutionRecord {
  readonly plan: Plan;
  /** Whose it is; executions of others do not exist for a tenant. */
  readonly tenant: string | null;
  /** The job whose output is the result; null where none makes a file. */
  readonly resultJob: string | null;
  readonly document: Execution;
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

export type JobChange = Partial<Omit<Job, "id" | "type">>;
export type ExecutionChange = Partial<Omit<Execution, "id" | "jobs" | "createdAt">>;

/**
 * Where the truth of executions is kept. Each change is a compare-and-set: it is made where things still stand as the
 * caller believes, and the answer is `false` where they do not. A job's changes carry the number of the attempt too, so
 * that whoever comes back from the dead changes nothing.
 */
export interface Journal {
  create(record: ExecutionRecord): Promise<void>;
  read(executionId: string): Promise<ExecutionRecord | null>;
  changeExecution(executionId: string, from: ExecutionStatus, change: ExecutionChange): Promise<boolean>;
  changeJob(
    executionId: string,
    jobId: string,
    from: { readonly status: JobStatus; readonly attempt: number },
    change: JobChange,
  ): Promise<boolean>;
  /** Begins the next attempt at a job: from `pending` to `processing`. Its number, or null where the job is not pending. */
  beginAttempt(executionId: string, jobId: string, change: JobChange): Promise<number | null>;
  /** What an attempt noted down, for the attempts after it. */
  readNote(executionId: string, jobId: string): Promise<unknown>;
  /** False where the attempt is not the current one. */
  writeNote(executionId: string, jobId: string, attempt: number, note: unknown): Promise<boolean>;
  /** The job whose note names this run at a provider, as long as that job runs. */
  jobWaitingFor(run: ProviderRun): Promise<WaitingJob | null>;
}
