import { constants } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import {
  ProxxError,
  type ClipResult,
  type FailureReason,
  type JobProgressListener,
  type VerificationRow,
} from "@proxx/contract";
import { countDecodedFrames, hashFile, publishFile, syncFile, verifyMedia, type VerifyLevel } from "@proxx/media";
import type { PublishLog } from "./publish-log.ts";
import type { ClipEncoder, EncodeOutcome } from "./clip-encoder.ts";
import { expectationsOf } from "../clip-plan/expectations.ts";
import { quoteForShell } from "../clip-plan/ffmpeg-arguments.ts";
import { readSourceIdentity } from "../source/inspect-source.ts";
import { emptyClip, round } from "../result/job-result-frame.ts";
import type { PreparedClip, PreparedJob } from "../prepare/prepared-job.ts";
import { createClipProgress } from "./clip-progress.ts";

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

/** How a clip failed: the contract's reason, a code for programs, a sentence for people. */
interface Failure {
  reason: FailureReason;
  code: string;
  detail: string;
}

/** Encodes, verifies and publishes one clip. Never throws for what can go wrong in the world: the result tells it. */
export async function runClip(clip: PreparedClip, options: RunClipOptions): Promise<ClipResult> {
  const startedAt = new Date();
  const started = performance.now();
  const place = { clip: options.index, totalClips: options.job.clips.length, source: clip.sourcePath };
  options.onProgress?.({ type: "clip-started", ...place, output: clip.outputPath });
  const result: ClipResult = {
    ...emptyClip(clip.sourcePath),
    output_path: clip.outputPath,
    started_at: startedAt.toISOString(),
    losses: clip.plan?.losses ?? [],
    source_completeness: clip.plan?.source.completeness ?? null,
  };
  let failure: Failure | null;
  try {
    failure = await makeClip(clip, result, options);
  } catch (error) {
    failure = failureOf(error, options.signal);
  }
  result.status = failure === null ? "COMPLETED" : "FAILED";
  if (failure !== null) {
    result.failure_reason = failure.reason;
    result.failure_code = failure.code;
    result.failure_detail = failure.detail;
    if (result.partial_path !== null && !(await exists(result.partial_path))) result.partial_path = null;
  }
  const seconds = (performance.now() - started) / 1000;
  result.ended_at = new Date(startedAt.getTime() + seconds * 1000).toISOString();
  result.duration_seconds = round(seconds);
  options.onProgress?.({
    type: "clip-finished",
    ...place,
    output: failure === null ? clip.outputPath : null,
    status: result.status,
    failure: failure?.detail ?? null,
  });
  return result;
}

/** A clip that was never attempted, because one before it failed. */
export function skippedClip(clip: PreparedClip): ClipResult {
  return {
    ...emptyClip(clip.sourcePath),
    output_path: clip.outputPath,
    source_completeness: clip.plan?.source.completeness ?? null,
  };
}

