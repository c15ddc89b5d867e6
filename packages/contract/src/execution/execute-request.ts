import { z } from "zod";
import { issueSchema } from "../messages/issue.ts";
import { EXECUTION_STATUSES } from "./execution.ts";
import { providerNameSchema } from "../plan/model.ts";
import { planSchema } from "../plan/plan.ts";

/** Keys of providers, which go beside a plan and never into it. */
export const providerApiKeysSchema = z.record(providerNameSchema, z.string().min(1).max(1024));
export type ProviderApiKeys = Readonly<z.output<typeof providerApiKeysSchema>>;

/** The body of `POST /api/execute`: a plan, and what holds for this one execution of it. */
export const executeRequestSchema = planSchema.extend({
  providerApiKeys: providerApiKeysSchema.optional(),
  /** Refuse whatever could only be done in a lesser way. @default false */
  strict: z.boolean().optional(),
});
export type ExecuteRequest = z.output<typeof executeRequestSchema>;

/** The answer to it, with status 202. */
export const executeAnswerSchema = z.strictObject({
  executionId: z.string().min(1),
  status: z.enum(EXECUTION_STATUSES),
  createdAt: z.string(),
});
export type ExecuteAnswer = z.output<typeof executeAnswerSchema>;

/** What a server answers when it will not: RFC 9457 problem details, with our code, the hint and every issue. */
export const problemSchema = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  status: z.int().optional(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  /** One of the codes of `ProxxError`. */
  code: z.string().optional(),
  hint: z.string().optional(),
  retryable: z.boolean().optional(),
  /** Of a document that is refused. */
  issues: z.array(issueSchema).optional(),
});
export type Problem = z.output<typeof problemSchema>;
