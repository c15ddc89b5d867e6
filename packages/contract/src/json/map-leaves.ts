import { isPlainObject } from "./plain-object.ts";

/** Where a value stands in a document: `["items", 0, "media"]`. */
export type Path = readonly (string | number)[];

/** A value that is neither a list nor a plain object, and where it stands. */
export interface Leaf {
  readonly value: unknown;
  readonly path: Path;
}

type Replace = (leaf: unknown, path: Path) => unknown;

/** A copy of a JSON-like value with every leaf (what is neither a list nor a plain object) replaced. */
export function mapLeaves(value: Readonly<Record<string, unknown>>, replace: Replace): Record<string, unknown>;
export function mapLeaves(value: unknown, replace: Replace, path?: Path): unknown;
export function mapLeaves(value: unknown, replace: Replace, path: Path = []): unknown {
  if (Array.isArray(value)) return value.map((entry, index) => mapLeaves(entry, replace, [...path, index]));
  if (!isPlainObject(value)) return replace(value, path);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, mapLeaves(member, replace, [...path, key])]),
  );
}

/** The leaves of a JSON-like value, in order. */
export function leavesOf(value: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  mapLeaves(value, (leaf, path) => leaves.push({ value: leaf, path }));
  return leaves;
}
