import type { z } from "zod";

/**
 * Reads what a server says by a schema of ours. A field that this version does not know yet is left out; documents that
 * people write are read strictly, what a newer server adds is no mistake of anybody's.
 */
export function readDocument<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const copy = structuredClone(value);
  for (const issue of read.error.issues) {
    if (issue.code === "unrecognized_keys") removeKeys(copy, issue.path, issue.keys);
  }
  return schema.parse(copy);
}

function removeKeys(document: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  const place = path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document);
  if (!isObject(place)) return;
  for (const key of keys) delete place[key];
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}
