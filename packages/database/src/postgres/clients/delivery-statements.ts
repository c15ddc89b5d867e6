// A name for each statement about messages to webhooks. What is due is decided by the clock of the database.

import type { Statement } from "../connection/statement.ts";

const NOW_MS = "(1000 * extract(epoch FROM clock_timestamp()))::bigint";

export const INSERT_DELIVERY: Statement = {
  name: "insert_delivery",
  text: `
    INSERT INTO proxx.deliveries (
      id, message_id, execution_id, body, created_at_ms, next_at_ms, tenant, webhook, status, attempts, failures
    )
    SELECT $1, $2, executions.id, $4, now.ms, now.ms, executions.tenant, executions.webhook, 'waiting', '[]', 0
    FROM proxx.executions CROSS JOIN (SELECT ${NOW_MS} AS ms) AS now
    WHERE executions.id = $3 AND executions.webhook IS NOT NULL
    ON CONFLICT (execution_id) DO NOTHING`,
};

/** In how long the next one of all that wait for an attempt is due. */
export const SELECT_NEXT_DELIVERY: Statement = {
  name: "select_next_delivery",
  text: `
    SELECT GREATEST(0, GREATEST(next_at_ms, leased_until_ms) - ${NOW_MS}) AS next_in_ms FROM proxx.deliveries
    WHERE next_at_ms IS NOT NULL ORDER BY GREATEST(next_at_ms, leased_until_ms) LIMIT 1`,
};

export const SELECT_NEXT_DELIVERY_OF: Statement = {
  name: "select_next_delivery_of",
  text: `
    SELECT GREATEST(0, GREATEST(next_at_ms, leased_until_ms) - ${NOW_MS}) AS next_in_ms FROM proxx.deliveries
    WHERE next_at_ms IS NOT NULL AND execution_id = $1`,
};

/** Whoever takes some at the same time takes others. */
export const TAKE_DELIVERIES: Statement = {
  name: "take_deliveries",
  text: `
    UPDATE proxx.deliveries SET lease = $1, leased_until_ms = ${NOW_MS} + $2::bigint
    WHERE id IN (
      SELECT id FROM proxx.deliveries
      WHERE next_at_ms IS NOT NULL AND GREATEST(next_at_ms, leased_until_ms) <= ${NOW_MS}
      ORDER BY GREATEST(next_at_ms, leased_until_ms) LIMIT $3 FOR UPDATE SKIP LOCKED
    )
    RETURNING *`,
};

export const TAKE_DELIVERY_OF: Statement = {
  name: "take_delivery_of",
  text: `
    UPDATE proxx.deliveries SET lease = $1, leased_until_ms = ${NOW_MS} + $2::bigint
    WHERE execution_id = $3 AND next_at_ms IS NOT NULL AND leased_until_ms <= ${NOW_MS}
    RETURNING *`,
};

/** `$6` is 0 where it is given back. */
export const UPDATE_DELIVERY: Statement = {
  name: "update_delivery",
  text: `
    UPDATE proxx.deliveries SET status = $1, attempts = $2, failures = $3, next_at_ms = $4,
      leased_until_ms = CASE WHEN $6::bigint = 0 THEN 0 ELSE ${NOW_MS} + $6 END,
      lease = CASE WHEN $6 = 0 THEN NULL ELSE lease END
    WHERE id = $7 AND lease = $5
    RETURNING id`,
};

export const SELECT_DELIVERY: Statement = {
  name: "select_delivery",
  text: "SELECT * FROM proxx.deliveries WHERE id = $1 AND tenant IS NOT DISTINCT FROM $2",
};

const LISTED = `
    SELECT * FROM proxx.deliveries
    WHERE COALESCE(tenant, '') = COALESCE($1::text, '')
      AND (created_at_ms, id) < ($3::bigint, $4)`;

export const SELECT_DELIVERIES: Statement = {
  name: "select_deliveries",
  text: `${LISTED} ORDER BY created_at_ms DESC, id DESC LIMIT $2`,
};

export const SELECT_DELIVERIES_BY_STATUS: Statement = {
  name: "select_deliveries_by_status",
  text: `${LISTED} AND status = $5 ORDER BY created_at_ms DESC, id DESC LIMIT $2`,
};

export const SELECT_DELIVERIES_OF_EXECUTION: Statement = {
  name: "select_deliveries_of_execution",
  text: `${LISTED} AND execution_id = $6 AND ($5::text IS NULL OR status = $5) LIMIT $2`,
};

export const REDELIVER: Statement = {
  name: "redeliver",
  text: `
    UPDATE proxx.deliveries
    SET status = 'waiting', failures = 0, next_at_ms = ${NOW_MS}, lease = NULL, leased_until_ms = 0
    WHERE id = $1 AND tenant IS NOT DISTINCT FROM $2
    RETURNING *`,
};
