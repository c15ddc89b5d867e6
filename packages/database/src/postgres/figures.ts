import type { ExecutionStatus } from "@proxx/contract";
import type { JobPhase, LedgerFigures } from "@proxx/engine";
import { numberOf, textOf } from "../rows.ts";
import type { Run, Statement } from "./connection/statement.ts";

const COUNT_EXECUTIONS: Statement = {
  name: "count_executions",
  text: `
    SELECT status, COUNT(*)::integer AS count FROM proxx.executions
    WHERE completed_at_ms IS NULL GROUP BY status ORDER BY status`,
};

const COUNT_JOBS: Statement = {
  name: "count_jobs",
  text: `
    SELECT jobs.about::json ->> 'type' AS type, jobs.phase, COUNT(*)::integer AS count
    FROM proxx.executions JOIN proxx.jobs ON jobs.execution_id = executions.id
    WHERE executions.completed_at_ms IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
};

const COUNT_OTHERS: Statement = {
  name: "count_others",
  text: `
    SELECT (SELECT COUNT(*)::integer FROM proxx.deliveries WHERE next_at_ms IS NOT NULL) AS deliveries,
      (SELECT COUNT(*)::integer FROM proxx.workers) AS workers`,
};

export async function readFigures(ask: Run): Promise<LedgerFigures> {
  const [executions, jobs, [others]] = await Promise.all([
    ask(COUNT_EXECUTIONS, []),
    ask(COUNT_JOBS, []),
    ask(COUNT_OTHERS, []),
  ]);
  return {
    executions: executions.map((row) => ({
      status: textOf(row["status"]) as ExecutionStatus,
      count: numberOf(row["count"]),
    })),
    jobs: jobs.map((row) => ({
      type: textOf(row["type"]),
      phase: textOf(row["phase"]) as JobPhase,
      count: numberOf(row["count"]),
    })),
    waitingDeliveries: numberOf(others?.["deliveries"]),
    workers: numberOf(others?.["workers"]),
  };
}
