import type { Statement } from "./connection/statement.ts";
import { MAIL_CHANNEL } from "./statements.ts";

/**
 * Gives for each key who has the right to it, old or new, and keeps that so until the transaction ends. In one order, so that
 * two who want the same keys do not wait for each other.
 */
export const INSERT_CLAIMS: Statement = {
  name: "insert_claims",
  text: `
    INSERT INTO proxx.claims (tenant, key, execution_id, job_id)
    SELECT $1, wish.key, $2, wish.job_id FROM unnest($3::text[], $4::text[]) AS wish (key, job_id) ORDER BY wish.key
    ON CONFLICT (tenant, key) DO UPDATE SET key = excluded.key
    RETURNING key, execution_id, job_id`,
};

export const SELECT_CLAIMS: Statement = {
  name: "select_claims",
  text: "SELECT job_id, tenant, key FROM proxx.claims WHERE execution_id = $1",
};

export const DELETE_CLAIMS: Statement = {
  name: "delete_claims",
  text: "DELETE FROM proxx.claims WHERE execution_id = $1 AND job_id = ANY ($2)",
};

export const INSERT_WAITERS: Statement = {
  name: "insert_waiters",
  text: `
    INSERT INTO proxx.claim_waiters (tenant, key, execution_id, job_id)
    SELECT $1, wish.key, $2, wish.job_id FROM unnest($3::text[], $4::text[]) AS wish (key, job_id) ORDER BY wish.key
    ON CONFLICT DO NOTHING`,
};

/**
 * Of the claims on the keys `$2` those that nobody has any more: whoever waits for one is left what became of it, by `$3`. After
 * the claims are deleted, in a statement of its own: whoever had just put himself down as waiting has held them until then.
 */
export const WAKE_WAITERS: Statement = {
  name: "wake_waiters",
  text: `
    WITH freed AS (
      SELECT key, outcome FROM unnest($2::text[], $3::text[]) AS freed (key, outcome)
      WHERE NOT EXISTS (SELECT FROM proxx.claims WHERE claims.tenant = $1 AND claims.key = freed.key)
    ), woken AS (
      DELETE FROM proxx.claim_waiters USING freed
      WHERE claim_waiters.tenant = $1 AND claim_waiters.key = freed.key
      RETURNING execution_id, job_id, outcome
    ), told AS (
      SELECT executions.id, executions.worker, woken.job_id, woken.outcome
      FROM woken JOIN proxx.executions ON executions.id = woken.execution_id
      WHERE executions.completed_at_ms IS NULL
    ), kept AS (
      INSERT INTO proxx.inbox (execution_id, news)
      SELECT id, json_build_object('kind', 'ended-elsewhere', 'jobId', job_id, 'outcome', outcome::json)::text FROM told
    )
    SELECT id, pg_notify('${MAIL_CHANNEL}', COALESCE(worker, '')) FROM (SELECT DISTINCT id, worker FROM told) AS each`,
};
