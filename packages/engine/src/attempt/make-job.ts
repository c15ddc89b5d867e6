import { join } from "node:path";
import {
  ProxxError,
  type Input,
  type ProviderApiKeys,
  type RunEventBody,
  type Source,
  type StoredArtifact,
} from "@proxx/contract";
import { askLedger } from "../ledger/ask-ledger.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";
import type { EngineResources } from "../execution/engine-resources.ts";
import type { JobOutput } from "../store/job-output.ts";
import type { ExecutionJob, ExecutionJobs } from "../state/job-state.ts";
import { filesReadBy, resolveInputs, resolveParams, sourcesReadBy } from "../state/resolve-inputs.ts";
import type { ReuseRecord } from "../store/reuse-index.ts";
import { createJobParts } from "./make-parts.ts";
import { runAttempt, type MadeOutput } from "./run-attempt.ts";
import { removeFolder } from "../store/work-folder.ts";

export interface MakeJobOptions {
  executionId: string;
  jobs: ExecutionJobs;
  base: BaseResult | null;
  /** The execution's. */
  workFolder: string;
  /** What attempts before this one noted down. */
  remembered: unknown;
  signal: AbortSignal;
  providerApiKeys: ProviderApiKeys;
  /** What a job left to this one to render. */
  deferredOf: (jobId: string) => unknown;
  /** Leave the work folder as it is. */
  keepsWork: boolean;
  tell: (event: RunEventBody) => void;
  onProgress: (fraction: number, message: string | null) => void;
  /** Tells the job what to call when there is news for it. Gives what takes that back. */
  onPause: (wake: () => void) => () => void;
}

/** Runs the operation of a job, stores what it makes, and notes down of which ingredients it was made. */
export async function makeJob(
  entry: ExecutionJob,
  options: MakeJobOptions,
  resources: EngineResources,
): Promise<MadeOutput> {
  const { job, state } = entry;
  const { key, ingredients } = state;
  if (key === null || ingredients === null) throw new Error(`Expected \`${job.id}\` to have its key`);
  const read = filesReadBy(entry, options);
  const held = await resources.store.hold(read, { signal: options.signal });
  const whereNow = new Map(read.map((file, index) => [file, held.files[index] ?? file]));
  const inputs = inputsFrom(resolveInputs(entry, options), whereNow);
  const workFolder = join(options.workFolder, `${job.index}-${job.id}`);
  const attempt = { executionId: options.executionId, jobId: job.id, attempt: state.attempt };
  const parts = createJobParts({
    jobId: job.id,
    folder: join(workFolder, "parts"),
    store: resources.store,
    reuse: resources.reuse,
    signal: options.signal,
    now: resources.now,
  });
  let made: MadeOutput | null = null;
  try {
    made = await runAttempt({
      job,
      params: resolveParams(job, inputs),
      inputs: [...inputs.values()].flatMap(({ files }) => files),
      sources: sourcesReadBy(entry, options),
      workFolder,
      keepsWork: options.keepsWork,
      mayDefer: state.mayDefer,
      load: state.load,
      limit: { signal: options.signal, timeoutMs: resources.jobTimeoutMs, graceMs: resources.abortGraceMs },
      store: resources.store,
      context: {
        jobId: job.id,
        build: job.approach.build,
        ordinal: job.ordinal,
        providerApiKeys: options.providerApiKeys,
        knowsWords: (param) =>
          job.sources.some(({ source, path }) => path[0] === param && hasWords(inputs.get(source))),
        cutTo: job.cutTo,
        report: (event) => options.tell({ ...event, jobId: job.id }),
        progress: (current, total, message) => options.onProgress(current / total, message ?? null),
        remembered: options.remembered,
        part: parts.part,
        callbackUrl: () => resources.callbackUrlOf(attempt),
        remember: (note) => remember(note, attempt, resources),
      },
      download: (url, path, signal) => download(url, path, signal, resources),
      onStored: (artifact) => options.tell({ type: "artifact-stored", jobId: job.id, artifact }),
      onPause: options.onPause,
    });
    const { output } = made;
    await resources.reuse.write(key, {
      ingredients,
      jobId: job.id,
      deferred: output.deferred,
      outputs: output.files.map(({ artifact }) => withoutUrl(artifact)),
      transcript: output.transcript,
      degradations: [...output.degradations],
      madeAt: new Date(resources.now()).toISOString(),
    });
    return made;
  } finally {
    held.release();
    parts.release();
    // What is left to another job may lie here, and goes with the execution.
    if (made?.output.deferred !== true && !options.keepsWork) await removeFolder(workFolder);
  }
}

/** The inputs with each file where it lies by now. */
function inputsFrom(inputs: ReadonlyMap<Source, Input>, whereNow: ReadonlyMap<StoredArtifact, StoredArtifact>) {
  return new Map(
    Array.from(inputs, ([source, input]): [Source, Input] => {
      const files = input.files.map((file) => whereNow.get(file) ?? file);
      return [source, { ...input, files }];
    }),
  );
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
  { ledger, closing }: EngineResources,
): Promise<void> {
  if (await askLedger(() => ledger.writeNote(executionId, jobId, attempt, note), closing)) return;
  throw new ProxxError("aborted", `Another attempt at \`${jobId}\` has begun.`, {
    hint: "Nothing is to be done; that one goes on.",
  });
}

async function download(url: string, path: string, signal: AbortSignal, resources: EngineResources) {
  const { maxSourceBytes: maxBytes, sourceTimeoutMs: timeoutMs } = resources;
  const fetched = await resources.fetchResult(url, path, { signal, maxBytes, timeoutMs });
  if (fetched.status === "not-modified") throw new TypeError("Expected a file from an unconditional request");
  return { mediaType: fetched.mediaType };
}
