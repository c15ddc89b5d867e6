import { REQUEST_KEPT_MS, type NewExecution, type Requested, type RequestKey } from "@proxx/engine";
import { tenantKey, textOf } from "../../rows.ts";
import type { Run, Statement } from "../connection/statement.ts";

/** What the key of a request stands for; null where it is free. */
export async function findRequest(
  tenant: string | null,
  { key, fingerprint }: RequestKey,
  run: Run,
): Promise<Requested | null> {
  const [row] = await run(SELECT_REQUEST, [tenantKey(tenant), key, REQUEST_KEPT_MS]);
  if (row === undefined) return null;
  return { executionId: textOf(row["execution_id"]), isSame: row["fingerprint"] === fingerprint };
}

/** Within a transaction. Gives what the key stands for from now on; whoever takes it at the same time waits. */
export async function takeRequest(
  { id, tenant, request }: Pick<NewExecution, "id" | "tenant" | "request">,
  run: Run,
): Promise<Requested> {
  const own = { executionId: id, isSame: true };
  if (request === null) return own;
  const { key, fingerprint } = request;
  const taken = await run(TAKE_REQUEST, [tenantKey(tenant), key, fingerprint, id, REQUEST_KEPT_MS]);
  if (taken.length === 0) return (await findRequest(tenant, request, run)) ?? own;
  await run(DELETE_OLD_REQUESTS, [REQUEST_KEPT_MS]);
  return own;
}

const SELECT_REQUEST: Statement = {
  name: "select_request",
  text: `
    SELECT execution_id, fingerprint FROM proxx.requests
    WHERE tenant = $1 AND key = $2 AND created_at >= clock_timestamp() - $3 * interval '1 millisecond'`,
};

/** Gives a row where it is free, or was used so long ago that it is free again. */
const TAKE_REQUEST: Statement = {
  name: "take_request",
  text: `
    INSERT INTO proxx.requests AS kept (tenant, key, fingerprint, execution_id) VALUES ($1, $2, $3, $4)
    ON CONFLICT (tenant, key) DO UPDATE
      SET fingerprint = excluded.fingerprint, execution_id = excluded.execution_id, created_at = excluded.created_at
      WHERE kept.created_at < clock_timestamp() - $5 * interval '1 millisecond'
    RETURNING execution_id`,
};

/** Some of them, and none that somebody else is at. */
const DELETE_OLD_REQUESTS: Statement = {
  name: "delete_old_requests",
  text: `
    DELETE FROM proxx.requests WHERE (tenant, key) IN (
      SELECT tenant, key FROM proxx.requests WHERE created_at < clock_timestamp() - $1 * interval '1 millisecond'
      ORDER BY created_at LIMIT 100 FOR UPDATE SKIP LOCKED
    )`,
};
