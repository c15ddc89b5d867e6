/** Small documents of a server, by kind. */
export const records = `
CREATE TABLE records (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  record TEXT NOT NULL,
  UNIQUE (kind, id)
) STRICT;
CREATE INDEX records_in_order ON records (kind, number);
`;
