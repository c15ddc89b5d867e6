/** Who has made which bytes. */
export const artifacts = `
CREATE TABLE proxx.artifacts (
  tenant TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  artifact TEXT NOT NULL,
  PRIMARY KEY (tenant, sha256)
);
`;
