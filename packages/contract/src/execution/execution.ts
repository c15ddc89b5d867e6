import { z } from "zod";
import { degradationSchema } from "./degradation.ts";
import { OUTPUT_KINDS } from "../operation/source.ts";
import { transcriptSchema } from "./transcript.ts";

export const EXECUTION_STATUSES = ["pending", "processing", "completed", "failed", "cancelled"] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** A job that another one's failure kept from running is `skipped`. */
export const JOB_STATUSES = ["pending", "processing", "completed", "failed", "skipped", "cancelled"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A file that a job made, named by the SHA-256 of its bytes. */
export const artifactSchema = z.strictObject({
  kind: z.enum([...OUTPUT_KINDS, "subtitles", "document"]),
  url: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int(),
  mediaType: z.string(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** `16:9`; of an odd shape the reduced fraction. */
  aspectRatio: z.string().nullable(),
  /** Seconds. */
  duration: z.number().nullable(),
  fps: z.number().nullable(),
  hasAudio: z.boolean().nullable(),
});
export type Artifact = z.output<typeof artifactSchema>;

/** The result of an execution: the last artifact, and how it came out. */
export const videoSchema = artifactSchema.extend({ status: z.enum(["completed"]) });
export interface Video extends z.output<typeof videoSchema> {}

/** What went wrong, said so that a program can branch on it and a person can act on it. */
export const executionErrorSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  retryable: z.boolean(),
  jobId: z.string().nullable(),
});
export type ExecutionError = z.output<typeof executionErrorSchema>;

/** A process that a job ran: its argv, not quoted for any shell. */
const jobCommandSchema = z.strictObject({
  argv: z.array(z.string()),
  seconds: z.number(),
  /** Null where a signal ended it. */
  exitCode: z.int().nullable(),
});
export type JobCommand = z.output<typeof jobCommandSchema>;

export const jobSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  status: z.enum(JOB_STATUSES),
  /** From 0 to 100. */
  progress: z.number(),
  message: z.string().nullable(),
  /** True where nothing was made because the same had been made before. */
  reused: z.boolean(),
  /** The job whose rendering took this one's picture and sound in, so that no file of its own was made. */
  renderedBy: z.string().nullable(),
  /** Which provider and model did it, such as `replicate:bytedance/seedance-1-pro`; null where none was needed. */
  provider: z.string().nullable(),
  outputs: z.array(artifactSchema),
  transcript: transcriptSchema.nullable(),
  error: executionErrorSchema.nullable(),
  /** The processes it ran, in the order in which they ended; known when the job has. Empty where nothing was made. */
  commands: z.array(jobCommandSchema),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
});
export type Job = z.output<typeof jobSchema>;

/** An execution as a client sees it, at any time. */
export const executionSchema = z
  .strictObject({
    id: z.string(),
    status: z.enum(EXECUTION_STATUSES),
    /** From 0 to 100; never goes back. */
    progress: z.number(),
    totalJobs: z.int(),
    completedJobs: z.int(),
    currentJob: z.string().nullable(),
    /** Seconds that are left, as far as can be told. */
    etaSeconds: z.number().nullable(),
    result: videoSchema.nullable(),
    /** Once it has completed, what the plan's `outputs` ask for; null where that is words, which its job has. */
    results: z.record(z.string(), videoSchema.nullable()),
    error: executionErrorSchema.nullable(),
    degradations: z.array(degradationSchema),
    jobs: z.array(jobSchema),
    baseExecutionId: z.string().nullable(),
    createdAt: z.string(),
    completedAt: z.string().nullable(),
  })
  .meta({ title: "Execution", description: "A plan that runs or has run, and what came of each job" });
export type Execution = z.output<typeof executionSchema>;

/** What `onProgress` is told. */
export interface ExecutionProgress {
  /** From 0 to 100; never goes back. */
  progress: number;
  currentJob: string | null;
  /** What the current job is doing, in a few words. */
  message: string | null;
  completedJobs: number;
  totalJobs: number;
  etaSeconds: number | null;
}

/** What a webhook is sent. `video` is `result` under its other name. */
export const webhookBodySchema = z
  .strictObject({
    executionId: z.string(),
    status: z.enum(["completed", "failed", "cancelled"]),
    result: videoSchema.nullable(),
    video: videoSchema.nullable(),
    /** What the plan's `outputs` ask for; null where that is words. */
    results: z.record(z.string(), videoSchema.nullable()),
    error: executionErrorSchema.optional(),
    completedAt: z.string(),
  })
  .meta({ title: "Webhook", description: "What is sent when an execution has ended" });
export type WebhookBody = z.output<typeof webhookBodySchema>;
