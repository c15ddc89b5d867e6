import type { ExecutionStatus } from "@proxx/contract";

/** Which executions a list is of: the newest first, those that come after one of them. */
export interface ListRequest {
  readonly tenant: string | null;
  /** The last one of the list before. */
  readonly after: { readonly createdAtMs: number; readonly id: string } | null;
  readonly limit: number;
  /** Empty for all. */
  readonly statuses: readonly ExecutionStatus[];
  /** Those that build on this one; null for all. */
  readonly baseExecutionId: string | null;
}

/** Which executions are counted. */
export interface CountRequest {
  readonly tenant: string | null;
  /** Those that began then or later; milliseconds since 1970. */
  readonly fromMs: number;
  /** Those that began earlier than that. */
  readonly beforeMs: number;
  /** No further is counted of any status: it is read no more than that. */
  readonly most: number;
}
