import { isPlainObject } from "./plain-object.ts";

/**
 * Canonical JSON after RFC 8785: keys in UTF-16 code-unit order, no white space, numbers and strings as ECMAScript
 * writes them (the RFC takes its number and string formats from there, so `JSON.stringify` of a primitive is exact).
 * What JSON cannot say is a `TypeError`; so is a lone surrogate (RFC 8785, 3.2.2.2), which UTF-8 cannot carry.
 */
export function canonicalJson(value: unknown): string {
  // `Array.from` and not `map`: a hole of a sparse array is `undefined`, not nothing.
  if (Array.isArray(value)) return `[${Array.from(value, (entry) => canonicalJson(entry)).join(",")}]`;
  // Not of a Date, a Map or a Buffer, which would quietly become `{}` or worse.
  if (isPlainObject(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${canonicalJson(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "string") {
    if (!value.isWellFormed())
      throw new TypeError(`Expected well-formed Unicode, got ${JSON.stringify(value.slice(0, 80))}`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) {
    return JSON.stringify(value);
  }
  throw new TypeError(
    `Expected a JSON value, got ${typeof value === "number" ? value : Object.prototype.toString.call(value)}`,
  );
}
