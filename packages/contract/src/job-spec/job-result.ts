import { z } from "zod";
import { issueSchema } from "../messages/issue.ts";

const JOB_STATUSES = ["COMPLETED", "FAILED", "PARTIAL"] as const;
const CLIP_STATUSES = ["COMPLETED", "FAILED", "SKIPPED"] as const;
const FAILURE_REASONS = [
  "validation_error",
  "execution_error",
  "output_missing",
  "verification_failed",
  "interrupted",
] as const;
export const EXECUTION_ENGINES = ["ffmpeg", "resolve"] as const;
const SOURCE_COMPLETENESS = ["proven", "declared", "unprovable"] as const;

const time = z.iso.datetime({ precision: 3 });

export const verificationRowSchema = z.strictObject({
  check: z.string().meta({ description: "Name of the check, see docs/verification.md" }),
  expected: z.string(),
  found: z.string(),
  pass: z.boolean(),
});

const lossSchema = z.strictObject({
  property: z.string().meta({ description: "What was given up, for example `bit_depth` or `data_track`" }),
  from: z.string(),
  to: z.string(),
  reason: z.string(),
});

const clipResultSchema = z.strictObject({
  source_path: z.string(),
  output_path: z.string().nullable(),
  status: z.enum(CLIP_STATUSES).meta({ description: "SKIPPED means never attempted" }),
  started_at: time.nullable(),
  ended_at: time.nullable(),
  duration_seconds: z.number().nonnegative().nullable(),
  ffmpeg_command: z.array(z.string()).nullable().meta({ description: "The argv list as it was run" }),
  ffmpeg_command_line: z.string().nullable().meta({ description: "The same, quoted for a shell" }),
  exit_code: z.int().nullable(),
  output_exists: z.boolean(),
  output_size_bytes: z.int().nonnegative().nullable(),
  output_sha256: z.string().nullable(),
  failure_reason: z.enum(FAILURE_REASONS).nullable(),
  failure_code: z
    .string()
    .nullable()
    .meta({ description: "Finer than failure_reason, for programs: disk_full, output_exists, tool_stalled, …" }),
  failure_detail: z.string().nullable().meta({ description: "The failure in a sentence" }),
  stderr_tail: z.array(z.string()).nullable().meta({ description: "The encoder's last 40 lines, on failure" }),
  partial_path: z.string().nullable().meta({ description: "Where what a failed clip left lies" }),
  verification: z.array(verificationRowSchema),
  losses: z.array(lossSchema),
  source_completeness: z.enum(SOURCE_COMPLETENESS).nullable(),
});

export const jobResultSchema = z
  .strictObject({
    job_id: z.string().nullable().meta({ description: "null when the document had none that could be read" }),
    jobspec_version: z.string(),
    jobspec_fingerprint: z.string().nullable(),
    status: z.enum(JOB_STATUSES),
    started_at: time,
    ended_at: time,
    duration_seconds: z.number().nonnegative(),
    total_clips: z.int().nonnegative().meta({ description: "Always the number of sources" }),
    successful_clips: z.int().nonnegative(),
    failed_clips: z.int().nonnegative(),
    skipped_clips: z.int().nonnegative(),
    clips: z.array(clipResultSchema),
    validation_error: z.string().nullable(),
    validation_issues: z.array(issueSchema),
    execution_engine: z.enum(EXECUTION_ENGINES).nullable(),
    engine_version: z.string().nullable(),
    worker_id: z.int().nonnegative().nullable(),
    concurrency_mode: z.enum(["sequential", "parallel"]),
    user_metadata: z.record(z.string(), z.string()),
    _metadata: z.strictObject({
      jobspec_path: z.string().nullable(),
      result_written_at: time,
      host: z.string(),
      proxx_version: z.string(),
    }),
    _recovery: z
      .strictObject({ reason: z.string(), recovered_at: time, original_path: z.string() })
      .optional()
      .meta({ description: "Present when a runner found the job interrupted" }),
  })
  .meta({ title: "Proxx JobResult 1.0.0" });

export type VerificationRow = z.infer<typeof verificationRowSchema>;
export type Loss = z.infer<typeof lossSchema>;
export type ClipResult = z.infer<typeof clipResultSchema>;
export type JobResult = z.infer<typeof jobResultSchema>;
export type FailureReason = (typeof FAILURE_REASONS)[number];
export type ExecutionEngine = (typeof EXECUTION_ENGINES)[number];
export type SourceCompleteness = (typeof SOURCE_COMPLETENESS)[number];
