/** As on SQLite. */
export const records = `
CREATE TABLE proxx.records (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX records_in_order ON proxx.records (kind, number);
`;
