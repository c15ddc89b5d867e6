import type { StoredArtifact } from "@proxx/contract";
import type { IngestedSource } from "../sources/ingest-source.ts";
import type { Standing } from "../state/execution-state.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import type { ArtifactStore } from "../store/artifact-store.ts";

/**
 * The standing with the files of a job's inputs where they are here. They are known by their hashes: a path is that of the
 * machine it was made on. What the store does not have is read where it always lay, as files of the user's are.
 */
export async function localise(standing: Standing, entry: ExecutionJob, store: ArtifactStore): Promise<Standing> {
  const jobs = new Map(standing.jobs);
  const { execution } = standing;
  for (const id of [entry.job.id, ...dependenciesOf(entry, standing.jobs)]) {
    const found = jobs.get(id);
    if (found === undefined) continue;
    const { state } = found;
    const sources = await Promise.all(state.sources.map(sourceHere));
    const output = state.output === null ? null : { ...state.output, files: await allHere(state.output.files) };
    jobs.set(id, { ...found, state: { ...state, sources, output } });
  }
  const { base } = execution;
  if (base.kind !== "there") return { execution, jobs };
  const output = { ...base.result.output, files: await allHere(base.result.output.files) };
  return { execution: { ...execution, base: { ...base, result: { ...base.result, output } } }, jobs };

  function allHere(files: readonly StoredArtifact[]): Promise<StoredArtifact[]> {
    return Promise.all(files.map(here));
  }

  async function sourceHere(source: IngestedSource | null): Promise<IngestedSource | null> {
    // What has a stamp is read where it lies, and has to be the same there when that has ended.
    return source === null || source.stamp !== null ? source : { ...source, stored: await here(source.stored) };
  }

  async function here(file: StoredArtifact): Promise<StoredArtifact> {
    const found = await store.find(file.artifact.sha256);
    return found.state === "intact" ? { ...file, path: found.stored.path } : file;
  }
}

/** Those before it, and those before what is left to it to be rendered. */
function dependenciesOf({ job }: ExecutionJob, jobs: Standing["jobs"]): string[] {
  return job.dependencies.flatMap((id) => {
    const dependency = jobs.get(id);
    return dependency?.state.output?.deferred === true ? [id, ...dependenciesOf(dependency, jobs)] : [id];
  });
}
