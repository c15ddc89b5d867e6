/**
 * One spec, from `pending/` to `completed/` or `failed/`:
 *
 *   pending ── validate ──┬── not valid ─────────────────────────────► failed     (never through running)
 *                         └── valid, claim ──► running ── execute ──┬► completed
 *                                                                   └► failed
 *
 * Each arrow is a rename or a link on disk, and each is told in the journal beside `running/<spec>` before it is made:
 * the claim by a `job` line, a clip's final name by `clip-publishing`, the way out by `settling` with the whole result.
 * Whoever finds the journal after a crash can tell how far things came: see recover-specs.ts.
 */
import { constants } from "node:fs";
import { access, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  errorMessage,
  JobSpecValidationError,
  parseJsonDocument,
  ProxxError,
  type Issue,
  type JobResult,
} from "@proxx/contract";
import { foldName } from "@proxx/media";
import { createResultFrame, executeJobSpec, type ExecuteOptions, type PreparedJob } from "@proxx/transcode";
import { publishLogOf, createSpecJournal, type SpecJournal } from "./spec-journal.ts";
import { signsOf, type ReadySpec } from "../queue/pending-queue.ts";
import type { Settlement } from "./settle-spec.ts";
import type { Transition } from "../folder/transition.ts";
import { makeParent, type WatchFolder } from "../folder/watch-folder.ts";

export interface RunSpecOptions {
  folder: WatchFolder;
  workerId: number;
  concurrencyMode: JobResult["concurrency_mode"];
  signal: AbortSignal;
  execute: Pick<ExecuteOptions, "threads" | "verify" | "stallSeconds" | "tools" | "toolCacheFile" | "resolve">;
  /** Output paths of the jobs that run now, by their fold. */
  outputs: Map<string, string>;
  /** Resolves when the specs before this one in order have been claimed or refused. */
  turn: Promise<void>;
  /** Called when this one has been, so that the next may go. */
  decided: () => void;
  /** Throws when the folder is not this runner's any more. */
  assertHeld: () => Promise<void>;
  reached: (transition: Transition) => void;
  /** Told when nothing can be written to `running/`; resolves when it is time to try again. */
  held: (why: string) => Promise<void>;
  /** Told when it can be written again. */
  resumed: () => void;
  onClaimed: (job: PreparedJob) => void;
  onProgress: NonNullable<ExecuteOptions["onProgress"]>;
}

/** What is left to be done with a spec. */
export interface FinishedSpec {
  journal: SpecJournal;
  settlement: Settlement;
}

/**
 * Returns why the spec stays in `pending/`, where it was not claimed: stopped, taken away, changed, not to be moved; or
 * `heldBecause`, which none can be claimed for, such as a full disk.
 */
export async function runSpec(
  ready: ReadySpec,
  options: RunSpecOptions,
): Promise<FinishedSpec | { leftBecause: string } | { heldBecause: string }> {
  const { folder } = options;
  const journal = createSpecJournal(folder.journal(ready.spec));
  const reserved: string[] = [];
  const parsed =
    ready.unread === null ? parseJsonDocument(ready.content) : { ok: false as const, issues: [ready.unread] };
  const document = parsed.ok ? parsed.value : undefined;
  const frame = { workerId: options.workerId, concurrencyMode: options.concurrencyMode };
  let claimed = false;
  try {
    if (!parsed.ok)
      throw new JobSpecValidationError(parsed.issues, createResultFrame(undefined, frame).rejected(parsed.issues));
    const result = await executeJobSpec(document, {
      ...options.execute,
      ...frame,
      baseDirectory: folder.root,
      signal: options.signal,
      onProgress: options.onProgress,
      publishLog: publishLogOf(patientJournal(journal, options), options.reached),
      onPrepared: async (job) => {
        options.reached("spec-validated");
        await options.turn;
        const issues = reserveOutputs(job, options.outputs, reserved, ready.spec);
        if (issues.length > 0) return issues;
        await claim(ready, job, journal, options);
        claimed = true;
        options.decided();
        options.onClaimed(job);
        return [];
      },
    });
    // Stopped while it was validated: it stays where it is, as if it had not been looked at.
    if (!claimed) return { leftBecause: "the runner is stopping" };
    return { journal, settlement: settle(ready.spec, "running", result) };
  } catch (error) {
    if (error instanceof NotClaimed)
      return error.byAny ? { heldBecause: error.message } : { leftBecause: error.message };
    if (error instanceof ProxxError && error.code === "folder_lost") throw error;
    await options.turn;
    if (error instanceof JobSpecValidationError) {
      if (await changed(ready, folder)) return { leftBecause: CHANGED };
      await options.assertHeld();
      return {
        journal,
        settlement: settle(
          ready.spec,
          "pending",
          error.result ?? createResultFrame(document, frame).rejected(error.issues),
        ),
      };
    }
    // A fault of Proxx must not take the runner down, nor the other jobs, nor lose this one.
    const issue = faultOf(error);
    return {
      journal,
      settlement: settle(
        ready.spec,
        claimed ? "running" : "pending",
        createResultFrame(document, frame).rejected([issue]),
      ),
    };
  } finally {
    for (const fold of reserved) options.outputs.delete(fold);
    options.decided();
  }
}

