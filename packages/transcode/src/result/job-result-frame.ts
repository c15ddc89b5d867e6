import { hostname } from "node:os";
import { describeIssues, JOBSPEC_VERSION, type ClipResult, type Issue, type JobResult } from "@proxx/contract";
import type { PreparedJob } from "../prepare/prepared-job.ts";
import { PROXX_VERSION } from "../version.ts";

interface FrameOptions {
  jobSpecPath?: string | undefined;
  workerId?: number | null | undefined;
  concurrencyMode?: JobResult["concurrency_mode"] | undefined;
}

/** The parts of a result that are the same however the job ends. */
export interface ResultFrame {
  /** Adds what validation found out about the document. */
  identify(known: { jobId: string | null; fingerprint: string | null; sourceCount: number }): void;
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
  const sources = sourcesOf(document);
  let known = { jobId: textOf(document, "job_id"), fingerprint: null as string | null, sourceCount: sources.length };

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
      total_clips: known.sourceCount,
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

  return {
    identify: (found) => {
      known = { ...found, sourceCount: Math.max(found.sourceCount, sources.length) };
    },
    rejected: (issues) => {
      const clips = sources.map((source) => ({ ...emptyClip(source), status: "SKIPPED" as const }));
      return build("FAILED", { clips, validation_error: describeIssues(issues), validation_issues: [...issues] });
    },
    interrupted: () => {
      const clips = sources.map((source, index) => ({
        ...emptyClip(source),
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

/** A clip of which nothing is known but its source. */
export function emptyClip(sourcePath: string): ClipResult {
  return {
    source_path: sourcePath,
    output_path: null,
    status: "SKIPPED",
    started_at: null,
    ended_at: null,
    duration_seconds: null,
    ffmpeg_command: null,
    ffmpeg_command_line: null,
    exit_code: null,
    output_exists: false,
    output_size_bytes: null,
    output_sha256: null,
    failure_reason: null,
    failure_code: null,
    failure_detail: null,
    stderr_tail: null,
    partial_path: null,
    verification: [],
    losses: [],
    source_completeness: null,
  };
}

export function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function fieldOf(document: unknown, field: string): unknown {
  return typeof document === "object" && document !== null ? (document as Record<string, unknown>)[field] : undefined;
}

function textOf(document: unknown, field: string): string | null {
  const value = fieldOf(document, field);
  return typeof value === "string" ? value.slice(0, 200) : null;
}

function sourcesOf(document: unknown): string[] {
  const value = fieldOf(document, "sources");
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

function userMetadataOf(document: unknown): Record<string, string> {
  const value = fieldOf(document, "user_metadata");
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
