// Of all executions that are moved together; each value is an array, with a place for each row.

import type { Statement } from "../connection/statement.ts";
import { MAIL_CHANNEL } from "../statements.ts";

/** As `LOCK_EXECUTION`, of those that nobody holds. */
export const LOCK_EXECUTIONS: Statement = {
  name: "lock_executions",
  text: `
    SELECT id, tenant, worker, version, sequence, completed_at_ms FROM proxx.executions
    WHERE id = ANY ($1) ORDER BY id FOR UPDATE SKIP LOCKED`,
};

export const SELECT_NEWS: Statement = {
  name: "select_news",
  text: "SELECT number, execution_id, news FROM proxx.inbox WHERE execution_id = ANY ($1) ORDER BY number",
};

export const DELETE_NEWS: Statement = {
  name: "delete_news",
  text: "DELETE FROM proxx.inbox WHERE number = ANY ($1)",
};

export const SELECT_STANDINGS: Statement = {
  name: "select_standings",
  text: "SELECT id, state FROM proxx.executions WHERE id = ANY ($1)",
};

export const SELECT_STATES: Statement = {
  name: "select_states",
  text: `
    SELECT execution_id, id, state, fraction, message FROM proxx.jobs WHERE execution_id = ANY ($1)
    ORDER BY execution_id, position`,
};

export const UPDATE_JOBS: Statement = {
  name: "update_jobs",
  text: `
    UPDATE proxx.jobs SET phase = now.phase, status = now.status, attempt = now.attempt, state = now.state
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::text[])
      AS now (execution_id, id, phase, status, attempt, state)
    WHERE jobs.execution_id = now.execution_id AND jobs.id = now.id`,
};

/** Where `state` is null it stays as it is. Secrets are wiped at the end. */
export const UPDATE_EXECUTIONS: Statement = {
  name: "update_executions",
  text: `
    UPDATE proxx.executions SET
      version = version + 1, progress = GREATEST(executions.progress, now.progress), sequence = now.sequence,
      status = COALESCE(now.status, executions.status), state = COALESCE(now.state, executions.state),
      completed_at_ms = CASE WHEN now.state IS NULL THEN executions.completed_at_ms ELSE now.completed_at_ms END,
      secrets = CASE WHEN now.completed_at_ms IS NULL THEN secrets END
    FROM unnest($1::text[], $2::float8[], $3::bigint[], $4::text[], $5::bigint[], $6::text[])
      AS now (id, progress, sequence, status, completed_at_ms, state)
    WHERE executions.id = now.id`,
};

/** Leaves news to all that build on these. */
export const TELL_DEPENDENTS: Statement = {
  name: "tell_dependents",
  text: `
    WITH told AS (
      SELECT id, worker, base_execution_id FROM proxx.executions
      WHERE base_execution_id = ANY ($1) AND completed_at_ms IS NULL
    ), kept AS (
      INSERT INTO proxx.inbox (execution_id, news) SELECT id, $2 FROM told
    )
    SELECT id, base_execution_id AS teller, pg_notify('${MAIL_CHANNEL}', COALESCE(worker, '')) FROM told`,
};
