import { printable } from "./printable.ts";

/** A value of a document as it may stand in a message, in the words of JSON: short, on one line, whoever wrote it. */
export function describeJson(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return `the text ${quote(value)}`;
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  return `a ${typeof value}`;
}

function quote(text: string): string {
  return printable(JSON.stringify(text.slice(0, 80)), 80);
}
