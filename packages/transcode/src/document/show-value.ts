import { describeJson, printable } from "@proxx/contract";

/** A value as it may stand in a message: short and on one line. */
export function showValue(value: unknown): string {
  if (typeof value === "string") return printable(JSON.stringify(value.slice(0, 80)), 80);
  if (typeof value === "object" && value !== null) return describeJson(value);
  return String(value);
}
