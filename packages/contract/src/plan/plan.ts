import { z } from "zod";

/** A plan larger than this is not the work of a person, and checking it would cost more than running it is worth. */
export const MAX_JOBS = 1000;
export const JOB_NODE_ID_PATTERN = /^[A-Za-z][\w-]{0,63}$/;

const webhookSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "Expected an http or https URL" }).max(2048),
  secret: z.string().min(1).max(512).optional(),
  /** The secret before this one: while receivers change, messages are signed with both. */
  previousSecret: z.string().min(1).max(512).optional(),
});

/** A job of a plan as it is written: what its parameters mean is the matter of its operation. */
export const jobNodeSchema = z.strictObject({
  id: z.string().regex(JOB_NODE_ID_PATTERN, "Expected a letter, then up to 63 letters, digits, `_` or `-`"),
  type: z.string().min(1).max(64),
  params: z.record(z.string(), z.unknown()).default({}),
  /** Jobs that come first. An operation that names no input takes their outputs, in this order. */
  dependsOn: z.array(z.string()).max(MAX_JOBS).optional(),
  /** How other jobs name the output; always `$` and the id. */
  output: z.string().optional(),
});

/** The frame of a plan. The jobs' own parameters, references and order are checked by the engine's `checkPlan`. */
export const planSchema = z.strictObject({
  jobs: z.array(jobNodeSchema).min(1).max(MAX_JOBS),
  /** The execution this one builds on; `"$base"` is its result. */
  baseExecutionId: z.string().min(1).max(128).optional(),
  /** What is wanted beside the last job's output: `"$<id>"` by the name that the execution's `results` has for it. */
  outputs: z.record(z.string(), z.string()).optional(),
  /** Where to tell of the end. */
  webhook: webhookSchema.optional(),
});

export type JobNode = z.output<typeof jobNodeSchema>;
export type Plan = z.output<typeof planSchema>;
