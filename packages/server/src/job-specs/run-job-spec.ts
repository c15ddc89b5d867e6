/**
 * A JobSpec that was taken is this process's as long as it says so once a second. What others have to know of it stands in the
 * ledger before it is done: where a clip is made, and what it will be when it has its final name. So whoever takes it next, after
 * this process is gone or was told to end, goes on with the clips that are left.
 */
import { setTimeout as pause } from "node:timers/promises";
import { errorMessage, JobSpecValidationError, type Issue, type JobProgress, type JobResult } from "@proxx/contract";
import { askLedger, type JobSpecLedger, type JobSpecState, type KeptJobSpec } from "@proxx/runtime";
import { checkDocument, createResultFrame, type ExecuteOptions } from "@proxx/transcode";
import { findPublished, publishLogOf } from "./clip-notes.ts";
import { findStrayPaths } from "./confine-paths.ts";

export interface RunJobSpecOptions {
  ledger: JobSpecLedger;
  /** The folders that are open to JobSpecs. Absolute. */
  mediaRoots: readonly string[];
  execute: (document: unknown, options: ExecuteOptions) => Promise<JobResult>;
  /** Remembers what the installed ffmpeg can do. */
  toolCacheFile: string;
  now: () => number;
  onFault: (fault: unknown) => void;
  /** It is left to others. */
  leaving: AbortSignal;
}

export interface JobSpecRun {
  /** There may be news of it in the ledger. */
  look(): void;
  readonly ended: Promise<void>;
}

/** Whoever has it and is silent for longer has it no more. */
export const LEASE_MS = 15_000;
const BEAT_MS = 1000;
/** As of jobs of plans: so many processes may end with it before it is given up. */
const MOST_LOSSES = 10;

/** Why what runs is to end here. */
type Ending = "cancelled" | "lost" | "leaving";

export function runJobSpec(taken: KeptJobSpec, lease: string, options: RunJobSpecOptions): JobSpecRun {
  const { ledger, leaving, now, onFault } = options;
  const { id, document } = taken;
  const ending = new AbortController();
  const over = new AbortController();
  const running: JobSpecState = { status: "processing", progress: taken.progress, result: null, completedAtMs: null };
  let { progress } = taken;
  let why: Ending | null = null;
  let beat = Promise.withResolvers<void>();

  function end(reason: Ending): void {
    why ??= reason;
    ending.abort();
  }

  /** Says that it is still had, and how far it is; hears whether it is to end. */
  async function tell(): Promise<void> {
    const kept = await ledger.keepJobSpec(id, { ...running, progress }, { lease, leaseMs: LEASE_MS });
    if (kept === null) end("lost");
    else if (kept.isCancelled) end("cancelled");
  }

  async function tellNowAndThen(): Promise<void> {
    while (!over.signal.aborted) {
      beat = Promise.withResolvers<void>();
      await Promise.race([
        beat.promise,
        pause(BEAT_MS, undefined, { signal: over.signal, ref: false }).catch(() => {}),
      ]);
      // What cannot be told now is told the next time.
      if (!over.signal.aborted) await tell().catch(() => {});
    }
  }

  function onProgress(told: JobProgress): void {
    const before = progress;
    progress = Math.max(progress, progressOf(told));
    if (told.type === "clip-finished" && progress > before) beat.resolve();
  }

  async function make(): Promise<JobResult> {
    const frame = createResultFrame(document, {});
    try {
      const published = await findPublished(await askLedger(() => ledger.clipNotes(id), ending.signal));
      if (taken.losses >= MOST_LOSSES) return frame.rejected([givenUp()]);
      const { spec, issues } = checkDocument(document);
      const stray = spec === null ? issues : await findStrayPaths(spec, options.mediaRoots);
      if (stray.length > 0) return frame.rejected(stray);
      return await options.execute(document, {
        toolCacheFile: options.toolCacheFile,
        signal: ending.signal,
        onProgress,
        published,
        publishLog: publishLogOf((clip, note) =>
          askLedger(() => ledger.noteClip(id, lease, clip, note), ending.signal),
        ),
      });
    } catch (error) {
      if (error instanceof JobSpecValidationError) return error.result ?? frame.rejected(error.issues);
      if (!ending.signal.aborted) onFault(error);
      return frame.rejected([faultOf(error)]);
    }
  }

  async function run(): Promise<void> {
    const leave = () => end("leaving");
    if (leaving.aborted) leave();
    leaving.addEventListener("abort", leave, { once: true });
    if (taken.isCancelled) end("cancelled");
    const telling = tellNowAndThen();
    const result = why === null ? await make() : null;
    over.abort();
    leaving.removeEventListener("abort", leave);
    await telling;
    if (why !== "lost")
      await askLedger(() => ledger.keepJobSpec(id, stateAtEnd(result), { lease, leaseMs: 0 }), leaving);
  }

  function stateAtEnd(result: JobResult | null): JobSpecState {
    // What has come to its end has, whatever was wanted meanwhile.
    const isDone = result?.status === "COMPLETED";
    if (why === "leaving" && !isDone) return { ...running, status: "pending", progress };
    const status = result === null || (why === "cancelled" && !isDone) ? "cancelled" : STATUS_OF_RESULT[result.status];
    return { status, progress: isDone ? 100 : progress, result, completedAtMs: now() };
  }

  return { look: () => beat.resolve(), ended: run() };
}

const STATUS_OF_RESULT = { COMPLETED: "completed", PARTIAL: "partial", FAILED: "failed" } as const;

/** Clips count from 0, and each for as much as any other. */
function progressOf(told: JobProgress): number {
  if (told.type === "job-validated") return 0;
  const share = told.type === "clip-finished" ? 1 : told.type === "clip-progress" ? (told.fraction ?? 0) : 0;
  return Math.min(99, Math.round(((told.clip + share) / told.totalClips) * 1000) / 10);
}

function givenUp(): Issue {
  return {
    path: "$",
    code: "worker_lost",
    message: `It was begun ${MOST_LOSSES} times, and each time the process that was at it ended.`,
    hint: "Look into the log of the server for what ended it; memory that runs out is the most common.",
  };
}

function faultOf(error: unknown): Issue {
  return {
    path: "$",
    code: "internal",
    message: `Running it failed unexpectedly: ${errorMessage(error)}`,
    hint: "This is a fault of Proxx or of the machine; the server's log has more.",
  };
}
