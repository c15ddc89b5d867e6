import type { Execution, ExecutionStatus, Plan, ProviderApiKeys } from "@proxx/contract";
import type { EventPage, OwnSources, Requested, RequestKey } from "@proxx/runtime";

/** What belongs to one execution of a plan, and not to the plan. */
export interface StartRequest {
  /** Whose it is. Null is the operator of this machine. */
  tenant: string | null;
  providerApiKeys: ProviderApiKeys;
  strict: boolean;
  /** The trace that it belongs to, as its request said. */
  traceparent?: string | null;
  /** By which it is begun once. @default however often that is asked for */
  key?: RequestKey | undefined;
  /** What the plan names of this server. @default nothing */
  ownSources?: OwnSources;
}

interface ListRequest {
  tenant: string | null;
  /** The last one of the page before this. */
  after: Place | null;
  limit: number;
  /** All of them where it is empty. */
  statuses: readonly ExecutionStatus[];
  baseExecutionId: string | null;
}

/** Where an execution stands in the list of all, the newest first. */
interface Place {
  createdAtMs: number;
  id: string;
}

/** A file that an execution made. */
interface MadeFile {
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
  /** Rejects with `PlanValidationError`, before anything runs; with `RequestTaken` where it was begun before. */
  start(plan: unknown, request: StartRequest): Promise<Execution>;
  /** Rejects where nothing can be kept at the moment: what is begun all the same waits until it can. */
  reach(): Promise<void>;
  /** What was begun by a key; null where it is free. */
  begunBy(key: RequestKey, tenant: string | null): Promise<Requested | null>;
  get(id: string, tenant: string | null): Promise<Execution | null>;
  /** As it was sent, without the secrets of its webhook. */
  plan(id: string, tenant: string | null): Promise<Plan | null>;
  /** The newest first. */
  list(request: ListRequest): Promise<readonly Execution[]>;
  /** How many there are in each status, of those that began in a while; no further than `most` of each. */
  count(request: {
    tenant: string | null;
    fromMs: number;
    beforeMs: number;
    most: number;
  }): Promise<Readonly<Record<ExecutionStatus, number>>>;
  /** Ends it, and waits for that, though not for long. One that has ended stays as it is. */
  cancel(id: string, tenant: string | null): Promise<Execution | null>;
  /** Goes on from what failed, with what was made before. The execution that does so may be another one. */
  retry(id: string, request: StartRequest): Promise<Execution | null>;
  /** What has happened after an event; it waits for something to where `until` is given. */
  events(id: string, request: { tenant: string | null; after: number; until?: AbortSignal }): Promise<EventPage | null>;
  /** A file by the hash of its bytes, where an execution of the tenant's has made it. */
  file(sha256: string, tenant: string | null): Promise<MadeFile | null>;
  /** Resolves when nothing runs, or the signal aborts. */
  idle(signal: AbortSignal): Promise<void>;
}
