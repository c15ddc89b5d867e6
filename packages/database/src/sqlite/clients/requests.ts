import { REQUEST_KEPT_MS, type NewExecution, type Requested, type RequestKey } from "@proxx/engine";
import type { SqliteDatabase } from "../open-database.ts";
import { tenantKey, textOf } from "../../rows.ts";
import { DELETE_OLD_REQUESTS, INSERT_REQUEST, SELECT_REQUEST } from "../statements.ts";

type Prepared = Pick<SqliteDatabase, "prepare">;

/** What the key of a request stands for; null where it is free. */
export function findRequest(
  tenant: string | null,
  { key, fingerprint }: RequestKey,
  { prepare }: Prepared,
): Requested | null {
  const row = prepare(SELECT_REQUEST).get(tenantKey(tenant), key, Date.now() - REQUEST_KEPT_MS);
  if (row === undefined) return null;
  return { executionId: textOf(row["execution_id"]), isSame: row["fingerprint"] === fingerprint };
}

/** Within a transaction. Gives what the key stands for from now on. */
export function takeRequest(
  { id, tenant, request }: Pick<NewExecution, "id" | "tenant" | "request">,
  { prepare }: Prepared,
): Requested {
  const own = { executionId: id, isSame: true };
  if (request === null) return own;
  const before = findRequest(tenant, request, { prepare });
  if (before !== null) return before;
  const nowMs = Date.now();
  prepare(DELETE_OLD_REQUESTS).run(nowMs - REQUEST_KEPT_MS);
  prepare(INSERT_REQUEST).run(tenantKey(tenant), request.key, request.fingerprint, id, nowMs);
  return own;
}
