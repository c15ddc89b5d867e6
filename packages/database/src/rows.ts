import type { ExecutionStatus } from "@proxx/contract";
import { withReport, type JobState } from "@proxx/engine";

// What a database gives back, as what it must be.

export function textOf(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("Expected a text");
  return value;
}

export function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : textOf(value);
}

export function numberOf(value: unknown): number {
  if (typeof value !== "number") throw new TypeError("Expected a number");
  return value;
}

/** A tenant as part of a key, which cannot be null. */
export function tenantKey(tenant: string | null): string {
  return JSON.stringify(tenant);
}

/** Where a job stands, by its row. */
export function stateOf(row: Readonly<Record<string, unknown>>): JobState {
  const state = JSON.parse(textOf(row["state"])) as JobState;
  if (row["fraction"] === null) return state;
  return withReport(state, { fraction: numberOf(row["fraction"]), message: textOrNull(row["message"]) });
}

/** How many there are in each status, by rows of both. */
export function countsOf(rows: readonly Readonly<Record<string, unknown>>[]): Record<ExecutionStatus, number> {
  const counts = rows.map((row) => [textOf(row["status"]), numberOf(row["count"])]);
  return Object.fromEntries(counts) as Record<ExecutionStatus, number>;
}
