import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, lstat, mkdir } from "node:fs/promises";
import { dirname, extname, join, resolve, sep } from "node:path";
import {
  Parked,
  ProxxError,
  type Artifact,
  type Load,
  type OperationContext,
  type OperationOutput,
  type ProducedFile,
  type StoredArtifact,
} from "@proxx/contract";
import type { ArtifactStore } from "../store/artifact-store.ts";
import type { CheckedJob } from "../plan/check-plan.ts";
import { assertUnchanged, type IngestedSource } from "../sources/ingest-source.ts";
import type { JobOutput } from "../store/job-output.ts";
import { runWithin, type TimeLimit } from "../scheduling/time-limit.ts";

export interface Attempt {
  readonly job: CheckedJob;
  /** The parameters with each `Source` replaced by its `Input`. */
  readonly params: unknown;
  /** Files among the inputs, which may be handed on. */
  readonly inputs: readonly StoredArtifact[];
  /** Sources that lie outside the store, and have to be the same at the end. */
  readonly sources: readonly IngestedSource[];
  readonly workFolder: string;
  /** What is taken from the work folder is left in it as well. */
  readonly keepsWork: boolean;
  readonly mayDefer: boolean;
  /** What it has a slot for. */
  readonly load: Load;
  readonly limit: Pick<TimeLimit, "signal" | "timeoutMs" | "graceMs">;
  /** The rest of what an operation is given. */
  readonly context: Omit<
    OperationContext,
    "signal" | "workDir" | "pause" | "park" | "continueOn" | "mayDefer" | "download"
  >;
  readonly download: (url: string, path: string, signal: AbortSignal) => Promise<{ mediaType: string | null }>;
  /** Tells the attempt what to call when there is news for it. */
  readonly onPause: (wake: () => void) => () => void;
  readonly store: ArtifactStore;
  readonly onStored: (artifact: Artifact) => void;
}

/** What an operation made. */
export interface MadeOutput {
  readonly output: JobOutput;
  /** What it left to be rendered, where it did. */
  readonly deferred: unknown;
}

/**
 * Lets an operation do its work, and takes what it made into the store; rejects with `Parked` where it is to be run again.
 * The work folder is left to the caller.
 */
export async function runAttempt(attempt: Attempt): Promise<MadeOutput> {
  const { job, workFolder, sources } = attempt;
  await mkdir(workFolder, { recursive: true });
  return runWithin({ ...attempt.limit, name: `\`${job.id}\`` }, async (signal) => {
    const context: OperationContext = {
      ...attempt.context,
      signal,
      workDir: workFolder,
      mayDefer: attempt.mayDefer,
      download: (url, path) => attempt.download(url, path, signal),
      park: (milliseconds) => park(milliseconds, attempt.load, signal),
      continueOn: async (load) => (load === attempt.load ? undefined : park(0, load, signal)),
      pause: (milliseconds) => pause(milliseconds, signal, attempt.onPause),
    };
    try {
      const made = await job.operation.run(attempt.params, context);
      signal.throwIfAborted();
      return await take(made, attempt, signal);
    } finally {
      // Whatever else went wrong: with a source that changed under the operation's hands, that is why.
      if (!signal.aborted) await Promise.all(sources.map(assertUnchanged));
    }
  });
}

async function take(made: OperationOutput, attempt: Attempt, signal: AbortSignal): Promise<MadeOutput> {
  const { type, operation } = attempt.job;
  const transcript = made.transcript ?? null;
  const degradations = made.degradations ?? [];
  if (made.deferred !== undefined) {
    if (!attempt.mayDefer)
      throw operationFault(type, "left its output to the next one, where there is none to take it");
    return { output: { files: [], deferred: true, transcript, degradations }, deferred: made.deferred };
  }
  const nothing = made.files.length === 0 && (operation.signature.yields !== "transcript" || transcript === null);
  if (nothing) throw operationFault(type, "made nothing");
  const files: StoredArtifact[] = [];
  for (const file of made.files) files.push(await takeFile(file, attempt, signal));
  return { output: { files, deferred: false, transcript, degradations }, deferred: undefined };
}

async function takeFile(file: ProducedFile, attempt: Attempt, signal: AbortSignal): Promise<StoredArtifact> {
  const path = resolve(attempt.workFolder, file.path);
  const handedOn = attempt.inputs.find((input) => input.path === path);
  if (handedOn !== undefined) return handedOn;
  const { type } = attempt.job;
  if (!path.startsWith(attempt.workFolder + sep)) throw operationFault(type, `made a file outside its folder: ${path}`);
  const stats = await lstat(path).catch(() => null);
  if (stats === null || !stats.isFile()) throw operationFault(type, `names a file that is none: ${path}`);
  if (stats.size === 0) throw operationFault(type, `made an empty file: ${path}`);
  const incoming = attempt.keepsWork ? await copyBeside(path) : path;
  const stored = await attempt.store.put({ ...file, path: incoming }, { signal });
  attempt.onStored(stored.artifact);
  return stored;
}

async function copyBeside(path: string): Promise<string> {
  const copy = join(dirname(path), `${randomUUID()}${extname(path)}`);
  await copyFile(path, copy, constants.COPYFILE_FICLONE);
  return copy;
}

async function park(milliseconds: number, load: Load, signal: AbortSignal): Promise<never> {
  // Whoever is told to end may have something to end elsewhere, and does so only as long as it runs.
  signal.throwIfAborted();
  throw new Parked(milliseconds, load);
}

/** Waits so long, or until there is news. */
function pause(milliseconds: number, signal: AbortSignal, onPause: Attempt["onPause"]): Promise<void> {
  const { promise, resolve: wakeUp, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(signal.reason as Error);
  const timer = setTimeout(wakeUp, milliseconds);
  const withdraw = onPause(wakeUp);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  return promise.finally(() => {
    clearTimeout(timer);
    withdraw();
    signal.removeEventListener("abort", onAbort);
  });
}

function operationFault(type: string, what: string): ProxxError {
  return new ProxxError("internal", `The operation \`${type}\` ${what}.`, {
    hint: "This is a fault of the operation, not of the plan; please report it.",
  });
}
