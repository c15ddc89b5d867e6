// Registered, so that what was made by one copy of this package is known to another.
export const NODE = Symbol.for("proxx.node");
export const PIPELINE = Symbol.for("proxx.pipeline");

/** Whether it is a step or several put together: what `compose` takes, and what may stand in a parameter of a builder. */
export function isComposable(value: unknown): boolean {
  return typeof value === "object" && value !== null && (NODE in value || PIPELINE in value);
}
