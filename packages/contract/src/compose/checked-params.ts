import { describeValue } from "../messages/describe-value.ts";
import { isPlainObject } from "../json/plain-object.ts";
import { isComposable } from "./composable.ts";

const MAX_DEPTH = 64;

/**
 * A frozen copy of a builder's parameters: JSON, and nodes where JSON would have a value. Whatever else stands in them is
 * a mistake that would be lost on the way (a date, a function, NaN), and a `TypeError` that names its place.
 */
export function checkedParams(builder: string, params: unknown): Readonly<Record<string, unknown>> {
  if (!isPlainObject(params)) {
    throw new TypeError(`Expected the parameters of \`${builder}\` to be an object, got ${describeValue(params)}`);
  }
  return copyMembers(params, builder, [params]);
}

function copy(value: unknown, place: string, ancestors: readonly unknown[]): unknown {
  if (isComposable(value)) return value;
  if (typeof value === "string" && !value.isWellFormed()) {
    throw new TypeError(`Expected \`${place}\` to be well-formed Unicode, got half of a surrogate pair`);
  }
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return value;
  if (ancestors.includes(value)) throw new TypeError(`Expected \`${place}\` not to contain itself`);
  if (ancestors.length > MAX_DEPTH) throw new TypeError(`Expected \`${place}\` to be nested less deeply`);
  if (Array.isArray(value)) {
    // `Array.from` and not `map`: a hole of a sparse array is `undefined`, not nothing.
    const entries = Array.from(value, (entry: unknown, index) =>
      copy(entry, `${place}[${index}]`, [...ancestors, value]),
    );
    return Object.freeze(entries);
  }
  if (isPlainObject(value)) return copyMembers(value, place, [...ancestors, value]);
  throw new TypeError(`Expected \`${place}\` to be a JSON value or a node, got ${describeValue(value)}`);
}

function copyMembers(value: Readonly<Record<string, unknown>>, place: string, ancestors: readonly unknown[]) {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => [key, copy(member, `${place}.${key}`, ancestors)] as const);
  return Object.freeze(Object.fromEntries(members));
}
