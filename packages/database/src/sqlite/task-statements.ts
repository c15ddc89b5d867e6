/** Its turn comes after those of the tenant's before it, and not before those of others that wait already. */
export const INSERT_TASK = `
  INSERT INTO tasks (execution_id, job_id, attempt, tenant, provider, load, worker, turn)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, MAX(
    COALESCE((SELECT MIN(turn) FROM tasks WHERE worker IS NULL), (SELECT MAX(turn) FROM tasks), 0),
    COALESCE((SELECT MAX(turn) + 1 FROM tasks WHERE tenant = ?4), 0)
  ))`;

/** Whoever runs a job has its task. */
export const SETTLE_TASK = "UPDATE tasks SET worker = ? WHERE execution_id = ? AND job_id = ? AND attempt = ?";

export const DELETE_TASK = "DELETE FROM tasks WHERE execution_id = ? AND job_id = ?";

export const END_TASK = `${DELETE_TASK} AND attempt = ? AND worker = ? AND is_lent = 1`;

export const TELL_TASKS = "UPDATE tasks SET ending = ? WHERE execution_id = ?";

/** `?2` an array of executions, `?3` null for no limit, `?4` the limits by provider, `?5` the worker whose own are left out. */
export const SELECT_FIRST_TASK = `
  WITH
    taken AS MATERIALIZED (SELECT tenant, execution_id, provider FROM tasks WHERE worker IS NOT NULL),
    by_tenant AS MATERIALIZED (SELECT tenant, COUNT(*) AS tasks FROM taken GROUP BY tenant),
    by_execution AS MATERIALIZED (SELECT execution_id, COUNT(*) AS tasks FROM taken GROUP BY execution_id),
    full AS MATERIALIZED (
      SELECT key AS provider FROM json_each(?4)
      WHERE value <= (SELECT COUNT(*) FROM taken WHERE taken.provider = json_each.key)
    ),
    lines AS (
      -- With MIN, SQLite gives the other columns of that very row.
      SELECT tenant, execution_id, number, MIN(turn) AS turn FROM tasks
      WHERE worker IS NULL AND load = ?1
        AND execution_id NOT IN (SELECT value FROM json_each(?2))
        AND (?5 IS NULL OR (SELECT worker FROM executions WHERE id = execution_id) IS NOT ?5)
        AND COALESCE(provider, '') NOT IN (SELECT provider FROM full)
      GROUP BY tenant, execution_id
    )
  SELECT lines.number FROM lines
    LEFT JOIN by_tenant ON by_tenant.tenant = lines.tenant
    LEFT JOIN by_execution ON by_execution.execution_id = lines.execution_id
  WHERE ?3 IS NULL OR COALESCE(by_tenant.tasks, 0) < ?3
  ORDER BY COALESCE(by_tenant.tasks, 0), COALESCE(by_execution.tasks, 0), lines.turn, lines.number
  LIMIT 1`;

/** Whether there may be one to take: `?3` is how many the worker knows that it has. */
export const SELECT_WAITING_TASK = `
  SELECT 1 WHERE EXISTS (
      SELECT 1 FROM tasks
      WHERE worker IS NULL AND load = ?1
        AND (?4 IS NULL OR (SELECT worker FROM executions WHERE id = execution_id) IS NOT ?4)
    )
    OR (SELECT COUNT(*) FROM tasks WHERE worker = ?2 AND load = ?1 AND is_lent = 1) > ?3`;

/** `?3` is an array of those that the worker knows that it has. */
export const SELECT_UNKNOWN_TASK = `
  SELECT execution_id, job_id, attempt FROM tasks
  WHERE worker = ?1 AND load = ?2 AND is_lent = 1
    AND json_array(execution_id, job_id, attempt) NOT IN (SELECT value FROM json_each(?3))
  LIMIT 1`;

export const TAKE_TASK = `
  UPDATE tasks SET worker = ?, is_lent = 1 WHERE number = ? AND worker IS NULL
  RETURNING execution_id, job_id, attempt`;

export const REPORT_TASK = `
  UPDATE tasks SET fraction = ?, message = ?
  WHERE execution_id = ? AND job_id = ? AND attempt = ? AND worker = ? AND is_lent = 1`;

export const SELECT_HELD_TASKS = `
  SELECT execution_id, job_id, attempt, ending FROM tasks WHERE worker = ? AND is_lent = 1`;

export const SELECT_LENT_TASKS = `
  SELECT tasks.execution_id, job_id, attempt, fraction, message
  FROM tasks JOIN executions ON executions.id = tasks.execution_id
  WHERE executions.worker = ? AND executions.completed_at_ms IS NULL AND is_lent = 1`;

export const DELETE_TASKS_OF_WORKER = "DELETE FROM tasks WHERE worker = ? RETURNING execution_id, job_id, attempt";
