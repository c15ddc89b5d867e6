import { randomBytes } from "node:crypto";
import type { Execution } from "@proxx/contract";
import type { NewDelivery } from "./deliveries.ts";

/** The message that tells of the end of an execution; null where it has not ended. */
export function webhookMessage(execution: Execution): NewDelivery | null {
  const { id: executionId, status, result, results, error, completedAt } = execution;
  if (status === "pending" || status === "processing" || completedAt === null) return null;
  return {
    id: `whd_${randomBytes(12).toString("hex")}`,
    messageId: `msg_${randomBytes(12).toString("hex")}`,
    body: {
      executionId,
      status,
      result,
      video: result,
      results,
      ...(error === null ? {} : { error }),
      completedAt,
    },
  };
}
