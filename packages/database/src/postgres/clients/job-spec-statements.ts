// A name for each statement about JobSpecs. Who has one is decided by the clock of the database.

import type { Statement } from "../connection/statement.ts";

const NOW_MS = "(1000 * extract(epoch FROM clock_timestamp()))::bigint";

export const INSERT_JOB_SPEC: Statement = {
  name: "insert_job_spec",
  text: `
    INSERT INTO proxx.job_specs (id, tenant, document, created_at_ms, status, progress)
    VALUES ($1, $2, $3, $4, 'pending', 0)
    ON CONFLICT (id) DO NOTHING`,
};

export const SELECT_JOB_SPEC: Statement = {
  name: "select_job_spec",
  text: "SELECT * FROM proxx.job_specs WHERE id = $1 AND tenant IS NOT DISTINCT FROM $2",
};

/** `$5` is empty for all. */
export const SELECT_JOB_SPECS: Statement = {
  name: "select_job_specs",
  text: `
    SELECT * FROM proxx.job_specs
    WHERE COALESCE(tenant, '') = COALESCE($1::text, '')
      AND (created_at_ms, id) < ($3::bigint, $4)
      AND (cardinality($5::text[]) = 0 OR status = ANY ($5))
    ORDER BY created_at_ms DESC, id DESC LIMIT $2`,
};

/** First the one that this very lease has taken before, and whose answer was lost. */
const WAITING = `
    SELECT id FROM proxx.job_specs
    WHERE completed_at_ms IS NULL AND (lease IS NOT DISTINCT FROM $1 OR leased_until_ms <= ${NOW_MS})
    ORDER BY (lease IS NOT DISTINCT FROM $1) DESC, created_at_ms, id LIMIT 1`;

export const SELECT_WAITING_JOB_SPEC: Statement = { name: "select_waiting_job_spec", text: WAITING };

/** Whoever takes one at the same time takes another. */
export const TAKE_JOB_SPEC: Statement = {
  name: "take_job_spec",
  text: `
    UPDATE proxx.job_specs SET status = 'processing', leased_until_ms = ${NOW_MS} + $2::bigint, lease = $1,
      losses = losses + CASE WHEN lease IS NULL OR lease = $1 THEN 0 ELSE 1 END
    WHERE id = (${WAITING} FOR UPDATE SKIP LOCKED)
    RETURNING *`,
};

/** `$5` is 0 where it is given back. */
export const UPDATE_JOB_SPEC: Statement = {
  name: "update_job_spec",
  text: `
    UPDATE proxx.job_specs SET status = $1, progress = GREATEST(progress, $2), result = $3, completed_at_ms = $4,
      leased_until_ms = CASE WHEN $5::bigint = 0 THEN 0 ELSE ${NOW_MS} + $5 END,
      lease = CASE WHEN $5 = 0 THEN NULL ELSE lease END
    WHERE id = $6 AND lease = $7 AND completed_at_ms IS NULL
    RETURNING is_cancelled`,
};

export const CANCEL_JOB_SPEC: Statement = {
  name: "cancel_job_spec",
  text: `
    UPDATE proxx.job_specs SET is_cancelled = true,
      status = CASE WHEN leased_until_ms <= ${NOW_MS} THEN 'cancelled' ELSE status END,
      completed_at_ms = CASE WHEN leased_until_ms <= ${NOW_MS} THEN ${NOW_MS} END
    WHERE id = $1 AND tenant IS NOT DISTINCT FROM $2 AND completed_at_ms IS NULL
    RETURNING *`,
};

export const UPSERT_CLIP_NOTE: Statement = {
  name: "upsert_clip_note",
  text: `
    INSERT INTO proxx.job_spec_clips (job_spec_id, clip, note)
    SELECT id, $1::integer, $2 FROM proxx.job_specs WHERE id = $3 AND lease = $4 AND completed_at_ms IS NULL
    ON CONFLICT (job_spec_id, clip) DO UPDATE SET note = excluded.note
    RETURNING clip`,
};

export const SELECT_CLIP_NOTES: Statement = {
  name: "select_clip_notes",
  text: "SELECT clip, note FROM proxx.job_spec_clips WHERE job_spec_id = $1",
};

export const DELETE_CLIP_NOTES: Statement = {
  name: "delete_clip_notes",
  text: "DELETE FROM proxx.job_spec_clips WHERE job_spec_id = $1",
};
