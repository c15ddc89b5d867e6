/** Whose turn it is, of tenants that have equally many jobs that run. */
export const turns = `
ALTER TABLE tasks ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
DROP INDEX tasks_waiting;
CREATE INDEX tasks_waiting ON tasks (load, tenant, execution_id, turn, provider, number) WHERE worker IS NULL;
CREATE INDEX tasks_by_turn ON tasks (turn);
CREATE INDEX tasks_of_tenant ON tasks (tenant, turn);
`;
