/** What has happened in executions, and how far their running jobs are. */
export const events = `
ALTER TABLE executions ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN fraction REAL;
ALTER TABLE jobs ADD COLUMN message TEXT;

CREATE TABLE events (
  execution_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  is_replaced INTEGER NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (execution_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_that_are_replaced ON events (execution_id) WHERE is_replaced = 1;
`;
