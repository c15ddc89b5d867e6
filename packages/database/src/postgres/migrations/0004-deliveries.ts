/** As on SQLite. */
export const deliveries = `
ALTER TABLE proxx.executions ADD COLUMN webhook TEXT;

CREATE TABLE proxx.deliveries (
  id TEXT COLLATE "C" PRIMARY KEY,
  message_id TEXT NOT NULL,
  execution_id TEXT COLLATE "C" NOT NULL UNIQUE,
  tenant TEXT COLLATE "C",
  webhook TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  attempts TEXT NOT NULL,
  failures INTEGER NOT NULL,
  next_at_ms BIGINT,
  lease TEXT,
  leased_until_ms BIGINT NOT NULL DEFAULT 0
) WITH (fillfactor = 80);
CREATE INDEX deliveries_waiting ON proxx.deliveries (GREATEST(next_at_ms, leased_until_ms)) WHERE next_at_ms IS NOT NULL;
CREATE INDEX deliveries_of_tenant ON proxx.deliveries (COALESCE(tenant, ''), created_at_ms DESC, id DESC);
CREATE INDEX deliveries_by_status ON proxx.deliveries (COALESCE(tenant, ''), status, created_at_ms DESC, id DESC);
`;
