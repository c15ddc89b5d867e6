/** What a value is, for a message that says what was expected in its place. */
export function describeValue(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return `\`${value}\``;
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return value.length > 40 ? "a string" : JSON.stringify(value);
  if (typeof value === "function")
    return value.name === "" ? "a function" : `a function (call it: \`${value.name}()\`)`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return describeObject(value);
  return "a symbol";
}

function describeObject(value: object): string {
  if ("then" in value && typeof value.then === "function") return "a Promise (`await` it first)";
  const prototype: unknown = Object.getPrototypeOf(value);
  const name =
    typeof prototype === "object" && prototype !== null && Object.hasOwn(prototype, "constructor")
      ? prototype.constructor.name
      : "Object";
  return name === "Object" ? "an object" : `an object of class ${name}`;
}
