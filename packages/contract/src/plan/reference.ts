import { isPlainObject } from "../plain-object.ts";

/** `"$base"` in a plan: the result of the execution this one builds on. */
export const BASE_ID = "base";

/** The output of another job of the plan, written `"$<id>"` anywhere in its parameters. */
export class Reference {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  toJSON(): string {
    return `$${this.id}`;
  }
}

/** What a string of a plan means: `"$job1"` is a reference, `"$$5"` the text `$5`, anything else itself. */
export function readString(text: string): string | Reference {
  if (text.startsWith("$$")) return text.slice(1);
  return text.startsWith("$") && text.length > 1 ? new Reference(text.slice(1)) : text;
}

/** The text as a plan says it, so that `readString` gives it back. */
export function quoteString(text: string): string {
  return text.startsWith("$") ? `$${text}` : text;
}

/** The same value with each string read: references become `Reference`, escapes are undone. */
export function readStrings(value: unknown): unknown {
  return mapLeaves(value, (leaf) => (typeof leaf === "string" ? readString(leaf) : leaf));
}

/** The ids that a job's parameters refer to, each once, in the order of their first appearance. */
export function referencesIn(params: unknown): string[] {
  const ids = new Set<string>();
  mapLeaves(params, (leaf) => {
    const read = typeof leaf === "string" ? readString(leaf) : leaf;
    if (read instanceof Reference) ids.add(read.id);
    return leaf;
  });
  return [...ids];
}

/** A copy of a JSON-like value with every leaf (what is neither an array nor a plain object) replaced. */
export function mapLeaves(
  value: unknown,
  replace: (leaf: unknown, path: readonly (string | number)[]) => unknown,
  path: readonly (string | number)[] = [],
): unknown {
  if (Array.isArray(value)) return value.map((entry, index) => mapLeaves(entry, replace, [...path, index]));
  if (isPlainObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, mapLeaves(member, replace, [...path, key])]),
    );
  }
  return replace(value, path);
}
