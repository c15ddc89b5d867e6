import type { ExecutionRecord, ListRequest } from "@proxx/engine";
import { recordOf } from "../record-of.ts";
import { textOf } from "../rows.ts";
import { SELECT_EXECUTIONS, SELECT_LIST, SELECT_LIST_BY_STATUS, SELECT_LIST_OF_BASE } from "./list-statements.ts";
import type { Run } from "./connection/statement.ts";

/** By id. What is JSON was written by this program, or an older one: it is taken at its word, as on SQLite. */
export async function readExecutions(ids: readonly string[], run: Run): Promise<Map<string, ExecutionRecord>> {
  const rows = await run(SELECT_EXECUTIONS, [ids]);
  return new Map(rows.map((row) => recordOf(row, row["jobs"])).map((record) => [record.id, record]));
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
