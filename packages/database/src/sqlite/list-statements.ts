// Executions with all their jobs, each in one row: a page of them is one statement, read as it was at one moment.

const RECORD = `
  SELECT executions.*, plans.about, (
    SELECT json_group_array(json_object('id', jobs.id, 'about', jobs.about, 'state', jobs.state, 'note', jobs.note,
      'fraction', jobs.fraction, 'message', jobs.message) ORDER BY position)
    FROM jobs WHERE jobs.execution_id = executions.id
  ) AS jobs
  FROM executions JOIN plans ON plans.execution_id = executions.id`;

export const SELECT_EXECUTION = `${RECORD} WHERE executions.id = ?`;

/** Of the tenant `?1`, `?2` of those that come after `?3` and `?4`. */
const OF_TENANT = "tenant IS ?1 AND (created_at_ms, id) < (?3, ?4)";
const NEWEST_FIRST = "ORDER BY created_at_ms DESC, id DESC LIMIT ?2";

export const SELECT_LIST = listOf(`SELECT id FROM executions WHERE ${OF_TENANT} ${NEWEST_FIRST}`);

/** `?5` is an array of JSON, empty for all. */
export const SELECT_LIST_OF_BASE = listOf(`
  SELECT id FROM executions INDEXED BY executions_by_base
  WHERE base_execution_id = ?6 AND ${OF_TENANT} AND (?5 = '[]' OR status IN (SELECT value FROM json_each(?5)))
  ${NEWEST_FIRST}`);

/** Of so many statuses, each by its index, however few of them there are among all: `?5` and what follows. */
export function selectListByStatus(count: number): string {
  const one = (_: unknown, index: number) =>
    `SELECT * FROM (SELECT id, created_at_ms FROM executions WHERE ${OF_TENANT} AND status = ?${index + 5} ${NEWEST_FIRST})`;
  const all = Array.from({ length: count }, one).join(" UNION ALL ");
  return listOf(`SELECT id FROM (${all}) ${NEWEST_FIRST}`);
}

function listOf(ids: string): string {
  return `${RECORD} WHERE executions.id IN (${ids}) ORDER BY executions.created_at_ms DESC, executions.id DESC`;
}
