import { mapLeaves } from "../json/map-leaves.ts";

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

/** The text as a plan says it, so that `readStrings` gives it back: `$5` is written `$$5`. */
export function quoteString(text: string): string {
  return text.startsWith("$") ? `$${text}` : text;
}

/** What a plan's parameters say: each `"$job1"` becomes a `Reference`, each `"$$5"` the text `$5`. */
export function readStrings(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return mapLeaves(params, (leaf) => {
    if (typeof leaf !== "string" || !leaf.startsWith("$") || leaf === "$") return leaf;
    return leaf.startsWith("$$") ? leaf.slice(1) : new Reference(leaf.slice(1));
  });
}
