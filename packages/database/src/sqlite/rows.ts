import type { SQLOutputValue } from "node:sqlite";
import { withReport, type JobState } from "@proxx/engine";

export function textOf(value: SQLOutputValue | undefined): string {
  if (typeof value !== "string") throw new TypeError("Expected a text");
  return value;
}

export function textOrNull(value: SQLOutputValue | undefined): string | null {
  return value === null || value === undefined ? null : textOf(value);
}

export function numberOf(value: SQLOutputValue | undefined): number {
  if (typeof value !== "number") throw new TypeError("Expected a number");
  return value;
}

/** A tenant as part of a key, which cannot be null. */
export function tenantKey(tenant: string | null): string {
  return JSON.stringify(tenant);
}

/** Where a job stands, by its row. */
export function stateOf(row: Record<string, SQLOutputValue>): JobState {
  const state = JSON.parse(textOf(row["state"])) as JobState;
  if (row["fraction"] === null) return state;
  return withReport(state, { fraction: numberOf(row["fraction"]), message: textOrNull(row["message"]) });
}
