import type { Execution, ExecutionProgress, RunEvent } from "@proxx/contract";

export interface RunningExecution {
  readonly id: string;
  /** The document as it stands. */
  snapshot(): Execution;
  /** The last document. Never rejects: what went wrong is in it. */
  readonly finished: Promise<Execution>;
  /** At most ten times a second and at each change of state. Gives what ends it. */
  onProgress(listener: (progress: ExecutionProgress) => void): () => void;
  /** All that happens from now on, as it happens. Gives what ends it. */
  onEvent(listener: (event: RunEvent) => void): () => void;
  /** Ends every job down to its last process; what is finished stays. Gives the last document. */
  cancel(): Promise<Execution>;
  /** There is news for a job that is parked or pauses, such as a provider's webhook. */
  wake(jobId: string): void;
}
