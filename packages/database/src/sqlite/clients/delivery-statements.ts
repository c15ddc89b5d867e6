// A name for each statement about messages to webhooks.

export const INSERT_DELIVERY = `
  INSERT INTO deliveries (
    id, message_id, execution_id, body, created_at_ms, next_at_ms, tenant, webhook, status, attempts, failures
  )
  SELECT ?1, ?2, executions.id, ?4, ?5, ?5, executions.tenant, executions.webhook, 'waiting', '[]', 0
  FROM executions WHERE executions.id = ?3 AND executions.webhook IS NOT NULL
  ON CONFLICT (execution_id) DO NOTHING`;

/** Of all that wait for an attempt, or of one execution alone. */
export const SELECT_NEXT_DELIVERY = `
  SELECT MAX(next_at_ms, leased_until_ms) AS due_at_ms FROM deliveries
  WHERE next_at_ms IS NOT NULL AND (?1 IS NULL OR execution_id = ?1)
  ORDER BY MAX(next_at_ms, leased_until_ms) LIMIT 1`;

export const TAKE_DELIVERIES = `
  UPDATE deliveries SET lease = ?1, leased_until_ms = ?2 + ?3
  WHERE id IN (
    SELECT id FROM deliveries WHERE next_at_ms IS NOT NULL AND MAX(next_at_ms, leased_until_ms) <= ?2
    ORDER BY MAX(next_at_ms, leased_until_ms) LIMIT ?4
  )
  RETURNING *`;

export const TAKE_DELIVERY_OF = `
  UPDATE deliveries SET lease = ?1, leased_until_ms = ?2 + ?3
  WHERE execution_id = ?4 AND next_at_ms IS NOT NULL AND leased_until_ms <= ?2
  RETURNING *`;

/** `?6` is null where it is given back. */
export const UPDATE_DELIVERY = `
  UPDATE deliveries SET status = ?1, attempts = ?2, failures = ?3, next_at_ms = ?4,
    leased_until_ms = COALESCE(?6, 0), lease = CASE WHEN ?6 IS NULL THEN NULL ELSE lease END
  WHERE id = ?7 AND lease = ?5`;

export const SELECT_DELIVERY = "SELECT * FROM deliveries WHERE id = ? AND tenant IS ?";

/** `?3` and `?4` are null where the list begins; `?5` and `?6` for all. */
export const SELECT_DELIVERIES = `
  SELECT * FROM deliveries
  WHERE tenant IS ?1
    AND (?3 IS NULL OR (created_at_ms, id) < (?3, ?4))
    AND (?5 IS NULL OR execution_id = ?5)
    AND (?6 IS NULL OR status = ?6)
  ORDER BY created_at_ms DESC, id DESC LIMIT ?2`;

export const REDELIVER = `
  UPDATE deliveries SET status = 'waiting', failures = 0, next_at_ms = ?, lease = NULL, leased_until_ms = 0
  WHERE id = ? AND tenant IS ?
  RETURNING *`;
