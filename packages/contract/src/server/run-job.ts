import { z } from "zod";
import { jobResultSchema } from "../job-spec/job-result.ts";
import { issueSchema } from "../messages/issue.ts";

export const JOB_SPEC_STATUSES = ["pending", "processing", "completed", "partial", "failed", "cancelled"] as const;
export type JobSpecStatus = (typeof JOB_SPEC_STATUSES)[number];

/** A JobSpec that a server runs, or has run. */
export const runJobSchema = z.strictObject({
  id: z.string(),
  status: z.enum(JOB_SPEC_STATUSES),
  /** From 0 to 100; never goes back. */
  progress: z.number(),
  /** Once it has ended. */
  result: jobResultSchema.nullable(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});
export type RunJob = z.output<typeof runJobSchema>;

/** What is wrong with a JobSpec that has not been run: nothing where there are no issues. */
export const jobSpecCheckSchema = z.strictObject({ issues: z.array(issueSchema) });
export type JobSpecCheck = z.output<typeof jobSpecCheckSchema>;
