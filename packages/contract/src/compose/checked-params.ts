import { describeValue } from "../messages/describe-value.ts";
import type { Path } from "../json/map-leaves.ts";
import { isPlainObject } from "../json/plain-object.ts";
import { isComposable } from "./composable.ts";

const MAX_DEPTH = 64;

/** A step, or several put together, that stands in a parameter. */
export interface Nested {
  readonly param: string;
  readonly value: unknown;
}

export interface CheckedParams {
  /** JSON, and nodes and pipelines where JSON would have a value. Frozen. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The nodes and pipelines in them, in order. */
  readonly nested: readonly Nested[];
}

/**
 * A copy of a builder's parameters. What can stand neither in JSON nor in its place is a mistake that would be lost on the
 * way (a date, a function, NaN), and a `TypeError` that names its place.
 */
export function checkedParams(builder: string, params: unknown): CheckedParams {
  if (!isPlainObject(params)) {
    throw new TypeError(`Expected the parameters of \`${builder}\` to be an object, got ${describeValue(params)}`);
  }
  const nested: Nested[] = [];
  return { params: copy(params, [], []), nested };

  function copy(value: Record<string, unknown>, path: Path, ancestors: readonly unknown[]): Record<string, unknown>;
  function copy(value: unknown, path: Path, ancestors: readonly unknown[]): unknown;
  function copy(value: unknown, path: Path, ancestors: readonly unknown[]): unknown {
    if (typeof value === "string" && !value.isWellFormed()) {
      throw new TypeError(`Expected \`${placeOf(path)}\` to be well-formed Unicode, got half of a surrogate pair`);
    }
    if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value))
      return value;
    const isList = Array.isArray(value);
    if (!isList && !isPlainObject(value)) {
      if (!isComposable(value)) {
        throw new TypeError(`Expected \`${placeOf(path)}\` to be a JSON value or a node, got ${describeValue(value)}`);
      }
      nested.push({ param: String(path[0]), value });
      return value;
    }
    if (ancestors.includes(value)) throw new TypeError(`Expected \`${placeOf(path)}\` not to contain itself`);
    if (ancestors.length > MAX_DEPTH) throw new TypeError(`Expected \`${placeOf(path)}\` to be nested less deeply`);
    const within = [...ancestors, value];
    // `Array.from` and not `map`: a hole of a sparse array is `undefined`, not nothing.
    if (isList) return Object.freeze(Array.from(value, (entry, index) => copy(entry, [...path, index], within)));
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, copy(member, [...path, key], within)] as const);
    return Object.freeze(Object.fromEntries(members));
  }

  function placeOf(path: Path): string {
    return builder + path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  }
}
