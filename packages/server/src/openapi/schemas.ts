import {
  deliverySchema,
  executeAnswerSchema,
  executeRequestSchema,
  executionCountsSchema,
  executionSchema,
  executionSummarySchema,
  executionWithUrlsSchema,
  issueSchema,
  jobSpecCheckSchema,
  jobSpecChoicesSchema,
  jobSpecSchema,
  movieRequestSchema,
  planDocumentSchema,
  planSchema,
  runJobSchema,
  sessionSchema,
  slidePreviewSchema,
  systemSchema,
  uploadSchema,
  watchFoldersSchema,
  webhookBodySchema,
} from "@proxx/contract";
import { SIGNATURES } from "@proxx/operations/signatures";
import { z } from "zod";

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

/** What routes take and answer, by the names that they call it. */
export const SCHEMAS: Readonly<Record<string, NamedSchema>> = {
  ExecuteRequest: sent(planDocumentSchema(SIGNATURES).extend(beside(executeRequestSchema.shape))),
  MovieRequest: sent(
    movieRequestSchema.extend({
      webhook: planSchema.shape.webhook,
      baseExecutionId: planSchema.shape.baseExecutionId,
      ...beside(executeRequestSchema.shape),
    }),
  ),
  SlidePreview: sent(slidePreviewSchema),
  RetryRequest: sent(z.strictObject(beside(executeRequestSchema.shape))),
  ExecuteAnswer: answered(executeAnswerSchema),
  Execution: answered(executionSchema),
  ExecutionWithUrls: answered(executionWithUrlsSchema),
  ExecutionPage: answered(pageOf(executionSummarySchema)),
  ExecutionCounts: answered(executionCountsSchema),
  Plan: answered(planSchema),
  DeliveryPage: answered(pageOf(deliverySchema)),
  Delivery: answered(deliverySchema),
  Webhook: answered(webhookBodySchema),
  Upload: answered(uploadSchema.extend({ url })),
  JobSpec: sent(jobSpecSchema),
  RunJob: answered(runJobSchema),
  JobSpecCheck: answered(jobSpecCheckSchema),
  JobSpecChoices: answered(jobSpecChoicesSchema),
  RunJobPage: answered(pageOf(runJobSchema.omit({ result: true }))),
  SessionRequest: sent(z.strictObject({ apiKey: z.string() })),
  Session: answered(sessionSchema),
  System: answered(systemSchema),
  WatchFolders: answered(watchFoldersSchema),
  Health: answered(z.strictObject({ status: z.enum(["ok", "closing"]) })),
  Problem: answered(problemSchema),
};

function beside({ providerApiKeys, strict }: typeof executeRequestSchema.shape) {
  return { providerApiKeys, strict };
}
