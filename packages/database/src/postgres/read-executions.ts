import type { ExecutionRecord, ExecutionState, JobState, KeptJob, ListRequest } from "@proxx/engine";
import { numberOf, stateOf, textOf, textOrNull } from "../rows.ts";
import type { About } from "./create-execution.ts";
import { SELECT_EXECUTIONS, SELECT_LIST, SELECT_LIST_BY_STATUS, SELECT_LIST_OF_BASE } from "./list-statements.ts";
import type { Row, Run } from "./connection/statement.ts";

/** By id. What is JSON was written by this program, or an older one: it is taken at its word, as on SQLite. */
export async function readExecutions(ids: readonly string[], run: Run): Promise<Map<string, ExecutionRecord>> {
  const rows = await run(SELECT_EXECUTIONS, [ids]);
  return new Map(rows.map(recordOf).map((record) => [record.id, record]));
}

export async function listExecutions(request: ListRequest, run: Run): Promise<ExecutionRecord[]> {
  const rows = await listIds(request, run);
  const ids = rows.map(({ id }) => textOf(id));
  const records = ids.length === 0 ? new Map<string, ExecutionRecord>() : await readExecutions(ids, run);
  return ids.flatMap((id) => records.get(id) ?? []);
}

/** What a page of a list comes after, in the order of lists; all come after what is given for null. */
export function placeBefore(after: ListRequest["after"]): [createdAtMs: number, id: string] {
  return after === null ? [Number.MAX_SAFE_INTEGER, ""] : [after.createdAtMs, after.id];
}

function listIds({ tenant, after, limit, statuses, baseExecutionId }: ListRequest, run: Run) {
  const place = [tenant, limit, ...placeBefore(after)];
  if (baseExecutionId !== null) return run(SELECT_LIST_OF_BASE, [...place, statuses, baseExecutionId]);
  return statuses.length === 0 ? run(SELECT_LIST, place) : run(SELECT_LIST_BY_STATUS, [...place, statuses]);
}

function recordOf(row: Row): ExecutionRecord {
  const jobs: Record<string, KeptJob> = {};
  const states: Record<string, JobState> = {};
  const notes: Record<string, unknown> = {};
  for (const job of row["jobs"] as readonly Row[]) {
    const jobId = textOf(job["id"]);
    jobs[jobId] = JSON.parse(textOf(job["about"])) as KeptJob;
    states[jobId] = stateOf(job);
    if (job["note"] !== null) notes[jobId] = JSON.parse(textOf(job["note"])) as unknown;
  }
  const { plan, settings, outputs, promised } = JSON.parse(textOf(row["about"])) as About;
  return {
    id: textOf(row["id"]),
    tenant: textOrNull(row["tenant"]),
    plan,
    settings,
    jobs,
    resultJob: textOf(row["result_job"]),
    outputs,
    promised,
    baseExecutionId: textOrNull(row["base_execution_id"]),
    createdAtMs: numberOf(row["created_at_ms"]),
    secrets: textOrNull(row["secrets"]),
    webhook: textOrNull(row["webhook"]),
    worker: textOrNull(row["worker"]),
    execution: JSON.parse(textOf(row["state"])) as ExecutionState,
    progress: numberOf(row["progress"]),
    states,
    notes,
  };
}
