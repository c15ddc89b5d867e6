import type { JobPhase, LedgerFigures } from "@proxx/engine";
import type { ExecutionStatus } from "@proxx/contract";
import type { SqliteDatabase } from "./open-database.ts";
import { numberOf, textOf } from "../rows.ts";

const COUNT_EXECUTIONS = `
  SELECT status, COUNT(*) AS count FROM executions WHERE completed_at_ms IS NULL GROUP BY status ORDER BY status`;

/** Executions first: of all jobs only theirs are looked at. */
const COUNT_JOBS = `
  SELECT jobs.about ->> '$.type' AS type, jobs.phase AS phase, COUNT(*) AS count
  FROM executions CROSS JOIN jobs ON jobs.execution_id = executions.id
  WHERE executions.completed_at_ms IS NULL GROUP BY type, phase ORDER BY type, phase`;

const COUNT_DELIVERIES = "SELECT COUNT(*) AS count FROM deliveries WHERE next_at_ms IS NOT NULL";
const COUNT_WORKERS = "SELECT COUNT(*) AS count FROM workers";

export function readFigures({ prepare }: Pick<SqliteDatabase, "prepare">): LedgerFigures {
  const countOf = (sql: string) => numberOf(prepare(sql).get()?.["count"]);
  return {
    executions: prepare(COUNT_EXECUTIONS)
      .all()
      .map((row) => ({ status: textOf(row["status"]) as ExecutionStatus, count: numberOf(row["count"]) })),
    jobs: prepare(COUNT_JOBS)
      .all()
      .map((row) => ({
        type: textOf(row["type"]),
        phase: textOf(row["phase"]) as JobPhase,
        count: numberOf(row["count"]),
      })),
    waitingDeliveries: countOf(COUNT_DELIVERIES),
    workers: countOf(COUNT_WORKERS),
  };
}