/**
 * The journal of a job that runs. An hour of encoding is not given up because the disk of the watch folder is full at the
 * moment it ends: the clip waits for its final name until that can be told. And none gets one that another runner may have
 * reported as interrupted meanwhile.
 */
function patientJournal(journal: SpecJournal, { assertHeld, held, resumed, signal }: RunSpecOptions): SpecJournal {
  return {
    ...journal,
    append: async (entry) => {
      for (let waited = false; ; waited = true) {
        await assertHeld();
        try {
          await journal.append(entry);
          if (waited) resumed();
          return;
        } catch (error) {
          if (signal.aborted) throw error;
          await held(`nothing can be written to running/ (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
        }
      }
    },
  };
}

class NotClaimed extends Error {
  /** Whether it is the machine's fault, and no other spec could be claimed either. */
  readonly byAny: boolean;
  constructor(message: string, { byAny }: { byAny: boolean }) {
    super(message);
    this.byAny = byAny;
  }
}

async function claim(ready: ReadySpec, job: PreparedJob, journal: SpecJournal, options: RunSpecOptions): Promise<void> {
  const { folder } = options;
  await options.assertHeld();
  if (await changed(ready, folder)) throw new NotClaimed(CHANGED, { byAny: false });
  try {
    await tellAndMove(ready, job, journal, options);
  } catch (error) {
    // A full disk, a folder without the right to write: the spec has not moved, and waits for better times.
    await journal.remove().catch(() => {});
    if (error instanceof NotClaimed) throw error;
    throw new NotClaimed(`nothing can be claimed: ${errorMessage(error)}`, {
      byAny: true,
    });
  }
}

const CHANGED = "it was changed or taken away while it was checked";

async function tellAndMove(
  ready: ReadySpec,
  job: PreparedJob,
  journal: SpecJournal,
  options: RunSpecOptions,
): Promise<void> {
  const { folder } = options;
  await journal.append({
    type: "job",
    at: new Date().toISOString(),
    jobId: job.jobId,
    fingerprint: job.fingerprint,
    engine: job.engine,
    clips: job.clips.map((clip) => ({ source: clip.sourcePath, output: clip.outputPath })),
  });
  options.reached("claim-journalled");
  const running = folder.path("running", ready.spec);
  await makeParent(running);
  const pending = folder.path("pending", ready.spec);
  try {
    await rename(pending, running);
  } catch (error) {
    // A network share that lost its answer calls a move failed that it has made.
    const moved = (await can(running, constants.F_OK)) && !(await can(pending, constants.F_OK));
    if (!moved) throw await notMoved(error, running, folder);
  }
  options.reached("claimed");
}

/** Where both folders may be written to, it is this file that may not be moved (an immutable one, a sticky folder), or is gone. */
async function notMoved(error: unknown, running: string, folder: WatchFolder): Promise<NotClaimed> {
  const byAny =
    !(await can(dirname(running), constants.W_OK)) || !(await can(join(folder.root, "pending"), constants.W_OK));
  return new NotClaimed(`it cannot be claimed: ${errorMessage(error)}`, { byAny });
}

function can(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

async function changed(ready: ReadySpec, folder: WatchFolder): Promise<boolean> {
  const now = await signsOf(folder.path("pending", ready.spec)).catch(() => null);
  return now !== ready.signs;
}

function* conflicts(job: PreparedJob, outputs: ReadonlyMap<string, string>): Generator<Issue> {
  for (const [index, clip] of job.clips.entries()) {
    const owner = outputs.get(foldName(clip.outputPath));
    if (owner === undefined) continue;
    yield {
      path: `$.sources[${index}]`,
      code: "output_claimed",
      message: `The output ${clip.outputPath} is being written by the running job ${owner}.`,
      hint: "Change `output_dir` or `output_name_template` of one of them.",
    };
  }
}

function reserveOutputs(job: PreparedJob, outputs: Map<string, string>, reserved: string[], spec: string): Issue[] {
  const issues = [...conflicts(job, outputs)];
  if (issues.length > 0) return issues;
  for (const clip of job.clips) {
    const fold = foldName(clip.outputPath);
    outputs.set(fold, spec);
    reserved.push(fold);
  }
  return [];
}

function settle(spec: string, from: Settlement["from"], result: JobResult): Settlement {
  return { spec, from, to: result.status === "COMPLETED" ? "completed" : "failed", result };
}

function faultOf(error: unknown): Issue {
  return {
    path: "$",
    code: "internal",
    message: `Running it failed unexpectedly: ${errorMessage(error)}`,
    hint: "This is a fault of Proxx or of the machine; the runner's log has more.",
  };
}
