import { mapLeaves, MEDIA_KINDS, ProxxError, Source, type Input, type StoredArtifact } from "@proxx/contract";
import type { CheckedJob } from "../plan/check-plan.ts";
import type { IngestedSource } from "../sources/ingest-source.ts";
import type { BaseResult } from "./base-result.ts";
import { asInput, textInput } from "../store/job-output.ts";
import type { JobState } from "./job-state.ts";
import type { PlacedSource } from "../plan/place-sources.ts";

interface Surroundings {
  readonly states: ReadonlyMap<string, JobState>;
  /** Null as long as it is not there. */
  readonly base: BaseResult | null;
}

/** The identities of a job's inputs; null as long as one of them is not known. Text is not among them: it is a parameter. */
export function identitiesOf(state: JobState, { states, base }: Surroundings): Map<Source, string> | null {
  const identities = new Map<Source, string>();
  for (const { source, from } of state.job.sources) {
    if (from.kind === "text") continue;
    let identity: string | null | undefined;
    if (from.kind === "job") identity = states.get(from.id)?.identity;
    else if (from.kind === "base") identity = base?.identity;
    else identity = state.ingested.get(source)?.identity;
    if (identity === undefined || identity === null) return null;
    identities.set(source, identity);
  }
  return identities;
}

/** What the inputs of a job are. Everything it depends on has ended well. */
export function resolveInputs(state: JobState, { states, base }: Surroundings): Map<Source, Input> {
  return new Map(
    state.job.sources.map((placed): [Source, Input] => {
      const { source, from } = placed;
      if (from.kind === "text") return [source, textInput(from.text)];
      const ingested = state.ingested.get(source);
      if (from.kind === "location" && ingested !== undefined) return [source, sourceInput(ingested)];
      const maker = from.kind === "job" ? states.get(from.id) : base;
      const output = maker?.output ?? null;
      if (output === null) throw new Error(`Expected the input ${placed.place} to be there`);
      assertKind(placed, output.files[0]);
      return [source, asInput(output, maker?.identity ?? "")];
    }),
  );
}

/** The files that are known to be among a job's inputs. */
export function filesAmongInputs(state: JobState, { states, base }: Surroundings): StoredArtifact[] {
  return state.job.sources.flatMap(({ source, from }) => {
    if (from.kind === "job") return states.get(from.id)?.output?.files ?? [];
    if (from.kind === "base") return base?.output.files ?? [];
    const ingested = state.ingested.get(source);
    return ingested === undefined ? [] : [ingested.stored];
  });
}

function sourceInput({ stored, identity }: IngestedSource): Input {
  return { files: [stored], deferred: undefined, transcript: null, identity };
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
export function sourcesReadBy(state: JobState, surroundings: Surroundings): IngestedSource[] {
  const { states } = surroundings;
  const byPath = new Map(
    [...states.values()].flatMap(({ ingested }) =>
      [...ingested.values()].map((source) => [source.stored.path, source]),
    ),
  );
  return pathsReadBy(state, surroundings).flatMap((path) => byPath.get(path) ?? []);
}

function pathsReadBy(state: JobState, surroundings: Surroundings): string[] {
  const own = filesAmongInputs(state, surroundings).map(({ path }) => path);
  const left = state.job.dependencies.flatMap((id) => {
    const dependency = surroundings.states.get(id);
    return dependency?.output?.deferred === undefined ? [] : pathsReadBy(dependency, surroundings);
  });
  return [...own, ...left];
}
