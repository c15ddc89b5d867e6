import type { KeptJobSpec } from "@proxx/engine";
import { numberOf, textOf, textOrNull } from "./rows.ts";

/** A JobSpec, by its row. */
export function jobSpecOf(row: Readonly<Record<string, unknown>>): KeptJobSpec {
  const result = textOrNull(row["result"]);
  return {
    id: textOf(row["id"]),
    tenant: textOrNull(row["tenant"]),
    document: JSON.parse(textOf(row["document"])) as unknown,
    createdAtMs: numberOf(row["created_at_ms"]),
    status: textOf(row["status"]) as KeptJobSpec["status"],
    progress: numberOf(row["progress"]),
    result: result === null ? null : (JSON.parse(result) as unknown),
    completedAtMs: row["completed_at_ms"] === null ? null : numberOf(row["completed_at_ms"]),
    isCancelled: Boolean(row["is_cancelled"]),
    losses: numberOf(row["losses"]),
  };
}
