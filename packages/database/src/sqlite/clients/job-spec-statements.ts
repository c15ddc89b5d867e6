// A name for each statement about JobSpecs.

export const INSERT_JOB_SPEC = `
  INSERT INTO job_specs (id, tenant, document, created_at_ms, status, progress) VALUES (?, ?, ?, ?, 'pending', 0)
  ON CONFLICT (id) DO NOTHING`;

export const SELECT_JOB_SPEC = "SELECT * FROM job_specs WHERE id = ? AND tenant IS ?";

/** `?3` and `?4` are null where the list begins; `?5` is an array of JSON, empty for all. */
export const SELECT_JOB_SPECS = `
  SELECT * FROM job_specs
  WHERE tenant IS ?1
    AND (?3 IS NULL OR (created_at_ms, id) < (?3, ?4))
    AND (?5 = '[]' OR status IN (SELECT value FROM json_each(?5)))
  ORDER BY created_at_ms DESC, id DESC LIMIT ?2`;

/** First the one that this very lease has taken before, and whose answer was lost. */
export const SELECT_WAITING_JOB_SPEC = `
  SELECT id FROM job_specs WHERE completed_at_ms IS NULL AND (lease IS ?1 OR leased_until_ms <= ?2)
  ORDER BY (lease IS ?1) DESC, created_at_ms, id LIMIT 1`;

export const TAKE_JOB_SPEC = `
  UPDATE job_specs SET status = 'processing', leased_until_ms = ?2 + ?3, lease = ?1,
    losses = losses + (lease IS NOT NULL AND lease IS NOT ?1)
  WHERE id = (${SELECT_WAITING_JOB_SPEC})
  RETURNING *`;

/** `?5` is null where it is given back. */
export const UPDATE_JOB_SPEC = `
  UPDATE job_specs SET status = ?1, progress = MAX(progress, ?2), result = ?3, completed_at_ms = ?4,
    leased_until_ms = COALESCE(?5, 0), lease = CASE WHEN ?5 IS NULL THEN NULL ELSE lease END
  WHERE id = ?6 AND lease = ?7 AND completed_at_ms IS NULL
  RETURNING is_cancelled`;

export const CANCEL_JOB_SPEC = `
  UPDATE job_specs SET is_cancelled = 1,
    status = CASE WHEN leased_until_ms <= ?3 THEN 'cancelled' ELSE status END,
    completed_at_ms = CASE WHEN leased_until_ms <= ?3 THEN ?3 END
  WHERE id = ?1 AND tenant IS ?2 AND completed_at_ms IS NULL
  RETURNING *`;

export const UPSERT_CLIP_NOTE = `
  INSERT INTO job_spec_clips (job_spec_id, clip, note)
  SELECT id, ?1, ?2 FROM job_specs WHERE id = ?3 AND lease = ?4 AND completed_at_ms IS NULL
  ON CONFLICT (job_spec_id, clip) DO UPDATE SET note = excluded.note`;

export const SELECT_CLIP_NOTES = "SELECT clip, note FROM job_spec_clips WHERE job_spec_id = ?";

export const DELETE_CLIP_NOTES = "DELETE FROM job_spec_clips WHERE job_spec_id = ?";
