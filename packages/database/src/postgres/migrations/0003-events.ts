/** As on SQLite. */
export const events = `
ALTER TABLE proxx.executions ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE proxx.jobs ADD COLUMN fraction DOUBLE PRECISION;
ALTER TABLE proxx.jobs ADD COLUMN message TEXT;

CREATE TABLE proxx.events (
  execution_id TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  is_replaced BOOLEAN NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (execution_id, sequence)
);
CREATE INDEX events_that_are_replaced ON proxx.events (execution_id) WHERE is_replaced;
`;
