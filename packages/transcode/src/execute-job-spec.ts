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
import { sourcePathsOf } from "./document/source-paths.ts";
import type { ClipEncoder } from "./encode/clip-encoder.ts";
import { createFfmpegEncoder } from "./encode/ffmpeg-encoder.ts";
import type { PublishLog } from "./encode/publish-log.ts";
import { keepClip, runClip, skipClip } from "./encode/run-clip.ts";
import { prepareJob } from "./prepare/prepare-job.ts";
import type { PrepareOptions } from "./prepare/prepare-options.ts";
import type { PreparedJob } from "./prepare/prepared-job.ts";
import { createResolveEncoder } from "./resolve/resolve-encoder.ts";
import { createResultFrame } from "./result/job-result-frame.ts";

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
  const sourcePaths = sourcePathsOf(document, options.baseDirectory);
  const preparation = await prepareJob(document, sourcePaths, options).catch(nullIfAborted);
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

  const clips: ClipResult[] = [];
  const encoder = createEncoder(job);
  try {
    for (const [index, clip] of job.clips.entries()) {
      const context = { ...options, job, encoder, index };
      const before = options.published?.get(index);
      const goesOn = clips.every(({ status }) => status === "COMPLETED");
      if (before !== undefined) clips.push(keepClip(clip, before, context));
      else clips.push(goesOn ? await runClip(clip, context) : skipClip(clip, context));
    }
  } finally {
    await encoder.close();
  }
  return frame.finished(job, encoder.version, clips);
}

function nullIfAborted(error: unknown): null {
  if (error instanceof ProxxError && error.code === "aborted") return null;
  throw error;
}

function createEncoder(job: PreparedJob): ClipEncoder {
  return job.engine === "resolve" ? createResolveEncoder(job) : createFfmpegEncoder(job.tools);
}
