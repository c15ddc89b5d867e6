import type { SQLOutputValue } from "node:sqlite";

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
