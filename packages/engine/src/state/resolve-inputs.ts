import { mapLeaves, MEDIA_KINDS, ProxxError, Source, type Input, type StoredArtifact } from "@proxx/contract";
import type { CheckedJob } from "../plan/check-plan.ts";
import type { IngestedSource } from "../sources/ingest-source.ts";
import { showLocation } from "../sources/source-location.ts";
import { textInput, type JobOutput } from "../store/job-output.ts";
import type { ExecutionJob, ExecutionJobs } from "./job-state.ts";
import type { PlacedSource } from "../plan/place-sources.ts";

/** What an execution that builds on another one gets of it. */
export interface BaseResult {
  readonly output: JobOutput;
  readonly identity: string;
}

interface Surroundings {
  readonly jobs: ExecutionJobs;
  /** Null as long as it is not there. */
  readonly base: BaseResult | null;
}

/** The identities of a job's inputs; null as long as one of them is not known. Text is not among them: it is a parameter. */
export function identitiesOf({ job, state }: ExecutionJob, { jobs, base }: Surroundings): Map<Source, string> | null {
  const identities = new Map<Source, string>();
  for (const [index, { source, from }] of job.sources.entries()) {
    if (from.kind === "text") continue;
    let identity: string | null | undefined;
    if (from.kind === "job") identity = jobs.get(from.id)?.state.identity;
    else if (from.kind === "base") identity = base?.identity;
    else identity = state.sources[index]?.identity;
    if (identity === undefined || identity === null) return null;
    identities.set(source, identity);
  }
  return identities;
}

/** What the inputs of a job are. Everything it depends on has ended well. */
export function resolveInputs(
  { job, state }: ExecutionJob,
  { jobs, base, deferredOf }: Surroundings & { readonly deferredOf?: (jobId: string) => unknown },
): Map<Source, Input> {
  return new Map(
    job.sources.map((placed, index): [Source, Input] => {
      const { source, from } = placed;
      if (from.kind === "text") return [source, textInput(from.text)];
      const ingested = state.sources[index];
      if (from.kind === "location" && ingested) return [source, sourceInput(ingested, from.location)];
      const maker = from.kind === "job" ? jobs.get(from.id)?.state : base;
      if (!maker?.output) throw new Error(`Expected the input ${placed.place} to be there`);
      const { files, transcript, deferred } = maker.output;
      assertKind(placed, files[0]);
      const left = deferred && from.kind === "job" ? deferredOf?.(from.id) : undefined;
      return [source, { files, deferred: left, transcript, identity: maker.identity ?? "" }];
    }),
  );
}

/** The files that are known to be among a job's inputs. */
export function filesAmongInputs({ job, state }: ExecutionJob, { jobs, base }: Surroundings): StoredArtifact[] {
  return job.sources.flatMap(({ from }, index) => {
    if (from.kind === "job") return jobs.get(from.id)?.state.output?.files ?? [];
    if (from.kind === "base") return base?.output.files ?? [];
    return state.sources[index]?.stored ?? [];
  });
}

function sourceInput({ stored, identity, origin }: IngestedSource, location: string): Input {
  return { files: [stored], deferred: undefined, transcript: null, identity, shown: showLocation(location), origin };
}

/** The parameters as an operation gets them. */
export function resolveParams(job: CheckedJob, inputs: ReadonlyMap<Source, Input>): unknown {
  return mapLeaves(job.params, (leaf) => (leaf instanceof Source ? inputs.get(leaf) : leaf));
}

/** That what a file turned out to be is what the parameter takes; an output of the kind `media` can be anything. */
export function assertKind({ source, place, label }: PlacedSource, file: StoredArtifact | undefined): void {
  if (file === undefined) return;
  const kind = MEDIA_KINDS.find((entry) => entry === file.artifact.kind);
  const takesMedia = source.accepts.some((entry) => MEDIA_KINDS.some((media) => media === entry));
  if (kind === undefined || !takesMedia || source.accepts.includes(kind)) return;
  throw new ProxxError("input_unusable", `\`${label}\` (${place}) takes ${source.accepts.join(" or ")}, not ${kind}.`, {
    hint: "Name a file, or a job, that is what fits.",
  });
}

/** The sources whose bytes a job reads where they lie: its own, those that were handed on or left to it to render. */
export function sourcesReadBy(entry: ExecutionJob, surroundings: Surroundings): IngestedSource[] {
  const all = [...surroundings.jobs.values()].flatMap(({ state }) => state.sources.filter((source) => source !== null));
  const byPath = new Map(all.map((source) => [source.stored.path, source]));
  return filesReadBy(entry, surroundings).flatMap(({ path }) => byPath.get(path) ?? []);
}

/** All files that a job reads: its inputs, and those of what was left to it to render. */
export function filesReadBy(entry: ExecutionJob, surroundings: Surroundings): StoredArtifact[] {
  const own = filesAmongInputs(entry, surroundings);
  const left = entry.job.dependencies.flatMap((id) => {
    const dependency = surroundings.jobs.get(id);
    return dependency?.state.output?.deferred === true ? filesReadBy(dependency, surroundings) : [];
  });
  return [...own, ...left];
}
