/** As on SQLite. */
export const jobSpecs = `
CREATE TABLE proxx.job_specs (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant TEXT COLLATE "C",
  document TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  progress DOUBLE PRECISION NOT NULL,
  result TEXT,
  completed_at_ms BIGINT,
  is_cancelled BOOLEAN NOT NULL DEFAULT false,
  losses INTEGER NOT NULL DEFAULT 0,
  lease TEXT,
  leased_until_ms BIGINT NOT NULL DEFAULT 0
) WITH (fillfactor = 80);
CREATE INDEX job_specs_waiting ON proxx.job_specs (created_at_ms, id) WHERE completed_at_ms IS NULL;
CREATE INDEX job_specs_of_tenant ON proxx.job_specs (COALESCE(tenant, ''), created_at_ms DESC, id DESC);

CREATE TABLE proxx.job_spec_clips (
  job_spec_id TEXT COLLATE "C" NOT NULL,
  clip INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (job_spec_id, clip)
);
`;
