/**
 * Runs a JobSpec: prepare (every check, nothing written), then clip by clip encode, verify, publish; the first failure
 * ends the job and the rest is SKIPPED. An invalid spec rejects with `JobSpecValidationError`; whatever happens after
 * that is told in the result.
 */
import {
  JobSpecValidationError,
  ProxxError,
  type ClipResult,
  type Issue,
  type JobProgressListener,
  type JobResult,
} from "@proxx/contract";
import type { VerifyLevel } from "@proxx/media";
import type { ClipEncoder } from "./encode/clip-encoder.ts";
import { createFfmpegEncoder } from "./encode/ffmpeg-encoder.ts";
import { prepareJob } from "./prepare/prepare-job.ts";
import type { PreparedJob } from "./prepare/prepared-job.ts";
import type { PrepareOptions } from "./prepare/prepare-options.ts";
import { createResolveEncoder } from "./resolve/resolve-encoder.ts";
import type { PublishLog } from "./encode/publish-log.ts";
import { runClip, skippedClip } from "./encode/run-clip.ts";
import { createResultFrame, type ResultFrame } from "./result/job-result-frame.ts";

export interface ExecuteOptions extends PrepareOptions {
  onProgress?: JobProgressListener | undefined;
  /** @default "ends" */
  verify?: VerifyLevel | undefined;
  /** An encode without progress for so long is ended. @default 300 */
  stallSeconds?: number | undefined;
  /** Where the spec was read from; carried into the result. */
  jobSpecPath?: string | undefined;
  /** The slot of a runner that runs the job. @default null */
  workerId?: number | null | undefined;
  /** @default "sequential" */
  concurrencyMode?: JobResult["concurrency_mode"] | undefined;
  /** Called between validation and the first clip: the last word before anything is written. Issues refuse the job. */
  onPrepared?: ((job: PreparedJob) => readonly Issue[] | Promise<readonly Issue[]>) | undefined;
  /** Writes down what happens to each clip, for whoever must tell it after this process is gone. */
  publishLog?: PublishLog | undefined;
}

/**
 * @example
 * const result = await executeJobSpec(createJobSpec({ sources: ["a.mov"], … }), { onProgress: console.log });
 * if (result.status !== "COMPLETED") console.error(result.clips.find((clip) => clip.status === "FAILED")?.failure_detail);
 */
export async function executeJobSpec(document: unknown, options: ExecuteOptions = {}): Promise<JobResult> {
  const frame = createResultFrame(document, options);
  const preparation = await prepareOrAbort(document, options);
  if (preparation === null) return frame.interrupted();
  frame.identify(preparation);
  const { job } = preparation;
  const refusal = job === null ? preparation.issues : ((await options.onPrepared?.(job)) ?? []);
  if (job === null || refusal.length > 0) throw new JobSpecValidationError(refusal, frame.rejected(refusal));
  options.onProgress?.({
    type: "job-validated",
    jobId: job.jobId,
    fingerprint: job.fingerprint,
    totalClips: job.clips.length,
    engine: job.engine,
  });
  return runJob(job, frame, options);
}

async function prepareOrAbort(document: unknown, options: ExecuteOptions) {
  try {
    return await prepareJob(document, options);
  } catch (error) {
    if (error instanceof ProxxError && error.code === "aborted") return null;
    throw error;
  }
}

/** Runs what `prepareJob` found right. Returns a result whatever happens; `executeJobSpec` is this behind validation. */
async function runJob(job: PreparedJob, frame: ResultFrame, options: ExecuteOptions): Promise<JobResult> {
  const clips: ClipResult[] = [];
  const encoder = createEncoder(job);
  try {
    for (const [index, clip] of job.clips.entries()) {
      if (clips.some(({ status }) => status === "FAILED")) {
        clips.push(skippedClip(clip));
        const place = { clip: index, totalClips: job.clips.length, source: clip.sourcePath };
        options.onProgress?.({ type: "clip-finished", ...place, output: null, status: "SKIPPED", failure: null });
        continue;
      }
      clips.push(await runClip(clip, { job, encoder, index, ...options }));
    }
  } finally {
    await encoder.close();
  }
  return frame.finished(job, encoder.version, clips);
}

function createEncoder(job: PreparedJob): ClipEncoder {
  return job.engine === "resolve" ? createResolveEncoder(job) : createFfmpegEncoder(job.tools);
}
