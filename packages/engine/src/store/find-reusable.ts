import type { StoredArtifact } from "@proxx/contract";
import type { ArtifactStore } from "./artifact-store.ts";
import type { JobOutput } from "./job-output.ts";
import type { ReuseIndex, ReuseRecord } from "./reuse-index.ts";

/** Why there is nothing to reuse: never made, rendered into another job's file, or not there (as it was) any more. */
type MissReason = "unmade" | "deferred" | "gone" | "altered";

export type Lookup =
  | { readonly found: JobOutput }
  /** `record` is what is known all the same. */
  | { readonly found: null; readonly reason: MissReason; readonly record: ReuseRecord | null };

/** What was made with the same key before, if all of it is still there and still what it was. */
export async function findReusable(
  { type, key }: { type: string; key: string },
  about: {
    reuse: ReuseIndex;
    store: ArtifactStore;
    verify: boolean;
    /** Files among the job's inputs: one that the job handed on is not in the store. */
    inputs: readonly StoredArtifact[];
  },
): Promise<Lookup> {
  const record = await about.reuse.read(type, key);
  if (record === null) return { found: null, reason: "unmade", record };
  if (record.deferred) return { found: null, reason: "deferred", record };
  const files: StoredArtifact[] = [];
  for (const artifact of record.outputs) {
    const handedOn = about.inputs.find((input) => input.artifact.sha256 === artifact.sha256);
    if (handedOn !== undefined) {
      files.push(handedOn);
      continue;
    }
    const found = await about.store.find(artifact.sha256, { verify: about.verify });
    if (found.state !== "intact") return { found: null, reason: found.state, record };
    const { path } = found.stored;
    files.push({ artifact: { ...artifact, url: found.stored.artifact.url }, path });
  }
  const { transcript, degradations } = record;
  return { found: { files, deferred: false, transcript, degradations } };
}
