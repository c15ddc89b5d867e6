import { randomBytes } from "node:crypto";
import type { Execution, Plan, WebhookBody } from "@proxx/contract";
import type { Delivery } from "./delivery.ts";

/** The message that tells of an execution's end; null where the plan names no webhook, or it has not ended. */
export function webhookOf(
  execution: Execution,
  about: { plan: Plan; tenant: string | null; nowMs: number },
): Delivery | null {
  const { id: executionId, status, result, results, error } = execution;
  const { webhook } = about.plan;
  if (webhook === undefined || status === "pending" || status === "processing") return null;
  const createdAt = new Date(about.nowMs).toISOString();
  const body: WebhookBody = {
    executionId,
    status,
    result,
    video: result,
    results,
    ...(error === null ? {} : { error }),
    completedAt: execution.completedAt ?? createdAt,
  };
  return {
    id: `whd_${randomBytes(12).toString("hex")}`,
    messageId: `msg_${randomBytes(12).toString("hex")}`,
    tenant: about.tenant,
    executionId,
    url: webhook.url,
    secret: webhook.secret ?? null,
    previousSecret: webhook.previousSecret ?? null,
    body: JSON.stringify(body),
    status: "waiting",
    attempts: [],
    failures: 0,
    nextAtMs: about.nowMs,
    createdAt,
  };
}
