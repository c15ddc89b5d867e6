import type { Artifact } from "@proxx/contract";
import { tenantKey, textOf } from "../../rows.ts";
import type { Run, Statement, Transaction } from "../connection/statement.ts";

/** Within the transaction that ends the jobs. A tenant as part of a key. */
export function keepArtifacts(
  made: readonly { readonly tenant: string; readonly artifact: Artifact }[],
  send: Transaction["send"],
): void {
  // Each once, and in one order for all, so that nobody waits for another one that waits for him.
  const byName = new Map(made.map((one) => [JSON.stringify([one.tenant, one.artifact.sha256]), one]));
  const all = [...byName].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
  if (all.length === 0) return;
  send(UPSERT_ARTIFACTS, [
    all.map(({ tenant }) => tenant),
    all.map(({ artifact }) => artifact.sha256),
    all.map(({ artifact }) => JSON.stringify(artifact)),
  ]);
}

export async function findArtifact(sha256: string, tenant: string | null, run: Run): Promise<Artifact | null> {
  const [row] = await run(SELECT_ARTIFACT, [tenantKey(tenant), sha256]);
  return row === undefined ? null : (JSON.parse(textOf(row["artifact"])) as Artifact);
}

const UPSERT_ARTIFACTS: Statement = {
  name: "upsert_artifacts",
  text: `
    INSERT INTO proxx.artifacts (tenant, sha256, artifact)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
    ON CONFLICT (tenant, sha256) DO UPDATE SET artifact = excluded.artifact`,
};

const SELECT_ARTIFACT: Statement = {
  name: "select_artifact",
  text: "SELECT artifact FROM proxx.artifacts WHERE tenant = $1 AND sha256 = $2",
};
