import {
  DELIVERY_STATUSES,
  executeAnswerSchema,
  executeRequestSchema,
  executionSchema,
  issueSchema,
  jobResultSchema,
  jobSpecSchema,
  movieRequestSchema,
  planDocumentSchema,
  planSchema,
  webhookBodySchema,
} from "@proxx/contract";
import { SIGNATURES } from "@proxx/operations/signatures";
import { z } from "zod";
import { JOB_SPEC_STATUSES } from "@proxx/runtime";
import { uploadSchema } from "../uploads/upload-store.ts";

interface NamedSchema {
  schema: z.ZodType;
  /** Whether clients send it, or the server does. */
  io: "input" | "output";
}

const sent = (schema: z.ZodType): NamedSchema => ({ schema, io: "input" });
const answered = (schema: z.ZodType): NamedSchema => ({ schema, io: "output" });

const url = z.string();

function pageOf(item: z.ZodType) {
  return z.strictObject({ data: z.array(item), hasMore: z.boolean(), nextCursor: z.string().nullable() });
}

const attemptSchema = z.strictObject({
  at: z.string(),
  status: z.int().nullable(),
  durationMs: z.int(),
  answer: z.string().nullable().meta({ description: "The beginning of what the receiver said" }),
  retryAfterMs: z.number().nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});

const deliverySchema = z.strictObject({
  id: z.string(),
  messageId: z.string().meta({ description: "The header `webhook-id`, the same in every attempt" }),
  executionId: z.string(),
  url,
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.array(attemptSchema),
  failures: z.int(),
  nextAt: z.string().nullable(),
  createdAt: z.string(),
  body: webhookBodySchema,
});

const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  hint: z.string(),
  retryable: z.boolean(),
  requestId: z.string(),
  issues: z.array(issueSchema).optional(),
  errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
});

const runJobSchema = z.strictObject({
  id: z.string(),
  status: z.enum(JOB_SPEC_STATUSES),
  progress: z.number(),
  result: jobResultSchema.nullable(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});

const urlsSchema = z.strictObject({ self: url, status: url, plan: url, events: url, cancel: url, retry: url });
const summarySchema = executionSchema.omit({ jobs: true, degradations: true, results: true });

/** What routes take and answer, by the names that they call it. */
export const SCHEMAS: Readonly<Record<string, NamedSchema>> = {
  ExecuteRequest: sent(planDocumentSchema(SIGNATURES).extend(beside(executeRequestSchema.shape))),
  MovieRequest: sent(
    movieRequestSchema.extend({ webhook: planSchema.shape.webhook, ...beside(executeRequestSchema.shape) }),
  ),
  RetryRequest: sent(z.strictObject(beside(executeRequestSchema.shape))),
  ExecuteAnswer: answered(executeAnswerSchema),
  Execution: answered(executionSchema),
  ExecutionWithUrls: answered(executionSchema.extend({ urls: urlsSchema })),
  ExecutionPage: answered(pageOf(summarySchema)),
  Plan: answered(planSchema),
  DeliveryPage: answered(pageOf(deliverySchema)),
  Delivery: answered(deliverySchema),
  Webhook: answered(webhookBodySchema),
  Upload: answered(uploadSchema.extend({ url })),
  JobSpec: sent(jobSpecSchema),
  RunJob: answered(runJobSchema),
  RunJobPage: answered(pageOf(runJobSchema.omit({ result: true }))),
  Health: answered(z.strictObject({ status: z.enum(["ok", "closing"]) })),
  Problem: answered(problemSchema),
};

function beside({ providerApiKeys, strict }: typeof executeRequestSchema.shape) {
  return { providerApiKeys, strict };
}
