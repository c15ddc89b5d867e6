import type { Execution, ExecutionStatus, Plan } from "@proxx/contract";

/** Where executions run: a server, or this process. */
export interface Door {
  /** The plan of an execution, as it was sent. */
  planOf(executionId: string, signal: AbortSignal | undefined): Promise<Plan>;
  statusOf(executionId: string, signal: AbortSignal | undefined): Promise<Execution>;
  /** Resolves as soon as the execution has an id. Once it may have begun, aborting no longer hides that it has. */
  start(plan: Plan, signal: AbortSignal | undefined): Promise<StartedExecution>;
}

export interface StartedExecution {
  readonly id: string;
  readonly status: ExecutionStatus;
  /** What is known of it without asking. */
  readonly document: Execution | null;
  getStatus(): Promise<Execution>;
  /** Resolves when it is known that it will end, or has ended. */
  cancel(): Promise<void>;
  /** Resolves with how it ended. `stop` is for who no longer wants to know: it then rejects, or never settles. */
  finished(stop: AbortSignal): Promise<Execution>;
}
