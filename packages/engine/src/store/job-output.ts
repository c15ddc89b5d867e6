import { createHash } from "node:crypto";
import { canonicalJson, type Degradation, type Input, type StoredArtifact, type Transcript } from "@proxx/contract";

/** What a job has made, or left to the job that takes it. */
export interface JobOutput {
  readonly files: readonly StoredArtifact[];
  /** There are no files: what there is, is left to be rendered by the job that takes it. */
  readonly deferred: boolean;
  readonly transcript: Transcript | null;
  readonly degradations: readonly Omit<Degradation, "jobId">[];
}

/** Of a file alone the SHA-256 of its bytes: the same file by another way is the same input. */
export function outputIdentity({ files, transcript }: JobOutput): string {
  const [first] = files;
  if (first !== undefined && files.length === 1 && transcript === null) return first.artifact.sha256;
  return digest({ files: files.map(({ artifact }) => artifact.sha256), transcript });
}

/** A text that stands in the plan itself. */
export function textInput(text: string): Input {
  const transcript = { language: null, text, words: [] };
  return { files: [], deferred: undefined, transcript, identity: digest({ text }) };
}

function digest(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