async function makeClip(clip: PreparedClip, result: ClipResult, options: RunClipOptions): Promise<Failure | null> {
  const { encoder, job, signal } = options;
  if (signal?.aborted) return INTERRUPTED;
  const workingPath = await reserveWorkingFile(clip.outputPath, job.jobId, encoder.writesInto, async (path) => {
    await options.publishLog?.clipStarted(options.index, path);
  });
  result.partial_path = workingPath;
  const outcome = await encoder.encode(clip, workingPath, {
    signal,
    stallMs: (options.stallSeconds ?? 300) * 1000,
    onProgress: createClipProgress(clip, options),
  });
  result.ffmpeg_command = outcome.command;
  result.ffmpeg_command_line = outcome.command && quoteForShell(outcome.command);
  result.exit_code = outcome.exitCode;
  result.losses = [...result.losses, ...(outcome.findings?.losses ?? [])];
  const encodeFailure = await judgeOutcome(outcome, workingPath, options);
  if (encodeFailure !== null) {
    result.stderr_tail = outcome.stderrTail;
    return encodeFailure;
  }
  options.onProgress?.({
    type: "clip-verifying",
    clip: options.index,
    totalClips: job.clips.length,
    source: clip.sourcePath,
  });
  const [rows, sha256] = await Promise.all([
    verifyClip(clip, workingPath, outcome, options),
    hashFile(workingPath, signal),
    // Publishing waits for the disk; the disk may as well begin while the file is looked at.
    syncFile(workingPath),
  ]);
  result.verification = rows;
  const failed = rows.filter((row) => !row.pass);
  if (failed.length > 0) {
    result.stderr_tail = outcome.stderrTail;
    return {
      reason: "verification_failed",
      code: "verification_failed",
      detail: `The output is not what it must be: ${failed.map(({ check, expected, found }) => `${check} is ${found} instead of ${expected}`).join("; ")}.`,
    };
  }
  if (signal?.aborted) return INTERRUPTED;
  const { size, ino } = await stat(workingPath, { bigint: true });
  const published = { output_exists: true, output_size_bytes: Number(size), output_sha256: sha256, partial_path: null };
  const clipAsPublished: ClipResult = {
    ...result,
    ...published,
    status: "COMPLETED",
    ended_at: new Date().toISOString(),
  };
  await options.publishLog?.clipPublishing(options.index, { clip: clipAsPublished, workingPath, inode: String(ino) });
  await publishFile(workingPath, clip.outputPath);
  Object.assign(result, published);
  await options.publishLog?.clipPublished(options.index);
  return null;
}

const INTERRUPTED: Failure = {
  reason: "interrupted",
  code: "aborted",
  detail: "The job was interrupted; what was encoded of the clip is incomplete.",
};

/**
 * The name to work under, beside the final one and hidden, so that nothing takes it for finished. The file is created
 * exclusively: two runs of one spec never write into each other's.
 */
