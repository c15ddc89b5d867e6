import { randomBytes } from "node:crypto";
import { JobSpecValidationError, type JobProgress, type JobResult } from "@proxx/contract";
import { executeJobSpec } from "@proxx/transcode";

export const JOB_STATUSES = ["pending", "processing", "completed", "partial", "failed", "cancelled"] as const;
type JobSpecStatus = (typeof JOB_STATUSES)[number];

/** A JobSpec that runs here, or has run. */
interface RunJob {
  readonly id: string;
  readonly status: JobSpecStatus;
  /** From 0 to 100; never goes back. */
  readonly progress: number;
  /** Once it has ended. */
  readonly result: JobResult | null;
  readonly createdAt: string;
  readonly completedAt: string | null;
}

export interface JobSpecs {
  begin(document: unknown, tenant: string | null): RunJob;
  get(id: string, tenant: string | null): RunJob | null;
  /** Resolves when it has ended; null where there is none that could. */
  cancel(id: string, tenant: string | null): Promise<RunJob | null>;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
  /** Ends what runs, and waits for it. */
  close(): Promise<void>;
}

export interface JobSpecsOptions {
  /** Remembers what the installed ffmpeg can do. */
  toolCacheFile: string;
  now: () => number;
}

interface Kept {
  job: RunJob;
  readonly tenant: string | null;
  readonly abort: AbortController;
  ended: Promise<void>;
}

/** JobSpecs one after the other, in the order in which they came: each encoder takes what cores there are. In memory. */
export function createJobSpecs({ toolCacheFile, now }: JobSpecsOptions): JobSpecs {
  const kept = new Map<string, Kept>();
  let last: Promise<void> = Promise.resolve();
  const time = () => new Date(now()).toISOString();
  const lookUp = (id: string, tenant: string | null) => {
    const found = kept.get(id);
    return found?.tenant === tenant ? found : null;
  };

  async function run(document: unknown, entry: Kept): Promise<void> {
    const { signal } = entry.abort;
    if (signal.aborted) return end(entry, "cancelled", null);
    entry.job = { ...entry.job, status: "processing" };
    const onProgress = (told: JobProgress) => {
      entry.job = { ...entry.job, progress: Math.max(entry.job.progress, progressOf(told)) };
    };
    const result = await executeJobSpec(document, { toolCacheFile, signal, onProgress }).catch(resultOfRefusal);
    end(entry, signal.aborted ? "cancelled" : STATUS_OF_RESULT[result.status], result);
  }

  function end(entry: Kept, status: JobSpecStatus, result: JobResult | null): void {
    const progress = status === "completed" ? 100 : entry.job.progress;
    entry.job = { ...entry.job, status, progress, result, completedAt: time() };
  }

  return {
    begin(document, tenant) {
      const id = `job_${randomBytes(12).toString("hex")}`;
      const job: RunJob = { id, status: "pending", progress: 0, result: null, createdAt: time(), completedAt: null };
      const entry: Kept = { job, tenant, abort: new AbortController(), ended: Promise.resolve() };
      entry.ended = last.then(() => run(document, entry)).catch(() => end(entry, "failed", null));
      last = entry.ended;
      kept.set(id, entry);
      return job;
    },
    get: (id, tenant) => lookUp(id, tenant)?.job ?? null,
    async cancel(id, tenant) {
      const entry = lookUp(id, tenant);
      if (entry === null) return null;
      entry.abort.abort();
      if (entry.job.status === "processing") await entry.ended;
      return entry.job.status === "pending" ? { ...entry.job, status: "cancelled" } : entry.job;
    },
    idle: () => last,
    async close() {
      for (const { abort } of kept.values()) abort.abort();
      await last;
    },
  };
}

const STATUS_OF_RESULT = { COMPLETED: "completed", PARTIAL: "partial", FAILED: "failed" } as const;

/** A JobSpec that does not pass the checks in the world has a result that says so. */
function resultOfRefusal(error: unknown): JobResult {
  if (error instanceof JobSpecValidationError && error.result !== null) return error.result;
  throw error;
}

function progressOf(told: JobProgress): number {
  if (told.type === "job-validated") return 0;
  const share = told.type === "clip-finished" ? 1 : told.type === "clip-progress" ? (told.fraction ?? 0) : 0;
  return Math.min(99, Math.round(((told.clip - 1 + share) / told.totalClips) * 1000) / 10);
}
