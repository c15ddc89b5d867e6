/** As on SQLite. What is JSON stays a text, which only the engine reads: it comes back as it was written. */
export const executions = `
CREATE TABLE proxx.executions (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant TEXT COLLATE "C",
  base_execution_id TEXT COLLATE "C",
  created_at_ms BIGINT NOT NULL,
  result_job TEXT NOT NULL,
  secrets TEXT,
  worker TEXT COLLATE "C",
  version BIGINT NOT NULL DEFAULT 0,
  status TEXT COLLATE "C" NOT NULL,
  completed_at_ms BIGINT,
  state TEXT NOT NULL,
  progress DOUBLE PRECISION NOT NULL DEFAULT 0
) WITH (fillfactor = 80);
CREATE INDEX executions_unfinished ON proxx.executions (worker) WHERE completed_at_ms IS NULL;
CREATE INDEX executions_by_base ON proxx.executions (base_execution_id, created_at_ms DESC, id DESC)
  WHERE base_execution_id IS NOT NULL;
-- By an expression, because nobody's are asked for as often as a tenant's, and no index finds what is not distinct from null.
CREATE INDEX executions_of_tenant ON proxx.executions (COALESCE(tenant, ''), created_at_ms DESC, id DESC);
CREATE INDEX executions_by_status ON proxx.executions (COALESCE(tenant, ''), status, created_at_ms DESC, id DESC);

CREATE TABLE proxx.plans (
  execution_id TEXT COLLATE "C" PRIMARY KEY REFERENCES proxx.executions (id),
  about TEXT NOT NULL
);

CREATE TABLE proxx.jobs (
  execution_id TEXT COLLATE "C" NOT NULL REFERENCES proxx.executions (id),
  id TEXT COLLATE "C" NOT NULL,
  position INTEGER NOT NULL,
  about TEXT NOT NULL,
  phase TEXT NOT NULL,
  status TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  note TEXT,
  run_provider TEXT COLLATE "C",
  run_id TEXT COLLATE "C",
  PRIMARY KEY (execution_id, id)
) WITH (fillfactor = 70);
CREATE INDEX jobs_by_run ON proxx.jobs (run_provider, run_id) WHERE run_id IS NOT NULL;

CREATE TABLE proxx.claims (
  tenant TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  execution_id TEXT COLLATE "C" NOT NULL,
  job_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, key)
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX claims_of_job ON proxx.claims (execution_id, job_id);

CREATE TABLE proxx.claim_waiters (
  tenant TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  execution_id TEXT COLLATE "C" NOT NULL,
  job_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, key, execution_id, job_id)
) WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE proxx.inbox (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  execution_id TEXT COLLATE "C" NOT NULL,
  news TEXT NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX inbox_of_execution ON proxx.inbox (execution_id);

CREATE TABLE proxx.workers (
  id TEXT COLLATE "C" PRIMARY KEY,
  identity TEXT NOT NULL,
  seen_at TIMESTAMPTZ NOT NULL
);
`;
