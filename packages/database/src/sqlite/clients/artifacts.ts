import type { Artifact } from "@proxx/contract";
import { tenantKey, textOf } from "../../rows.ts";
import type { SqliteDatabase } from "../open-database.ts";

type Prepared = Pick<SqliteDatabase, "prepare">;

/** Within the transaction that ends the job. */
export function keepArtifacts(tenant: string, artifacts: readonly Artifact[], { prepare }: Prepared): void {
  for (const artifact of artifacts) prepare(UPSERT_ARTIFACT).run(tenant, artifact.sha256, JSON.stringify(artifact));
}

export function findArtifact(sha256: string, tenant: string | null, { prepare }: Prepared): Artifact | null {
  const row = prepare(SELECT_ARTIFACT).get(tenantKey(tenant), sha256);
  return row === undefined ? null : (JSON.parse(textOf(row["artifact"])) as Artifact);
}

const UPSERT_ARTIFACT = `
  INSERT INTO artifacts (tenant, sha256, artifact) VALUES (?, ?, ?)
  ON CONFLICT (tenant, sha256) DO UPDATE SET artifact = excluded.artifact`;

const SELECT_ARTIFACT = "SELECT artifact FROM artifacts WHERE tenant = ? AND sha256 = ?";
