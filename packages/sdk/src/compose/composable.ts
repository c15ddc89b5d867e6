import type { Node } from "./node.ts";
import type { Pipeline } from "./pipeline.ts";

/** What `compose` takes, and what may stand in a parameter of a builder. */
export type Composable = Node | Pipeline;

// Registered, so that what was made by one copy of this package is known to another.
export const NODE = Symbol.for("proxx.node");
export const PIPELINE = Symbol.for("proxx.pipeline");

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && NODE in value;
}

export function isPipeline(value: unknown): value is Pipeline {
  return typeof value === "object" && value !== null && PIPELINE in value;
}

export function isComposable(value: unknown): value is Composable {
  return isNode(value) || isPipeline(value);
}
