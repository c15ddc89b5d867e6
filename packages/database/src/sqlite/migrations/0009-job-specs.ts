/** JobSpecs that came over HTTP, and how far their clips are. */
export const jobSpecs = `
CREATE TABLE job_specs (
  id TEXT PRIMARY KEY,
  tenant TEXT,
  document TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  status TEXT NOT NULL,
  progress REAL NOT NULL,
  result TEXT,
  completed_at_ms INTEGER,
  is_cancelled INTEGER NOT NULL DEFAULT 0,
  losses INTEGER NOT NULL DEFAULT 0,
  lease TEXT,
  leased_until_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX job_specs_waiting ON job_specs (created_at_ms, id) WHERE completed_at_ms IS NULL;
CREATE INDEX job_specs_of_tenant ON job_specs (tenant, created_at_ms DESC, id DESC);

CREATE TABLE job_spec_clips (
  job_spec_id TEXT NOT NULL,
  clip INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (job_spec_id, clip)
) STRICT, WITHOUT ROWID;
`;
