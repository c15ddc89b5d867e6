import type { Statement } from "./connection/statement.ts";
import { MAIL_CHANNEL } from "./statements.ts";

/** Whom the channel of mail names where anybody may take something. */
export const TASKS = "tasks";

/** Whoever takes a task takes it after whoever did so before: of what is taken by whom it is decided who comes next. */
export const LOCK_LINE: Statement = {
  name: "lock_line",
  text: "SELECT pg_advisory_xact_lock(hashtext('proxx.tasks'))",
};

/** Their turns come after those of the tenant's before them, and not before those of others that wait already. */
export const INSERT_TASKS: Statement = {
  name: "insert_tasks",
  text: `
    WITH offered AS (
      INSERT INTO proxx.tasks (execution_id, tenant, job_id, attempt, provider, load, worker, turn)
      SELECT execution_id, tenant, job_id, attempt, provider, load, worker,
        row_number() OVER (PARTITION BY tenant ORDER BY position) - 1 + GREATEST(
          COALESCE((SELECT min(turn) FROM proxx.tasks WHERE worker IS NULL), (SELECT max(turn) FROM proxx.tasks), 0),
          COALESCE((SELECT max(turn) + 1 FROM proxx.tasks WHERE tasks.tenant = offer.tenant), 0)
        )
      FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::text[])
        WITH ORDINALITY AS offer (execution_id, tenant, job_id, attempt, provider, load, worker, position)
      RETURNING worker
    )
    SELECT pg_notify('${MAIL_CHANNEL}', '${TASKS}') FROM offered WHERE worker IS NULL LIMIT 1`,
};

/** An execution waits for somebody who takes it. */
export const TELL_UNPLACED: Statement = {
  name: "tell_unplaced",
  text: `SELECT pg_notify('${MAIL_CHANNEL}', '${TASKS}')`,
};

/** Those of jobs that stand elsewhere; the attempt is null for a job that does not run. */
export const DELETE_TASKS: Statement = {
  name: "delete_tasks",
  text: `
    DELETE FROM proxx.tasks USING unnest($1::text[], $2::text[], $3::integer[]) AS now (execution_id, job_id, attempt)
    WHERE tasks.execution_id = now.execution_id AND tasks.job_id = now.job_id
      AND tasks.attempt IS DISTINCT FROM now.attempt`,
};

/** Whoever runs a job has its task. */
export const SETTLE_TASKS: Statement = {
  name: "settle_tasks",
  text: `
    UPDATE proxx.tasks SET worker = now.worker
    FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[]) AS now (execution_id, job_id, attempt, worker)
    WHERE tasks.execution_id = now.execution_id AND tasks.job_id = now.job_id AND tasks.attempt = now.attempt
      AND tasks.worker IS DISTINCT FROM now.worker`,
};

export const TELL_TASKS: Statement = {
  name: "tell_tasks",
  text: `
    UPDATE proxx.tasks SET ending = now.ending FROM unnest($1::text[], $2::text[]) AS now (execution_id, ending)
    WHERE tasks.execution_id = now.execution_id AND tasks.ending IS DISTINCT FROM now.ending`,
};

export const END_TASK: Statement = {
  name: "end_task",
  text: `
    DELETE FROM proxx.tasks
    WHERE execution_id = $1 AND job_id = $2 AND attempt = $3 AND worker = $4 AND is_lent
    RETURNING number`,
};

/**
 * `$2` executions that are left out, `$3` null for no limit, `$4` and `$5` the limits by provider, `$6` the worker whose own
 * executions are left out.
 */
