import { hostname } from "node:os";
import { describeIssues, JOBSPEC_VERSION, type ClipResult, type Issue, type JobResult } from "@proxx/contract";
import { sourcePathsOf } from "../document/source-paths.ts";
import type { PreparedJob } from "../prepare/prepared-job.ts";
import { PROXX_VERSION } from "../version.ts";
import { emptyClip, round } from "./clip-result.ts";

interface FrameOptions {
  /** Folder that relative sources start at. @default the working directory */
  baseDirectory?: string | undefined;
  jobSpecPath?: string | undefined;
  workerId?: number | null | undefined;
  concurrencyMode?: JobResult["concurrency_mode"] | undefined;
}

/** The parts of a result that are the same however the job ends. */
export interface ResultFrame {
  /** Adds what validation found out about the document. */
  identify(known: { jobId: string | null; fingerprint: string | null }): void;
  rejected(issues: readonly Issue[]): JobResult;
  /** Ended from outside before the first clip. */
  interrupted(): JobResult;
  finished(job: PreparedJob, engineVersion: string, clips: ClipResult[]): JobResult;
  /** Put together by a successor from what is known of a job whose runner died. */
  recovered(status: JobResult["status"], parts: Partial<Omit<JobResult, "status">>): JobResult;
}

export function createResultFrame(document: unknown, options: FrameOptions): ResultFrame {
  const startedAt = new Date();
  const started = performance.now();
  let known: Parameters<ResultFrame["identify"]>[0] = { jobId: textOf(document, "job_id"), fingerprint: null };

  const build = (status: JobResult["status"], parts: Partial<Omit<JobResult, "status">>): JobResult => {
    const clips = parts.clips ?? [];
    const count = (wanted: ClipResult["status"]) => clips.filter((clip) => clip.status === wanted).length;
    const seconds = (performance.now() - started) / 1000;
    const endedAt = new Date(startedAt.getTime() + seconds * 1000).toISOString();
    return {
      job_id: known.jobId,
      jobspec_version: JOBSPEC_VERSION,
      jobspec_fingerprint: known.fingerprint,
      status,
      started_at: startedAt.toISOString(),
      ended_at: endedAt,
      duration_seconds: round(seconds),
      total_clips: clips.length,
      successful_clips: count("COMPLETED"),
      failed_clips: count("FAILED"),
      skipped_clips: count("SKIPPED"),
      clips,
      validation_error: null,
      validation_issues: [],
      execution_engine: null,
      engine_version: null,
      worker_id: options.workerId ?? null,
      concurrency_mode: options.concurrencyMode ?? "sequential",
      user_metadata: userMetadataOf(document),
      _metadata: {
        jobspec_path: options.jobSpecPath ?? null,
        result_written_at: endedAt,
        host: hostname(),
        proxx_version: PROXX_VERSION,
      },
      ...parts,
    };
  };

  const untouchedClips = () =>
    sourcePathsOf(document, options.baseDirectory).map((sourcePath) => emptyClip(sourcePath));

  return {
    identify: (found) => {
      known = found;
    },
    rejected: (issues) => {
      const clips = untouchedClips();
      return build("FAILED", { clips, validation_error: describeIssues(issues), validation_issues: [...issues] });
    },
    interrupted: () => {
      const clips = untouchedClips().map((clip, index) => ({
        ...clip,
        ...(index === 0
          ? {
              status: "FAILED" as const,
              failure_reason: "interrupted" as const,
              failure_code: "aborted",
              failure_detail: "The job was interrupted while its sources were checked.",
            }
          : {}),
      }));
      return build("FAILED", { clips });
    },
    finished: (job, engineVersion, clips) => {
      const completed = clips.filter(({ status }) => status === "COMPLETED").length;
      const status = completed === clips.length ? "COMPLETED" : completed > 0 ? "PARTIAL" : "FAILED";
      return build(status, { clips, execution_engine: job.engine, engine_version: engineVersion });
    },
    recovered: build,
  };
}

function fieldOf(document: unknown, field: string): unknown {
  return typeof document === "object" && document !== null ? (document as Record<string, unknown>)[field] : undefined;
}

function textOf(document: unknown, field: string): string | null {
  const value = fieldOf(document, field);
  return typeof value === "string" ? value.slice(0, 200) : null;
}

function userMetadataOf(document: unknown): Record<string, string> {
  const value = fieldOf(document, "user_metadata");
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
