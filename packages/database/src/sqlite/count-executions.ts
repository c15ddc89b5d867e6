import { EXECUTION_STATUSES, type ExecutionStatus } from "@proxx/contract";
import type { CountRequest } from "@proxx/engine";
import { countsOf } from "../rows.ts";
import type { SqliteDatabase } from "./open-database.ts";

/** Each status by its index, no further than enough are counted. */
const COUNT_BY_STATUS = EXECUTION_STATUSES.map(
  (status) => `
  SELECT '${status}' AS status, COUNT(*) AS count FROM (
    SELECT 1 FROM executions INDEXED BY executions_by_status
    WHERE tenant IS ?1 AND status = '${status}' AND created_at_ms >= ?2 AND created_at_ms < ?3 LIMIT ?4
  )`,
).join(" UNION ALL ");

export function countExecutions(
  { tenant, fromMs, beforeMs, most }: CountRequest,
  { prepare }: Pick<SqliteDatabase, "prepare">,
): Readonly<Record<ExecutionStatus, number>> {
  return countsOf(prepare(COUNT_BY_STATUS).all(tenant, fromMs, beforeMs, most));
}
