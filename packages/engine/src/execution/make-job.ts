import { join } from "node:path";
import { ProxxError, type Input } from "@proxx/contract";
import type { BaseResult } from "./base-result.ts";
import type { JobOutput } from "../store/job-output.ts";
import type { JobState } from "./job-state.ts";
import { resolveInputs, resolveParams, sourcesReadBy } from "./resolve-inputs.ts";
import type { ReuseRecord } from "../store/reuse-index.ts";
import { runAttempt } from "./run-attempt.ts";
import { removeFolder } from "../store/work-folder.ts";
import type { Workshop } from "./workshop.ts";

export interface MakeJobOptions {
  executionId: string;
  states: ReadonlyMap<string, JobState>;
  base: BaseResult | null;
  /** The execution's. */
  workFolder: string;
  /** What attempts before this one noted down. */
  remembered: unknown;
  signal: AbortSignal;
  providerKey: (provider: string) => string | null;
  onProgress: (fraction: number, message: string | null) => void;
}

/** Runs the operation of a job, stores what it makes, and notes down of which ingredients it was made. */
export async function makeJob(state: JobState, options: MakeJobOptions, workshop: Workshop): Promise<JobOutput> {
  const { job, attempt, key, ingredients } = state;
  if (key === null || ingredients === null) throw new Error(`Expected \`${job.id}\` to have its key`);
  const inputs = resolveInputs(state, options);
  const workFolder = join(options.workFolder, `${job.index}-${job.id}`);
  let output: JobOutput | null = null;
  try {
    output = await runAttempt({
      job,
      params: resolveParams(job, inputs),
      inputs: [...inputs.values()].flatMap(({ files }) => files),
      sources: sourcesReadBy(state, options),
      workFolder,
      mayDefer: state.mayDefer,
      limit: { signal: options.signal, timeoutMs: workshop.jobTimeoutMs, graceMs: workshop.abortGraceMs },
      store: workshop.store,
      context: {
        ...{ jobId: job.id, ordinal: job.ordinal, providerKey: options.providerKey },
        knowsWords: (param) =>
          job.sources.some(({ source, path }) => path[0] === param && hasWords(inputs.get(source))),
        progress: (current, total, message) => options.onProgress(current / total, message ?? null),
        remembered: options.remembered,
        remember: (note) => remember(note, { executionId: options.executionId, jobId: job.id, attempt }, workshop),
      },
      download: (url, path, signal) => download(url, path, signal, workshop),
      onPause: (wake) => {
        state.wake.add(wake);
        return () => void state.wake.delete(wake);
      },
    });
    const deferred = output.deferred !== undefined;
    await workshop.reuse.write(key, {
      ...{ ingredients, jobId: job.id, deferred },
      outputs: output.files.map(({ artifact }) => withoutUrl(artifact)),
      transcript: output.transcript,
      degradations: [...output.degradations],
      madeAt: new Date(workshop.now()).toISOString(),
    });
    return output;
  } finally {
    // What is left to another job may lie here, and goes with the execution.
    if (output?.deferred === undefined) await removeFolder(workFolder);
  }
}

function hasWords(input: Input | undefined): boolean {
  return input !== undefined && input.transcript !== null;
}

/** Where a file lies is for whoever looks for it to find out. */
function withoutUrl({ url: _url, ...rest }: JobOutput["files"][number]["artifact"]): ReuseRecord["outputs"][number] {
  return rest;
}

async function remember(
  note: unknown,
  { executionId, jobId, attempt }: { executionId: string; jobId: string; attempt: number },
  { journal }: Workshop,
): Promise<void> {
  if (await journal.writeNote(executionId, jobId, attempt, note)) return;
  throw new ProxxError("aborted", `Another attempt at \`${jobId}\` has begun.`, {
    hint: "Nothing is to be done; that one goes on.",
  });
}

async function download(url: string, path: string, signal: AbortSignal, workshop: Workshop) {
  const { maxSourceBytes: maxBytes, sourceTimeoutMs: timeoutMs } = workshop;
  const fetched = await workshop.fetchResult(url, path, { signal, maxBytes, timeoutMs });
  if (fetched.status === "not-modified") throw new TypeError("Expected a file from an unconditional request");
  return { mediaType: fetched.mediaType };
}
