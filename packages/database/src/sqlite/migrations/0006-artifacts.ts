/** Who has made which bytes, and how lists are read. */
export const artifacts = `
CREATE TABLE artifacts (
  tenant TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  artifact TEXT NOT NULL,
  PRIMARY KEY (tenant, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX executions_by_status ON executions (tenant, status, created_at_ms DESC, id DESC);
`;
