/** What changes is in columns of its own where somebody asks by it; the rest is JSON, which only the engine reads. */
export const executions = `
CREATE TABLE executions (
  id TEXT PRIMARY KEY,
  tenant TEXT,
  base_execution_id TEXT,
  created_at_ms INTEGER NOT NULL,
  result_job TEXT NOT NULL,
  secrets TEXT,
  worker TEXT,
  version INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL,
  completed_at_ms INTEGER,
  state TEXT NOT NULL,
  progress REAL NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX executions_unfinished ON executions (worker) WHERE completed_at_ms IS NULL;
CREATE INDEX executions_by_base ON executions (base_execution_id) WHERE base_execution_id IS NOT NULL;
CREATE INDEX executions_of_tenant ON executions (tenant, created_at_ms DESC, id DESC);

-- Apart, because whatever stands in a row is written anew with each change of it, and a plan can be long.
CREATE TABLE plans (
  execution_id TEXT PRIMARY KEY REFERENCES executions (id),
  about TEXT NOT NULL
) STRICT;

CREATE TABLE jobs (
  execution_id TEXT NOT NULL REFERENCES executions (id),
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  about TEXT NOT NULL,
  phase TEXT NOT NULL,
  status TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  note TEXT,
  run_provider TEXT,
  run_id TEXT,
  PRIMARY KEY (execution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_by_run ON jobs (run_provider, run_id) WHERE run_id IS NOT NULL;

CREATE TABLE claims (
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  job_id TEXT NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_of_job ON claims (execution_id, job_id);

CREATE TABLE claim_waiters (
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  job_id TEXT NOT NULL,
  PRIMARY KEY (tenant, key, execution_id, job_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  execution_id TEXT NOT NULL,
  news TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_of_execution ON inbox (execution_id);

CREATE TABLE workers (
  id TEXT PRIMARY KEY,
  identity TEXT NOT NULL,
  seen_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
