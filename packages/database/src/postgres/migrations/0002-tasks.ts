/** As on SQLite. */
export const tasks = `
CREATE TABLE proxx.tasks (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  execution_id TEXT COLLATE "C" NOT NULL,
  job_id TEXT COLLATE "C" NOT NULL,
  attempt INTEGER NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  provider TEXT COLLATE "C",
  load TEXT COLLATE "C" NOT NULL,
  worker TEXT COLLATE "C",
  is_lent BOOLEAN NOT NULL DEFAULT false,
  ending TEXT,
  fraction DOUBLE PRECISION NOT NULL DEFAULT 0,
  message TEXT,
  UNIQUE (execution_id, job_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX tasks_waiting ON proxx.tasks (load, tenant, execution_id, number) WHERE worker IS NULL;
CREATE INDEX tasks_taken ON proxx.tasks (worker, tenant, execution_id, provider) WHERE worker IS NOT NULL;
`;
