import type { Execution, ExecutionStatus, Plan, ProviderApiKeys, RunEvent } from "@proxx/contract";

/** What belongs to one execution of a plan, and not to the plan. */
export interface StartRequest {
  /** Whose it is. Null is the operator of this machine. */
  tenant: string | null;
  providerApiKeys: ProviderApiKeys;
  strict: boolean;
}

export interface ListRequest {
  tenant: string | null;
  /** The last one of the page before this. */
  after: Place | null;
  limit: number;
  /** All of them where it is empty. */
  statuses: readonly ExecutionStatus[];
  baseExecutionId: string | null;
}

/** Where an execution stands in the list of all, the newest first. */
export interface Place {
  createdAt: string;
  id: string;
}

export interface StoredEvent {
  /** From 1, within its execution. It only grows; numbers may be missing. */
  readonly sequence: number;
  readonly event: RunEvent;
}

/** What has happened in an execution, as it is kept. */
export interface EventLog {
  /** Those after a number, in order, and whether none will come after them. */
  read(after: number): Promise<{ events: readonly StoredEvent[]; isComplete: boolean }>;
  /** Resolves when there may be one after that number, or the signal aborts. */
  next(after: number, signal: AbortSignal): Promise<void>;
}

/** A file that an execution made. */
export interface MadeFile {
  readonly path: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly size: number;
}

/**
 * What the routes need of executions. An execution of another tenant does not exist: each call answers with null for it, as
 * for one that nobody ever began.
 */
export interface Executions {
  /** Rejects with `PlanValidationError`, before anything runs. */
  start(plan: unknown, request: StartRequest): Promise<Execution>;
  get(id: string, tenant: string | null): Promise<Execution | null>;
  /** As it was sent, `webhook.secret` included. */
  plan(id: string, tenant: string | null): Promise<Plan | null>;
  /** The newest first. */
  list(request: ListRequest): Promise<readonly Execution[]>;
  /** Ends it, and waits for that, though not for long. One that has ended stays as it is. */
  cancel(id: string, tenant: string | null): Promise<Execution | null>;
  /** Goes on from what failed, with what was made before. The execution that does so may be another one. */
  retry(id: string, request: StartRequest): Promise<Execution | null>;
  events(id: string, tenant: string | null): Promise<EventLog | null>;
  /** A file by the hash of its bytes, where an execution of the tenant's has made it. */
  file(sha256: string, tenant: string | null): Promise<MadeFile | null>;
  /** Resolves when nothing runs, or the signal aborts. */
  idle(signal: AbortSignal): Promise<void>;
}
