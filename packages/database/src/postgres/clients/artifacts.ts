import type { Artifact } from "@proxx/contract";
import { tenantKey, textOf } from "../../rows.ts";
import type { Run, Statement, Transaction } from "../connection/statement.ts";

/** Within the transaction that ends the job. */
export function keepArtifacts(tenant: string, artifacts: readonly Artifact[], send: Transaction["send"]): void {
  // Each once, and in one order for all, so that nobody waits for another one that waits for him.
  const bySha256 = new Map(artifacts.map((artifact) => [artifact.sha256, JSON.stringify(artifact)]));
  const names = [...bySha256.keys()].toSorted();
  if (names.length === 0) return;
  send(UPSERT_ARTIFACTS, [tenant, names, names.map((sha256) => bySha256.get(sha256))]);
}

export async function findArtifact(sha256: string, tenant: string | null, run: Run): Promise<Artifact | null> {
  const [row] = await run(SELECT_ARTIFACT, [tenantKey(tenant), sha256]);
  return row === undefined ? null : (JSON.parse(textOf(row["artifact"])) as Artifact);
}

const UPSERT_ARTIFACTS: Statement = {
  name: "upsert_artifacts",
  text: `
    INSERT INTO proxx.artifacts (tenant, sha256, artifact)
    SELECT $1, made.sha256, made.artifact FROM unnest($2::text[], $3::text[]) AS made (sha256, artifact)
    ON CONFLICT (tenant, sha256) DO UPDATE SET artifact = excluded.artifact`,
};

const SELECT_ARTIFACT: Statement = {
  name: "select_artifact",
  text: "SELECT artifact FROM proxx.artifacts WHERE tenant = $1 AND sha256 = $2",
};
