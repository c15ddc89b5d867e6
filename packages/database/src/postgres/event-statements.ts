import type { Statement } from "./connection/statement.ts";

export const UPDATE_REPORTS: Statement = {
  name: "update_reports",
  text: `
    UPDATE proxx.jobs SET
      fraction = GREATEST(jobs.fraction, said.fraction, 0), message = COALESCE(said.message, jobs.message)
    FROM unnest($2::text[], $3::integer[], $4::float8[], $5::text[]) AS said (id, attempt, fraction, message)
    WHERE jobs.execution_id = $1 AND jobs.id = said.id AND jobs.attempt = said.attempt AND jobs.phase = 'running'
    RETURNING jobs.id`,
};

export const UPDATE_PROGRESS: Statement = {
  name: "update_progress",
  text: "UPDATE proxx.executions SET progress = GREATEST(progress, $2), sequence = $3 WHERE id = $1",
};

export const INSERT_EVENTS: Statement = {
  name: "insert_events",
  text: `
    INSERT INTO proxx.events (execution_id, sequence, is_replaced, event)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::boolean[], $4::text[])`,
};

export const DELETE_REPLACED: Statement = {
  name: "delete_replaced",
  text: "DELETE FROM proxx.events WHERE execution_id = ANY ($1) AND is_replaced",
};

/** In one statement, so that the end and what came before it are seen together. */
export const SELECT_EVENTS: Statement = {
  name: "select_events",
  text: `
    SELECT executions.completed_at_ms, events.sequence, events.event
    FROM proxx.executions LEFT JOIN LATERAL (
      SELECT sequence, event FROM proxx.events
      WHERE events.execution_id = executions.id AND events.sequence > $3 ORDER BY sequence LIMIT $4
    ) AS events ON true
    WHERE executions.id = $1 AND executions.tenant IS NOT DISTINCT FROM $2
    ORDER BY events.sequence`,
};
