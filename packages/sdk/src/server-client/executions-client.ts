import type {
  EventHistory,
  ExecuteAnswer,
  ExecuteRequest,
  Execution,
  ExecutionCounts,
  ExecutionStatus,
  ExecutionSummary,
  ExecutionWithUrls,
  NumberedEvent,
  Page,
  Plan,
  ProviderApiKeys,
} from "@proxx/contract";
import { randomKey } from "../client/random-key.ts";
import { followEvents, type FollowEventsOptions } from "./follow-events.ts";
import type { Sender } from "./sender.ts";

export interface ListOptions<Status extends string> {
  /** From 1 to 100. @default what the server likes */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  cursor?: string | null | undefined;
  /** Only those of these. @default all */
  status?: readonly Status[] | undefined;
  signal?: AbortSignal | undefined;
}

interface CreatedBetween {
  /** Only those that began then or later. */
  createdFrom?: Date | undefined;
  /** Only those that began earlier. */
  createdBefore?: Date | undefined;
}

export interface ExecutionListOptions extends ListOptions<ExecutionStatus>, CreatedBetween {
  /** What stands in an id, an operation's name or an error. */
  search?: string | undefined;
  /** Only those that build on this one. */
  baseExecutionId?: string | undefined;
}

/** Executions of plans. */
export interface ExecutionsClient {
  /** The newest first. */
  list(options?: ExecutionListOptions): Promise<Page<ExecutionSummary>>;
  /** How many there are in each status, no further than `most` of each. */
  counts(options?: CreatedBetween & { signal?: AbortSignal }): Promise<ExecutionCounts>;
  get(id: string, options?: { signal?: AbortSignal }): Promise<ExecutionWithUrls>;
  /** As it was sent, without secrets. */
  plan(id: string): Promise<Plan>;
  /** What has happened so far, after an event. */
  history(id: string, options?: { after?: number; signal?: AbortSignal }): Promise<EventHistory>;
  /** What happens, as it happens, to the end; however often the server is away meanwhile. */
  events(id: string, options?: FollowEventsOptions): AsyncIterable<NumberedEvent>;
  /** The same `idempotencyKey` and plan begin one execution. @default another key for each call */
  start(plan: Plan | ExecuteRequest, options?: { idempotencyKey?: string }): Promise<ExecuteAnswer>;
  /** Rejects with `status` 409 where it has ended already. */
  cancel(id: string): Promise<Execution>;
  /** Goes on from what failed. The answer names the execution that does. */
  retry(id: string, options?: { providerApiKeys?: ProviderApiKeys }): Promise<ExecuteAnswer>;
}

export function createExecutions(sender: Sender): ExecutionsClient {
  return {
    list: ({ limit, cursor, status, search, baseExecutionId, signal, ...between } = {}) =>
      sender.send("GET", "/api/execute", {
        query: { limit, cursor, search, baseExecutionId, status: status?.join(","), ...written(between) },
        signal,
      }),
    counts: ({ signal, ...between } = {}) =>
      sender.send("GET", "/api/execute/counts", { query: written(between), signal }),
    get: (id, { signal } = {}) => sender.send("GET", below(id), { signal }),
    plan: (id) => sender.send("GET", `${below(id)}/plan`),
    history: (id, { after, signal } = {}) => sender.send("GET", `${below(id)}/history`, { query: { after }, signal }),
    events: (id, options = {}) => followEvents(sender, `${below(id)}/events`, options),
    start: (plan, { idempotencyKey = randomKey() } = {}) =>
      sender.send("POST", "/api/execute", { body: plan, headers: { "idempotency-key": idempotencyKey } }),
    cancel: (id) => sender.send("POST", `${below(id)}/cancel`),
    retry: (id, { providerApiKeys } = {}) =>
      sender.send("POST", `${below(id)}/retry`, {
        body: providerApiKeys === undefined ? undefined : { providerApiKeys },
      }),
  };
}

function written({ createdFrom, createdBefore }: CreatedBetween) {
  return { createdFrom: createdFrom?.toISOString(), createdBefore: createdBefore?.toISOString() };
}

function below(id: string): string {
  return `/api/execute/${encodeURIComponent(id)}`;
}
