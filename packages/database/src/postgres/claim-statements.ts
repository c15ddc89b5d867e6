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
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS wish (tenant, key, execution_id, job_id)
    ORDER BY tenant, key
    ON CONFLICT (tenant, key) DO UPDATE SET key = excluded.key
    RETURNING tenant, key, execution_id, job_id`,
};

export const SELECT_CLAIMS: Statement = {
  name: "select_claims",
  text: "SELECT job_id, tenant, key FROM proxx.claims WHERE execution_id = $1",
};

export const DELETE_CLAIMS: Statement = {
  name: "delete_claims",
  text: `
    DELETE FROM proxx.claims USING unnest($1::text[], $2::text[]) AS given (execution_id, job_id)
    WHERE claims.execution_id = given.execution_id AND claims.job_id = given.job_id`,
};

export const INSERT_WAITERS: Statement = {
  name: "insert_waiters",
  text: `
    INSERT INTO proxx.claim_waiters (tenant, key, execution_id, job_id)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS wish (tenant, key, execution_id, job_id)
    ORDER BY tenant, key
    ON CONFLICT DO NOTHING`,
};

/**
 * Of the claims on the keys `$2` of the tenants `$1` those that nobody has any more: whoever waits for one is left what became of
 * it, by `$3`, and is given with the one of `$4` that told him. After the claims are deleted, in a statement of its own: whoever had just put himself down as waiting has held them until then.
 */
export const WAKE_WAITERS: Statement = {
  name: "wake_waiters",
  text: `
    WITH freed AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS freed (tenant, key, outcome, teller)
      WHERE NOT EXISTS (SELECT FROM proxx.claims WHERE claims.tenant = freed.tenant AND claims.key = freed.key)
    ), woken AS (
      DELETE FROM proxx.claim_waiters USING freed
      WHERE claim_waiters.tenant = freed.tenant AND claim_waiters.key = freed.key
      RETURNING execution_id, job_id, outcome, teller
    ), told AS (
      SELECT executions.id, executions.worker, woken.job_id, woken.outcome, woken.teller
      FROM woken JOIN proxx.executions ON executions.id = woken.execution_id
      WHERE executions.completed_at_ms IS NULL
    ), kept AS (
      INSERT INTO proxx.inbox (execution_id, news)
      SELECT id, json_build_object('kind', 'ended-elsewhere', 'jobId', job_id, 'outcome', outcome::json)::text FROM told
    )
    SELECT id, teller, pg_notify('${MAIL_CHANNEL}', COALESCE(worker, ''))
    FROM (SELECT DISTINCT id, worker, teller FROM told) AS each`,
};
