// A name for each statement, as on SQLite; the same statement is prepared once a connection. Several rows go in one statement,
// because each statement is a journey to the server.

import type { Statement } from "./connection/statement.ts";

/** The channel on which a worker is told that it has mail. */
export const MAIL_CHANNEL = "proxx_mail";

export const INSERT_EXECUTION: Statement = {
  name: "insert_execution",
  text: `
    INSERT INTO proxx.executions
      (id, tenant, base_execution_id, created_at_ms, result_job, secrets, webhook, worker, status, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (id) DO NOTHING
    RETURNING id`,
};

export const INSERT_JOBS: Statement = {
  name: "insert_jobs",
  text: `
    INSERT INTO proxx.jobs (execution_id, id, position, about, phase, status, attempt, state)
    SELECT $1, job.* FROM unnest(
      $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::text[]) AS job`,
};

export const INSERT_PLAN: Statement = {
  name: "insert_plan",
  text: "INSERT INTO proxx.plans (execution_id, about) VALUES ($1, $2)",
};

/** Nobody else moves it until the transaction ends, or builds on it. */
export const LOCK_EXECUTION: Statement = {
  name: "lock_execution",
  text: `
    SELECT id, tenant, worker, version, sequence, completed_at_ms FROM proxx.executions WHERE id = $1 FOR UPDATE`,
};

/** Nobody moves it until the transaction ends. */
export const LOCK_BASE: Statement = {
  name: "lock_base",
  text: "SELECT result_job FROM proxx.executions WHERE id = $1 FOR KEY SHARE",
};

export const SELECT_PHASE: Statement = {
  name: "select_phase",
  text: "SELECT phase FROM proxx.jobs WHERE execution_id = $1 AND id = $2",
};

/** Waits until whoever moves it is done, so that nothing is left for one that has ended. */
export const LEAVE_NEWS: Statement = {
  name: "leave_news",
  text: `
    WITH told AS (
      SELECT id, worker FROM proxx.executions WHERE id = $1 AND completed_at_ms IS NULL FOR KEY SHARE
    ), kept AS (
      INSERT INTO proxx.inbox (execution_id, news) SELECT id, $2 FROM told
    )
    SELECT id, pg_notify('${MAIL_CHANNEL}', COALESCE(worker, '')) FROM told`,
};

/** Waits for nobody: two executions that tell each other would wait for ever. */
export const LEAVE_NEWS_TO_MANY: Statement = {
  name: "leave_news_to_many",
  text: `
    WITH told AS (
      SELECT executions.id, executions.worker, mail.news, mail.number
      FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS mail (id, news, number)
      JOIN proxx.executions ON executions.id = mail.id
      WHERE executions.completed_at_ms IS NULL
    ), kept AS (
      INSERT INTO proxx.inbox (execution_id, news) SELECT id, news FROM told ORDER BY number
    )
    SELECT id, pg_notify('${MAIL_CHANNEL}', COALESCE(worker, '')) FROM (SELECT DISTINCT id, worker FROM told) AS each`,
};

export const SELECT_MAIL: Statement = {
  name: "select_mail",
  text: `
    SELECT DISTINCT executions.id FROM proxx.inbox JOIN proxx.executions ON executions.id = inbox.execution_id
    WHERE executions.worker = $1 AND executions.completed_at_ms IS NULL`,
};

export const UPDATE_NOTE: Statement = {
  name: "update_note",
  text: `
    UPDATE proxx.jobs SET note = $4, run_provider = $5, run_id = $6
    WHERE execution_id = $1 AND id = $2 AND attempt = $3
    RETURNING id`,
};

export const SELECT_NOTE: Statement = {
  name: "select_note",
  text: "SELECT note FROM proxx.jobs WHERE execution_id = $1 AND id = $2",
};

export const SELECT_WAITING_JOB: Statement = {
  name: "select_waiting_job",
  text: `
    SELECT execution_id, id FROM proxx.jobs WHERE run_provider = $1 AND run_id = $2 AND status = 'processing'`,
};

export const UPSERT_WORKER: Statement = {
  name: "upsert_worker",
  text: `
    WITH known AS (SELECT id FROM proxx.workers WHERE id = $1)
    INSERT INTO proxx.workers (id, identity, seen_at) VALUES ($1, $2, now())
    ON CONFLICT (id) DO UPDATE SET identity = excluded.identity, seen_at = excluded.seen_at
    RETURNING EXISTS (SELECT FROM known) AS is_known`,
};

export const SELECT_WORKERS: Statement = {
  name: "select_workers",
  text: `
    SELECT id, identity, 1000 * extract(epoch FROM now() - seen_at)::float8 AS silent_ms
    FROM proxx.workers ORDER BY id`,
};

export const DELETE_WORKER: Statement = {
  name: "delete_worker",
  text: "DELETE FROM proxx.workers WHERE id = $1",
};

export const SELECT_LEFT: Statement = {
  name: "select_left",
  text: `
    SELECT id, worker FROM proxx.executions
    WHERE completed_at_ms IS NULL AND NOT EXISTS (SELECT FROM proxx.workers WHERE workers.id = executions.worker)
    ORDER BY created_at_ms, id`,
};

export const SELECT_UNPLACED: Statement = {
  name: "select_unplaced",
  text: `
    SELECT id FROM proxx.executions WHERE worker IS NULL AND completed_at_ms IS NULL
    ORDER BY created_at_ms, id LIMIT $1`,
};

/** Whoever has it already asks once more, because the answer was lost. */
export const TAKE_OVER: Statement = {
  name: "take_over",
  text: `
    UPDATE proxx.executions SET worker = $2, version = version + 1
    WHERE id = $1 AND (worker IS NOT DISTINCT FROM $3 OR worker IS NOT DISTINCT FROM $2) AND completed_at_ms IS NULL
    RETURNING id`,
};
