/** The jobs that wait for a slot or have one, of executions whose jobs more than one worker runs. */
export const tasks = `
CREATE TABLE tasks (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  execution_id TEXT NOT NULL,
  job_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  provider TEXT,
  load TEXT NOT NULL,
  worker TEXT,
  is_lent INTEGER NOT NULL DEFAULT 0,
  ending TEXT,
  fraction REAL NOT NULL DEFAULT 0,
  message TEXT,
  UNIQUE (execution_id, job_id)
) STRICT;
CREATE INDEX tasks_waiting ON tasks (load, tenant, execution_id, number) WHERE worker IS NULL;
CREATE INDEX tasks_taken ON tasks (worker, tenant, execution_id, provider) WHERE worker IS NOT NULL;

UPDATE jobs SET state = json_set(state, '$.isLent', json('false'));
`;
