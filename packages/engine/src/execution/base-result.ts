import { fileURLToPath } from "node:url";
import { printable, ProxxError, type Artifact, type StoredArtifact } from "@proxx/contract";
import { hashFile } from "@proxx/media";
import type { ArtifactStore } from "../store/artifact-store.ts";
import type { BaseOutput } from "../plan/check-plan.ts";
import type { JobState } from "../state/job-state.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";
import { outputIdentity, type JobOutput } from "../store/job-output.ts";
import type { ExecutionRecord } from "../ledger/ledger.ts";

/** What is known of the result of an execution: what it is, or will be. */
export function describeBase({ states, resultJob, promised }: ExecutionRecord): BaseOutput {
  const state = states[resultJob];
  if (state?.status !== "completed") return promised;
  const kind = state.output?.files[0]?.artifact.kind;
  const hasWords = (state.output?.transcript ?? null) !== null;
  if (kind === undefined || kind === "subtitles" || kind === "document")
    return { yields: hasWords ? "transcript" : "media", knowsWords: true };
  return { yields: kind, knowsWords: hasWords };
}

/** Whether the result of an execution is decided, for better or worse. */
export function isDecided({ states, resultJob }: ExecutionRecord): boolean {
  return states[resultJob]?.phase === "ended";
}

/** The result of an execution that has one, as long as its files are there. */
export async function readBaseResult(
  record: ExecutionRecord | null,
  id: string,
  { store, verify }: { store: ArtifactStore; verify: boolean },
): Promise<BaseResult> {
  const state = record?.states[record.resultJob];
  if (state?.status !== "completed" || state.output === null) throw baseFailed(id, reasonOf(state, record));
  const files: StoredArtifact[] = [];
  for (const { artifact } of state.output.files) files.push(await findFile(artifact, id, { store, verify }));
  const output: JobOutput = { files, deferred: false, transcript: state.output.transcript, degradations: [] };
  return { output, identity: outputIdentity(output) };
}

function reasonOf(state: JobState | undefined, record: ExecutionRecord | null): string {
  if (state?.status === "cancelled") return "it was cancelled";
  return state?.error?.message ?? record?.execution.error?.message ?? "it is not there any more";
}

async function findFile(
  artifact: Artifact,
  id: string,
  { store, verify }: { store: ArtifactStore; verify: boolean },
): Promise<StoredArtifact> {
  const found = await store.find(artifact.sha256, { verify });
  if (found.state === "intact")
    return { artifact: { ...artifact, url: found.stored.artifact.url }, path: found.stored.path };
  // A source that was handed on lies where it always did, if it is still the same.
  if (artifact.url.startsWith("file:")) {
    const path = fileURLToPath(artifact.url);
    if ((await hashFile(path).catch(() => null)) === artifact.sha256) return { artifact, path };
  }
  throw new ProxxError("artifact_lost", `The result of the base execution \`${id}\` is not in the store any more.`, {
    hint: "Run the base execution again.",
  });
}

function baseFailed(id: string, reason: string): ProxxError {
  return new ProxxError("base_failed", `The base execution \`${printable(id, 80)}\` has no result: ${reason}`, {
    hint: "Mend the base execution and run it again, then give the id of the new one.",
  });
}
