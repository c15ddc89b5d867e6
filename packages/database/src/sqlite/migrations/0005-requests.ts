/** By which keys executions were asked for, each once. */
export const requests = `
CREATE TABLE requests (
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_by_age ON requests (created_at_ms);
`;
