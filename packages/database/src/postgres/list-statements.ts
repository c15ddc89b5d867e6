import type { Statement } from "./connection/statement.ts";

/** One statement, so that all of them are read as they were at one moment. */
export const SELECT_EXECUTIONS: Statement = {
  name: "select_executions",
  text: `
    SELECT executions.*, plans.about, (
      SELECT json_agg(json_build_object('id', jobs.id, 'about', jobs.about, 'state', jobs.state, 'note', jobs.note,
        'fraction', jobs.fraction, 'message', jobs.message) ORDER BY position)
      FROM proxx.jobs WHERE jobs.execution_id = executions.id
    ) AS jobs
    FROM proxx.executions JOIN proxx.plans ON plans.execution_id = executions.id
    WHERE executions.id = ANY ($1)`,
};

/** Those that come after `$3` and `$4`; of the tenant `$1`. */
export const SELECT_LIST: Statement = {
  name: "select_list",
  text: `
    SELECT id FROM proxx.executions
    WHERE COALESCE(tenant, '') = COALESCE($1::text, '') AND tenant IS NOT DISTINCT FROM $1
      AND (created_at_ms, id) < ($3::bigint, $4)
    ORDER BY created_at_ms DESC, id DESC LIMIT $2`,
};

/** Each state by its index, however few of them there are among all. */
export const SELECT_LIST_BY_STATUS: Statement = {
  name: "select_list_by_status",
  text: `
    SELECT one.id FROM unnest($5::text[]) AS wanted (status) CROSS JOIN LATERAL (
      SELECT id, created_at_ms FROM proxx.executions
      WHERE COALESCE(tenant, '') = COALESCE($1::text, '') AND tenant IS NOT DISTINCT FROM $1
        AND executions.status = wanted.status
        AND (created_at_ms, id) < ($3::bigint, $4)
      ORDER BY created_at_ms DESC, id DESC LIMIT $2
    ) AS one
    ORDER BY one.created_at_ms DESC, one.id DESC LIMIT $2`,
};

export const SELECT_LIST_OF_BASE: Statement = {
  name: "select_list_of_base",
  text: `
    SELECT id FROM proxx.executions
    WHERE base_execution_id = $6 AND tenant IS NOT DISTINCT FROM $1
      AND (created_at_ms, id) < ($3::bigint, $4)
      AND ($5::text[] = '{}' OR status = ANY ($5))
    ORDER BY created_at_ms DESC, id DESC LIMIT $2`,
};
