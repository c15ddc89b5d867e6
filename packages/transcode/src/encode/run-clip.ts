import { stat } from "node:fs/promises";
import type { ClipResult, JobProgressListener, VerificationRow } from "@proxx/contract";
import { fileExists, hashFile, publishFile, quoteForShell, syncFile, type VerifyLevel } from "@proxx/media";
import type { PreparedClip, PreparedJob } from "../prepare/prepared-job.ts";
import { emptyClip, round } from "../result/clip-result.ts";
import type { ClipEncoder, EncodeOutcome } from "./clip-encoder.ts";
import { ClipFailure, failureOf, interrupted } from "./clip-failure.ts";
import { createClipProgress } from "./clip-progress.ts";
import { judgeOutcome } from "./judge-outcome.ts";
import type { PublishLog } from "./publish-log.ts";
import { verifyClip } from "./verify-clip.ts";
import { reserveWorkingFile } from "./working-file.ts";

interface RunClipOptions {
  job: PreparedJob;
  encoder: ClipEncoder;
  index: number;
  onProgress?: JobProgressListener | undefined;
  signal?: AbortSignal | undefined;
  verify?: VerifyLevel | undefined;
  stallSeconds?: number | undefined;
  publishLog?: PublishLog | undefined;
}

/** Encodes, verifies and publishes one clip. Never throws for what can go wrong in the world: the result tells it. */
export async function runClip(clip: PreparedClip, options: RunClipOptions): Promise<ClipResult> {
  const { job, encoder, index, signal, verify = "ends", stallSeconds = 300, publishLog } = options;
  const startedAt = new Date();
  const started = performance.now();
  const progress = createClipProgress(clip, options);
  progress.started();
  const result: ClipResult = {
    ...emptyClip(clip.sourcePath),
    output_path: clip.outputPath,
    started_at: startedAt.toISOString(),
    losses: clip.plan?.losses ?? [],
    source_completeness: clip.plan?.source.completeness ?? null,
  };
  try {
    if (signal?.aborted) throw interrupted();
    const workingPath = await reserveWorkingFile({
      outputPath: clip.outputPath,
      jobId: job.jobId,
      writesInto: encoder.writesInto,
      announce: async (path) => publishLog?.clipStarted(index, path),
    });
    result.partial_path = workingPath;

    const stallMs = stallSeconds * 1000;
    const outcome = await encoder.encode(clip, workingPath, { signal, stallMs, onProgress: progress.encoded });
    result.ffmpeg_command = outcome.command;
    result.ffmpeg_command_line = outcome.command && quoteForShell(outcome.command);
    result.exit_code = outcome.exitCode;
    const plan = outcome.plan ?? clip.plan;
    result.losses = [...(plan?.losses ?? []), ...(outcome.findings?.losses ?? [])];
    const encodeFailure = await judgeOutcome(outcome, workingPath, { signal, stallSeconds });
    if (encodeFailure !== null) throw encodeFailure;

    progress.verifying();
    const [rows, sha256] = await Promise.all([
      verifyClip({ ...clip, plan }, workingPath, outcome, { tools: job.tools, level: verify, signal }),
      hashFile(workingPath, signal),
      // Publishing waits for the disk; the disk may as well begin while the file is looked at.
      syncFile(workingPath),
    ]);
    result.verification = rows;
    if (rows.some((row) => !row.pass)) throw notWhatItMustBe(rows, outcome);
    if (signal?.aborted) throw interrupted();

    const { size, ino } = await stat(workingPath, { bigint: true });
    const published: ClipResult = {
      ...result,
      status: "COMPLETED",
      ended_at: new Date().toISOString(),
      output_exists: true,
      output_size_bytes: Number(size),
      output_sha256: sha256,
      partial_path: null,
    };
    await publishLog?.clipPublishing(index, { clip: published, workingPath, inode: String(ino) });
    await publishFile(workingPath, clip.outputPath);
    Object.assign(result, published);
    await publishLog?.clipPublished(index);
  } catch (error) {
    Object.assign(result, await asFailed(result, failureOf(error, signal)));
  }
  const seconds = (performance.now() - started) / 1000;
  result.ended_at = new Date(startedAt.getTime() + seconds * 1000).toISOString();
  result.duration_seconds = round(seconds);
  progress.finished(result);
  return result;
}

/** A clip that is never attempted, because one before it failed. */
export function skipClip(clip: PreparedClip, options: RunClipOptions): ClipResult {
  const result: ClipResult = {
    ...emptyClip(clip.sourcePath),
    output_path: clip.outputPath,
    source_completeness: clip.plan?.source.completeness ?? null,
  };
  createClipProgress(clip, options).finished(result);
  return result;
}

/** A clip that this job has published before. */
export function keepClip(clip: PreparedClip, published: ClipResult, options: RunClipOptions): ClipResult {
  createClipProgress(clip, options).finished(published);
  return published;
}

async function asFailed(result: ClipResult, failure: ClipFailure): Promise<Partial<ClipResult>> {
  const left = result.partial_path !== null && (await fileExists(result.partial_path));
  return {
    status: "FAILED",
    failure_reason: failure.reason,
    failure_code: failure.code,
    failure_detail: failure.message,
    stderr_tail: failure.stderrTail,
    partial_path: left ? result.partial_path : null,
  };
}

function notWhatItMustBe(rows: readonly VerificationRow[], { stderrTail, damage }: EncodeOutcome): ClipFailure {
  const failed = rows.filter((row) => !row.pass);
  // What else is wrong with the output follows from that.
  if (damage !== undefined) return new ClipFailure("verification_failed", "source_damaged", damage, { stderrTail });
  const wrong = failed.map(({ check, expected, found }) => `${check} is ${found} instead of ${expected}`).join("; ");
  const detail = `The output is not what it must be: ${wrong}.`;
  return new ClipFailure("verification_failed", "verification_failed", detail, { stderrTail });
}
