import type { ExecutionRecord, ListRequest } from "@proxx/engine";
import { recordOf } from "../record-of.ts";
import { textOf } from "../rows.ts";
import { SELECT_EXECUTION, SELECT_LIST, SELECT_LIST_OF_BASE, selectListByStatus } from "./list-statements.ts";
import type { SqliteDatabase } from "./open-database.ts";

type Prepared = Pick<SqliteDatabase, "prepare">;

export function readExecution(id: string, { prepare }: Prepared): ExecutionRecord | null {
  const row = prepare(SELECT_EXECUTION).get(id);
  return row === undefined ? null : recordOf(row, JSON.parse(textOf(row["jobs"])));
}

export function listExecutions(request: ListRequest, { prepare }: Prepared): ExecutionRecord[] {
  return selectList(request, { prepare }).map((row) => recordOf(row, JSON.parse(textOf(row["jobs"]))));
}

function selectList({ tenant, after, limit, statuses, baseExecutionId }: ListRequest, { prepare }: Prepared) {
  const { createdAtMs, id } = after ?? { createdAtMs: Number.MAX_SAFE_INTEGER, id: "" };
  const place = [tenant, limit, createdAtMs, id] as const;
  if (baseExecutionId !== null) {
    return prepare(SELECT_LIST_OF_BASE).all(...place, JSON.stringify(statuses), baseExecutionId);
  }
  if (statuses.length === 0) return prepare(SELECT_LIST).all(...place);
  return prepare(selectListByStatus(statuses.length)).all(...place, ...statuses);
}
