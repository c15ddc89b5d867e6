import { fileURLToPath } from "node:url";
import { printable, ProxxError, type Artifact, type StoredArtifact } from "@proxx/contract";
import { hashFile } from "@proxx/media";
import type { ArtifactStore } from "../store/artifact-store.ts";
import type { BaseOutput } from "../plan/check-plan.ts";
import type { JobState } from "../state/job-state.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";
import { outputIdentity, type JobOutput } from "../store/job-output.ts";
import type { ExecutionRecord } from "../journal/journal.ts";

/** What is known beforehand of the result of an execution that has ended. */
export function describeBase({ document, resultJob }: ExecutionRecord): BaseOutput {
  const job = document.jobs.find(({ id }) => id === resultJob);
  const kind = job?.outputs[0]?.kind;
  if (kind === undefined || kind === "subtitles")
    return { yields: job?.transcript ? "transcript" : "media", knowsWords: true };
  return { yields: kind, knowsWords: job?.transcript !== null };
}

/** The result of an execution that has ended, as long as its files are there. */
export async function readBaseResult(
  { document, resultJob }: ExecutionRecord,
  { store, verify }: { store: ArtifactStore; verify: boolean },
): Promise<BaseResult> {
  const job = document.jobs.find(({ id }) => id === resultJob);
  if (job?.status !== "completed") {
    const { error, status } = document;
    throw baseFailed(document.id, job?.error?.message ?? error?.message ?? `it is ${status}, and nobody runs it`);
  }
  const files: StoredArtifact[] = [];
  for (const artifact of job.outputs) files.push(await findFile(artifact, document.id, { store, verify }));
  const output: JobOutput = { files, deferred: false, transcript: job.transcript, degradations: [] };
  return { output, identity: outputIdentity(output) };
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

/** The result of an execution whose last job has ended. */
export async function resultOf(id: string, { status, output, identity, error }: JobState): Promise<BaseResult> {
  if (output !== null && identity !== null) return { output, identity };
  throw baseFailed(id, status === "cancelled" ? "it was cancelled" : (error?.message ?? status));
}

export function baseFailed(id: string, reason: string): ProxxError {
  return new ProxxError("base_failed", `The base execution \`${printable(id, 80)}\` has no result: ${reason}`, {
    hint: "Mend the base execution and run it again, then give the id of the new one.",
  });
}
