import { isPlainObject } from "./plain-object.ts";

/** Where a value stands in a document: `["items", 0, "media"]`. */
export type Path = readonly (string | number)[];

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
