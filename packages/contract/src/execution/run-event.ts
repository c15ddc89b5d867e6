// What happens while an execution runs, as one stream. Progress, logs and traces are readers of it.
import type { Artifact, ExecutionError, ExecutionProgress, ExecutionStatus, JobStatus } from "./execution.ts";

interface ExecutionStarted {
  readonly type: "execution-started";
  readonly totalJobs: number;
}

/** All jobs have ended. */
interface ExecutionEnded {
  readonly type: "execution-ended";
  readonly status: ExecutionStatus;
  readonly error: ExecutionError | null;
}

/** At most ten times a second, and at each change of a job's status. */
interface ExecutionProgressed extends ExecutionProgress {
  readonly type: "execution-progress";
}

/** All that decides what the job makes is known. */
interface JobReady {
  readonly type: "job-ready";
  readonly jobId: string;
  /** The name of its operation in the plan. */
  readonly jobType: string;
  /** What the job makes is made once for each key. */
  readonly key: string;
}

/** What the job would make is there. */
interface JobHit {
  readonly type: "job-hit";
  readonly jobId: string;
  /** Sentences. */
  readonly why: readonly string[];
}

/** It is not there, and is made, or left to the job that renders it. */
interface JobMissed {
  readonly type: "job-missed";
  readonly jobId: string;
  /** Sentences: how it differs from what was made before. */
  readonly why: readonly string[];
}

/** Its operation runs. */
interface JobStarted {
  readonly type: "job-started";
  readonly jobId: string;
  readonly jobType: string;
  readonly attempt: number;
  readonly provider: string | null;
}

interface JobEnded {
  readonly type: "job-ended";
  readonly jobId: string;
  readonly status: JobStatus;
  readonly reused: boolean;
  /** Since it was started; 0 where it never was. */
  readonly seconds: number;
  readonly error: ExecutionError | null;
}

/** Something is asked of a provider; a wait for its answer follows. */
interface ProviderAsked {
  readonly type: "provider-asked";
  readonly jobId: string;
  readonly provider: string;
  readonly model: string;
  /** `video`, `speech`, … */
  readonly task: string;
}

interface ProviderAnswered {
  readonly type: "provider-answered";
  readonly jobId: string;
  readonly provider: string;
  readonly model: string;
  readonly seconds: number;
  /** The code of what went wrong; null where it did what it was asked. */
  readonly errorCode: string | null;
}

interface ProcessStarted {
  readonly type: "process-started";
  readonly jobId: string;
  /** Among the processes of the execution, from 1. */
  readonly process: number;
  readonly pid: number;
  readonly argv: readonly string[];
  /** The folder it runs in; absolute. */
  readonly cwd: string;
}

interface ProcessEnded {
  readonly type: "process-ended";
  readonly jobId: string;
  readonly process: number;
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly seconds: number;
  /** Of all its threads; null where the system does not tell. */
  readonly cpuSeconds: number | null;
  readonly peakMemoryBytes: number | null;
}

/** A file is in the store. */
interface ArtifactStored {
  readonly type: "artifact-stored";
  readonly jobId: string;
  readonly artifact: Artifact;
}

/** What happened, without when and where. */
export type RunEventBody =
  | ExecutionStarted
  | ExecutionEnded
  | ExecutionProgressed
  | JobReady
  | JobHit
  | JobMissed
  | JobStarted
  | JobEnded
  | ProviderAsked
  | ProviderAnswered
  | ProcessStarted
  | ProcessEnded
  | ArtifactStored;

/** Something that happened in an execution. */
export type RunEvent = RunEventBody & {
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
  readonly executionId: string;
};

/** What an operation itself has to tell, about the job that it does. */
export type OperationEvent = Omit<ProviderAsked, "jobId"> | Omit<ProviderAnswered, "jobId">;