export const SELECT_FIRST_TASK: Statement = {
  name: "select_first_task",
  text: `
    WITH
      taken AS MATERIALIZED (SELECT tenant, execution_id, provider FROM proxx.tasks WHERE worker IS NOT NULL),
      by_tenant AS MATERIALIZED (SELECT tenant, count(*) AS tasks FROM taken GROUP BY tenant),
      by_execution AS MATERIALIZED (SELECT execution_id, count(*) AS tasks FROM taken GROUP BY execution_id),
      full_providers AS MATERIALIZED (
        SELECT provider FROM unnest($4::text[], $5::integer[]) AS allowed (provider, tasks)
        WHERE allowed.tasks <= (SELECT count(*) FROM taken WHERE taken.provider = allowed.provider)
      ),
      lines AS (
        SELECT tenant, execution_id, min(turn) AS turn FROM proxx.tasks
        WHERE worker IS NULL AND load = $1
          AND execution_id <> ALL ($2::text[])
          AND ($6::text IS NULL OR NOT EXISTS (
            SELECT FROM proxx.executions WHERE executions.id = tasks.execution_id AND executions.worker = $6
          ))
          AND COALESCE(provider, '') NOT IN (SELECT provider FROM full_providers)
        GROUP BY tenant, execution_id
      ),
      first AS (
        SELECT lines.* FROM lines
          LEFT JOIN by_tenant ON by_tenant.tenant = lines.tenant
          LEFT JOIN by_execution ON by_execution.execution_id = lines.execution_id
        WHERE $3::integer IS NULL OR COALESCE(by_tenant.tasks, 0) < $3
        ORDER BY COALESCE(by_tenant.tasks, 0), COALESCE(by_execution.tasks, 0), lines.turn, lines.execution_id
        LIMIT 1
      )
    SELECT tasks.number FROM first JOIN proxx.tasks USING (tenant, execution_id, turn)
    WHERE worker IS NULL AND load = $1 AND COALESCE(provider, '') NOT IN (SELECT provider FROM full_providers)
    ORDER BY tasks.number LIMIT 1`,
};

/** Whether there may be one to take: `$3` is how many the worker knows that it has. */
export const SELECT_WAITING_TASK: Statement = {
  name: "select_waiting_task",
  text: `
    SELECT 1 WHERE EXISTS (
        SELECT 1 FROM proxx.tasks
        WHERE worker IS NULL AND load = $1 AND ($4::text IS NULL OR NOT EXISTS (
          SELECT FROM proxx.executions WHERE executions.id = tasks.execution_id AND executions.worker = $4
        ))
      )
      OR (SELECT count(*) FROM proxx.tasks WHERE worker = $2 AND load = $1 AND is_lent) > $3::bigint`,
};

/** `$3`, `$4` and `$5` are those that the worker knows that it has. */
export const SELECT_UNKNOWN_TASK: Statement = {
  name: "select_unknown_task",
  text: `
    SELECT execution_id, job_id, attempt FROM proxx.tasks
    WHERE worker = $1 AND load = $2 AND is_lent AND (execution_id, job_id, attempt) NOT IN (
      SELECT * FROM unnest($3::text[], $4::text[], $5::integer[])
    )
    LIMIT 1`,
};

/** Whoever is dismissed at this moment takes nothing any more. */
export const HOLD_WORKER: Statement = {
  name: "hold_worker",
  text: "SELECT id FROM proxx.workers WHERE id = $1 FOR KEY SHARE",
};

/** Waits until whoever moves its execution is done: it may be begun in that very move. */
export const LOCK_TASK: Statement = {
  name: "lock_task",
  text: `
    SELECT id FROM proxx.executions WHERE id = (SELECT execution_id FROM proxx.tasks WHERE number = $1)
    FOR NO KEY UPDATE`,
};

export const TAKE_TASK: Statement = {
  name: "take_task",
  text: `
    UPDATE proxx.tasks SET worker = $1, is_lent = true WHERE number = $2 AND worker IS NULL
    RETURNING execution_id, job_id, attempt`,
};

export const REPORT_TASKS: Statement = {
  name: "report_tasks",
  text: `
    UPDATE proxx.tasks SET fraction = said.fraction, message = said.message
    FROM unnest($2::text[], $3::text[], $4::integer[], $5::float8[], $6::text[])
      AS said (execution_id, job_id, attempt, fraction, message)
    WHERE tasks.execution_id = said.execution_id AND tasks.job_id = said.job_id AND tasks.attempt = said.attempt
      AND tasks.worker = $1 AND is_lent`,
};

export const SELECT_HELD_TASKS: Statement = {
  name: "select_held_tasks",
  text: "SELECT execution_id, job_id, attempt, ending FROM proxx.tasks WHERE worker = $1 AND is_lent",
};

export const SELECT_LENT_TASKS: Statement = {
  name: "select_lent_tasks",
  text: `
    SELECT tasks.execution_id, job_id, attempt, fraction, message
    FROM proxx.tasks JOIN proxx.executions ON executions.id = tasks.execution_id
    WHERE executions.worker = $1 AND executions.completed_at_ms IS NULL AND is_lent`,
};

export const DELETE_TASKS_OF_WORKER: Statement = {
  name: "delete_tasks_of_worker",
  text: "DELETE FROM proxx.tasks WHERE worker = $1 RETURNING execution_id, job_id, attempt",
};
