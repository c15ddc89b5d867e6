/**
 * Canonical JSON after RFC 8785: keys in UTF-16 code-unit order, no white space, numbers and strings as ECMAScript
 * writes them (the RFC takes its number and string formats from there, so `JSON.stringify` of a primitive is exact).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`Expected a finite number, got \`${value}\``);
  if (value === undefined) throw new TypeError("Expected a JSON value, got `undefined`");
  return JSON.stringify(value);
}
