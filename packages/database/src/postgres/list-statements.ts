import { EXECUTION_STATUSES } from "@proxx/contract";
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

/**
 * Those that come after `$3` and `$4`; of the tenant `$1`, which is never empty. What more is said of it here (that it is null,
 * say) Postgres takes for rare, and then it reads and sorts them all.
 */
export const SELECT_LIST: Statement = {
  name: "select_list",
  text: `
    SELECT id FROM proxx.executions
    WHERE COALESCE(tenant, '') = COALESCE($1::text, '')
      AND (created_at_ms, id) < ($3::bigint, $4)
    ORDER BY created_at_ms DESC, id DESC LIMIT $2`,
};

/**
 * Each state by its index, however few of them there are among all. Of a state that stands in the text Postgres knows how many
 * there are; of one that is given it takes it for the most frequent, and reads all to find none.
 */
export const SELECT_LIST_BY_STATUS: Statement = {
  name: "select_list_by_status",
  text: `
    SELECT id FROM (${EXECUTION_STATUSES.map(
      (status) => `
      (SELECT id, created_at_ms FROM proxx.executions
      WHERE '${status}' = ANY ($5::text[]) AND status = '${status}'
        AND COALESCE(tenant, '') = COALESCE($1::text, '')
        AND (created_at_ms, id) < ($3::bigint, $4)
      ORDER BY created_at_ms DESC, id DESC LIMIT $2)`,
    ).join(" UNION ALL ")}
    ) AS one
    ORDER BY created_at_ms DESC, id DESC LIMIT $2`,
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
