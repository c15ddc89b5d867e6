import type { ExecutionError, ExecutionStatus } from "@proxx/contract";
import type { ExecutionJobs } from "./job-state.ts";
import type { BaseResult } from "./resolve-inputs.ts";
import type { Tally } from "./tally.ts";

/** Where an execution itself stands; like the state of a job a value that is only replaced, and can be written as JSON. */
export interface ExecutionState {
  readonly status: ExecutionStatus;
  /** That of the job that failed first; or a fault of the engine's. */
  readonly error: ExecutionError | null;
  readonly completedAtMs: number | null;
  /** Why all that has not ended is to end. */
  readonly ending: "cancelled" | "broken" | null;
  readonly base: BaseState;
}

/** Of the execution that this one builds on: `awaited` until its result is decided, `ended` until that is read. */
type BaseState =
  | { readonly kind: "none" | "awaited" | "ended" }
  | { readonly kind: "there"; readonly result: BaseResult };

/** An execution and its jobs. */
export interface Standing {
  readonly execution: ExecutionState;
  readonly jobs: ExecutionJobs;
  /** Of these jobs, where it is known. */
  readonly tally?: Tally;
}

export function initialExecution(base: "none" | "awaited" | "ended"): ExecutionState {
  return { status: "pending", error: null, completedAtMs: null, ending: null, base: { kind: base } };
}

export function hasEnded({ completedAtMs }: ExecutionState): boolean {
  return completedAtMs !== null;
}