async function reserveWorkingFile(
  outputPath: string,
  jobId: string,
  writesInto: ClipEncoder["writesInto"],
  /** Told of a name before there is a file of it, so that no file is left that nobody was told of. */
  announce: (path: string) => Promise<void>,
): Promise<string> {
  const extension = extname(outputPath);
  const stem = basename(outputPath, extension);
  for (let attempt = 1; attempt < 1000; attempt++) {
    // 32 of the id keep the longest allowed name within the 255 bytes of a file name.
    const id = `${jobId.slice(0, 32)}${attempt === 1 ? "" : `~${attempt}`}`;
    const path = join(dirname(outputPath), `.${stem}.${id}.partial${extension}`);
    if (await exists(path)) continue;
    await announce(path);
    if (writesInto !== "existing") return path;
    try {
      await (await open(path, "wx")).close();
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  throw new ProxxError("publish_failed", `A thousand unfinished files of ${outputPath} lie beside it.`, {
    hint: "Delete the hidden `.partial` files of earlier runs.",
  });
}

async function judgeOutcome(
  outcome: EncodeOutcome,
  workingPath: string,
  options: RunClipOptions,
): Promise<Failure | null> {
  if (outcome.endedBy === "abort" || options.signal?.aborted) return INTERRUPTED;
  const lastWords = [...outcome.errorLines, ...outcome.stderrTail].find((line) => line.trim() !== "") ?? "no message";
  if (outcome.endedBy === "stall") {
    const seconds = options.stallSeconds ?? 300;
    return {
      reason: "execution_error",
      code: "tool_stalled",
      detail: `The encoder made no progress for ${seconds} s and was ended.`,
    };
  }
  if (outcome.endedBy === "timeout") {
    return {
      reason: "execution_error",
      code: "tool_timeout",
      detail: "The encoder reached its time limit and was ended.",
    };
  }
  if (outcome.exitCode !== 0 || !outcome.finished) {
    if (outcome.stderrTail.some((line) => /no space left on device|disk quota exceeded/i.test(line))) {
      return {
        reason: "execution_error",
        code: "disk_full",
        detail: `The disk of ${dirname(workingPath)} filled up while encoding.`,
      };
    }
    const how = outcome.signal ? `was killed by ${outcome.signal}` : `ended with exit code ${outcome.exitCode}`;
    return { reason: "execution_error", code: "tool_failed", detail: `The encoder ${how}: ${clean(lastWords)}` };
  }
  const size = (await exists(workingPath)) ? (await stat(workingPath)).size : 0;
  if (size === 0) {
    return {
      reason: "output_missing",
      code: "output_missing",
      detail: "The encoder reported success and wrote nothing.",
    };
  }
  return null;
}

async function verifyClip(clip: PreparedClip, workingPath: string, outcome: EncodeOutcome, options: RunClipOptions) {
  const { tools } = options.job;
  const expected = clip.plan === null ? (outcome.findings?.expectations ?? {}) : expectationsOf(clip.plan);
  const [rows, unchanged] = await Promise.all([
    verifyMedia(workingPath, expected, {
      ffprobe: tools.ffprobe,
      level: options.verify ?? "ends",
      signal: options.signal,
    }),
    sourceUnchanged(clip),
  ]);
  const encoder: VerificationRow = {
    check: "encoder_errors",
    expected: "none",
    found: outcome.errorLines.length === 0 ? "none" : clean(outcome.errorLines[0] ?? ""),
    pass: outcome.errorLines.length === 0,
  };
  return [...(await settleFrameCount(rows, clip, options)), ...(outcome.findings?.checks ?? []), encoder, unchanged];
}

/**
 * Packets are not always frames: fields coded one by one, or pictures at the start of a stream that lack what they refer
 * to. Where the counts differ the source is decoded and its frames counted, and that number decides.
 */
async function settleFrameCount(
  rows: VerificationRow[],
  clip: PreparedClip,
  options: RunClipOptions,
): Promise<VerificationRow[]> {
  const failed = rows.find((row) => row.check === "frame_count" && !row.pass);
  if (!failed || clip.plan === null || clip.plan.forcedRate !== null) return rows;
  const decoded = await countDecodedFrames(clip.sourcePath, {
    ffprobe: options.job.tools.ffprobe,
    signal: options.signal,
  });
  if (decoded === null || String(decoded) !== failed.found) return rows;
  const settled = { ...failed, expected: `${decoded} (counted by decoding; ${failed.expected} packets)`, pass: true };
  return rows.map((row) => (row === failed ? settled : row));
}

async function sourceUnchanged(clip: PreparedClip): Promise<VerificationRow> {
  const describe = ({ inode, sizeBytes, modifiedNs }: PreparedClip["identity"]) =>
    `inode ${inode}, ${sizeBytes} bytes, modified ${new Date(Number(modifiedNs / 1_000_000n)).toISOString()}`;
  const before = clip.identity;
  let found = "gone";
  let pass = false;
  try {
    const now = await readSourceIdentity(clip.sourcePath);
    found = describe(now);
    pass = now.inode === before.inode && now.sizeBytes === before.sizeBytes && now.modifiedNs === before.modifiedNs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return { check: "source_unchanged", expected: describe(before), found, pass };
}

function failureOf(error: unknown, signal: AbortSignal | undefined): Failure {
  if (signal?.aborted || (error instanceof ProxxError && error.code === "aborted")) return INTERRUPTED;
  if (error instanceof ProxxError)
    return { reason: "execution_error", code: error.code, detail: `${error.message} ${error.hint}` };
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT")
    return { reason: "execution_error", code: "disk_full", detail: `The disk is full: ${message}` };
  if (code === "ENOENT" || code === "EACCES" || code === "EROFS" || code === "EPERM" || code === "EIO") {
    return {
      reason: "execution_error",
      code: "output_folder_lost",
      detail: `The output folder cannot be written to any more: ${message}`,
    };
  }
  throw error;
}

function clean(line: string): string {
  return line.replaceAll(/ @ 0x[0-9a-f]+/g, "").slice(0, 500);
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
