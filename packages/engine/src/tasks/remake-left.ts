import { makeJob, type MakeJobOptions } from "../attempt/make-job.ts";
import type { EngineResources } from "../execution/engine-resources.ts";
import type { ExecutionJob } from "../state/job-state.ts";

type Options = Omit<MakeJobOptions, "jobs" | "deferredOf" | "remembered" | "onProgress">;

/**
 * Makes once more what was left to a job to be rendered, over however many others: it holds functions, and names files in a
 * folder of whoever made it first. Gives what each of them has left.
 */
export async function remakeLeft(
  { job }: ExecutionJob,
  about: Options & { readonly jobs: Map<string, ExecutionJob>; readonly noteOf: (jobId: string) => unknown },
  resources: EngineResources,
): Promise<Map<string, unknown>> {
  const left = new Map<string, unknown>();
  const { jobs, noteOf, ...options } = about;

  async function remake(id: string): Promise<void> {
    const entry = jobs.get(id);
    if (entry?.state.output?.deferred !== true || left.has(id)) return;
    for (const before of entry.job.dependencies) await remake(before);
    const { output, deferred } = await makeJob(
      entry,
      {
        ...options,
        jobs,
        remembered: noteOf(id),
        deferredOf: (jobId) => left.get(jobId),
        // It was told that it is done.
        onProgress: () => {},
      },
      resources,
    );
    left.set(id, deferred);
    jobs.set(id, { ...entry, state: { ...entry.state, output } });
  }

  for (const id of job.dependencies) await remake(id);
  return left;
}
