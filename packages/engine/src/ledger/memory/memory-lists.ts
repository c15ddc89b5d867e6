import type { ExecutionStatus } from "@proxx/contract";
import type { ExecutionRecord } from "../ledger.ts";
import type { CountRequest, ListRequest } from "../list-request.ts";
import { recordOf, type KeptExecution } from "./memory-execution.ts";

/** Where an execution stands in a list. */
interface Place {
  readonly createdAtMs: number;
  readonly id: string;
}

export function isNewer(one: Place, other: Place): boolean {
  return one.createdAtMs > other.createdAtMs || (one.createdAtMs === other.createdAtMs && one.id > other.id);
}

export function listExecutions(
  executions: Iterable<KeptExecution>,
  { tenant, after, limit, statuses, baseExecutionId }: ListRequest,
): ExecutionRecord[] {
  const all = [...executions].filter(
    ({ about, execution }) =>
      about.tenant === tenant &&
      (after === null || isNewer(after, about)) &&
      (statuses.length === 0 || statuses.includes(execution.status)) &&
      (baseExecutionId === null || about.baseExecutionId === baseExecutionId),
  );
  const newestFirst = all.toSorted((one, other) => (isNewer(one.about, other.about) ? -1 : 1));
  return newestFirst.slice(0, limit).map(recordOf);
}

export function countListed(
  executions: Iterable<KeptExecution>,
  { tenant, fromMs, beforeMs, most }: CountRequest,
): Record<ExecutionStatus, number> {
  const counts = { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };
  for (const { about, execution } of executions) {
    const isCounted = about.tenant === tenant && about.createdAtMs >= fromMs && about.createdAtMs < beforeMs;
    if (isCounted && counts[execution.status] < most) counts[execution.status] += 1;
  }
  return counts;
}
