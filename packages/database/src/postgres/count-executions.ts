import { EXECUTION_STATUSES, type ExecutionStatus } from "@proxx/contract";
import type { CountRequest } from "@proxx/engine";
import { countsOf } from "../rows.ts";
import type { Run, Statement } from "./connection/statement.ts";

/** Each status by its index, in whose order they are asked for, so that it ends where enough are counted. */
const COUNT_BY_STATUS: Statement = {
  name: "count_by_status",
  text: EXECUTION_STATUSES.map(
    (status) => `
    SELECT '${status}' AS status, COUNT(*)::integer AS count FROM (
      SELECT id FROM proxx.executions
      WHERE status = '${status}' AND COALESCE(tenant, '') = COALESCE($1::text, '')
        AND created_at_ms >= $2::bigint AND created_at_ms < $3::bigint
      ORDER BY created_at_ms DESC, id DESC LIMIT $4::bigint
    ) AS one`,
  ).join(" UNION ALL "),
};

export async function countExecutions(
  { tenant, fromMs, beforeMs, most }: CountRequest,
  ask: Run,
): Promise<Readonly<Record<ExecutionStatus, number>>> {
  return countsOf(await ask(COUNT_BY_STATUS, [tenant, fromMs, beforeMs, most]));
}
