import { randomUUID } from "node:crypto";
import type { Execution, Plan, WebhookBody } from "@proxx/contract";
import { createNetwork, deliverWebhook, WEBHOOK_DELAYS_MS } from "@proxx/network";

/** A program waits for its webhook for some minutes; over a day it is tried by a server. */
const DELAYS_MS = WEBHOOK_DELAYS_MS.slice(0, 4);

/** Tells a plan's webhook of the end of its execution; that it could not be told is a warning of the process. */
export async function tellWebhook(
  execution: Execution,
  { url, secret }: NonNullable<Plan["webhook"]>,
  allowPrivate: boolean,
): Promise<void> {
  const network = createNetwork({ purpose: "webhook", allowPrivate });
  try {
    const { outcome, attempts } = await deliverWebhook({
      network,
      url,
      secret: secret ?? null,
      body: JSON.stringify(bodyOf(execution)),
      id: `msg_${randomUUID()}`,
      delaysMs: DELAYS_MS,
    });
    if (outcome === "delivered") return;
    const reason = attempts.at(-1)?.error?.message ?? outcome;
    process.emitWarning(`The webhook of ${execution.id} was not delivered: ${reason}`, { code: "PROXX_WEBHOOK" });
  } finally {
    await network.close();
  }
}

/** Rejects where a webhook may not be told. */
export async function checkWebhook(url: string, allowPrivate: boolean): Promise<void> {
  const network = createNetwork({ purpose: "webhook", allowPrivate });
  try {
    await network.checkReach(url);
  } finally {
    await network.close();
  }
}

function bodyOf({ id, status, result, results, error, completedAt }: Execution): WebhookBody {
  if (status === "pending" || status === "processing") throw new TypeError("Expected an execution that has ended");
  return {
    executionId: id,
    status,
    result,
    video: result,
    results,
    ...(error === null ? {} : { error }),
    completedAt: completedAt ?? new Date().toISOString(),
  };
}
