import type { KeptDelivery } from "@proxx/engine";
import { numberOf, textOf, textOrNull } from "./rows.ts";

/** A message to a webhook, by its row. */
export function deliveryOf(row: Readonly<Record<string, unknown>>): KeptDelivery {
  return {
    id: textOf(row["id"]),
    messageId: textOf(row["message_id"]),
    tenant: textOrNull(row["tenant"]),
    executionId: textOf(row["execution_id"]),
    webhook: textOf(row["webhook"]),
    body: JSON.parse(textOf(row["body"])) as KeptDelivery["body"],
    createdAtMs: numberOf(row["created_at_ms"]),
    status: textOf(row["status"]) as KeptDelivery["status"],
    attempts: JSON.parse(textOf(row["attempts"])) as KeptDelivery["attempts"],
    failures: numberOf(row["failures"]),
    nextAtMs: row["next_at_ms"] === null ? null : numberOf(row["next_at_ms"]),
  };
}
