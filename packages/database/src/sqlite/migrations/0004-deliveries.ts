/** Who is told of the end of executions, and what came of it. */
export const deliveries = `
ALTER TABLE executions ADD COLUMN webhook TEXT;

CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  message_id TEXT NOT NULL,
  execution_id TEXT NOT NULL UNIQUE,
  tenant TEXT,
  webhook TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  status TEXT NOT NULL,
  attempts TEXT NOT NULL,
  failures INTEGER NOT NULL,
  next_at_ms INTEGER,
  lease TEXT,
  leased_until_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX deliveries_waiting ON deliveries (MAX(next_at_ms, leased_until_ms)) WHERE next_at_ms IS NOT NULL;
CREATE INDEX deliveries_of_tenant ON deliveries (tenant, created_at_ms DESC, id DESC);
`;
