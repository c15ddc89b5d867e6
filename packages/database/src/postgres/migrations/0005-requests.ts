/** As on SQLite. */
export const requests = `
CREATE TABLE proxx.requests (
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant, key)
);
CREATE INDEX requests_by_age ON proxx.requests (created_at);
`;
