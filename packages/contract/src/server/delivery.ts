import { z } from "zod";
import { webhookBodySchema } from "../execution/execution.ts";
import { DELIVERY_STATUSES } from "../execution/webhook-delivery.ts";

const attemptSchema = z.strictObject({
  at: z.string(),
  status: z.int().nullable(),
  durationMs: z.int(),
  answer: z.string().nullable().meta({ description: "The beginning of what the receiver said" }),
  retryAfterMs: z.number().nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});

/** A message to a webhook, and what came of it. */
export const deliverySchema = z.strictObject({
  id: z.string(),
  messageId: z.string().meta({ description: "The header `webhook-id`, the same in every attempt" }),
  executionId: z.string(),
  url: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.array(attemptSchema),
  failures: z.int(),
  nextAt: z.string().nullable(),
  createdAt: z.string(),
  body: webhookBodySchema,
});
export type DeliveryDocument = z.output<typeof deliverySchema>;
