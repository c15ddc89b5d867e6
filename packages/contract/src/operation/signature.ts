import type { z } from "zod";
import type { OutputKind } from "./source.ts";

/** A parameter that an operation takes from the jobs before it when the plan does not name it. */
export interface InputSlot {
  readonly param: string;
  /** Another name under which the same parameter may be written. */
  readonly alias?: string;
  readonly accepts: readonly OutputKind[];
  /** Takes all that is left, in order, as a list. */
  readonly many?: boolean;
  /** The operation cannot do without it. */
  readonly required?: boolean;
}

/** What can be known of an operation without running it: what the SDK, the engine and the JSON Schema go by. */
export interface Signature<Schema extends z.ZodType = z.ZodType> {
  /** The name in a plan. */
  readonly type: string;
  /** The name of its function in TypeScript. @default the same */
  readonly builder?: string;
  /** What it does, in a line. */
  readonly summary: string;
  readonly params: Schema;
  /** In the order in which they are filled. The first is the main one: an operation that names it takes no others from before. */
  readonly inputs: readonly InputSlot[];
  readonly yields: OutputKind;
}
