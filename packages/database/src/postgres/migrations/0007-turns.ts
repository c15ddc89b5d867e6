/** As on SQLite. */
export const turns = `
ALTER TABLE proxx.tasks ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
DROP INDEX proxx.tasks_waiting;
CREATE INDEX tasks_waiting ON proxx.tasks (load, tenant, execution_id, turn, provider, number) WHERE worker IS NULL;
CREATE INDEX tasks_by_turn ON proxx.tasks (turn);
CREATE INDEX tasks_of_tenant ON proxx.tasks (tenant, turn);
`;
