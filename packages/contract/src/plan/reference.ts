import { mapLeaves, type Path } from "../json/map-leaves.ts";

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

/** A reference among parameters, and where it stands in them. */
export interface PlacedReference {
  readonly id: string;
  readonly path: Path;
}

/** What a plan's parameters say: each `"$job1"` becomes a `Reference`, each `"$$5"` the text `$5`. */
export function readStrings(quoted: Readonly<Record<string, unknown>>): {
  params: Record<string, unknown>;
  references: PlacedReference[];
} {
  const references: PlacedReference[] = [];
  const params = mapLeaves(quoted, (leaf, path) => {
    if (typeof leaf !== "string" || !leaf.startsWith("$") || leaf === "$") return leaf;
    if (leaf.startsWith("$$")) return leaf.slice(1);
    const reference = new Reference(leaf.slice(1));
    references.push({ id: reference.id, path });
    return reference;
  });
  return { params, references };
}
