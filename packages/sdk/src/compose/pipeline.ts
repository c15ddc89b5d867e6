import { PIPELINE, type Node, type OutputKind, type Plan, type Yields } from "@proxx/contract";
import type { ExecuteOptions, ProgressListener } from "../execute/execute-options.ts";
import type { PipelineExecution } from "../execute/pipeline-execution.ts";

/** What `compose` takes, and what may stand in a parameter of a builder. */
export type Composable = Node | Pipeline;

// Registered, so that what was made by one copy of this package is known to another.
export const OUTPUTS = Symbol.for("proxx.outputs");

/** Several ends of one composition, each with its name. Stands last in `compose`. */
export interface Outputs<Kind extends OutputKind = OutputKind, Name extends string = string> {
  readonly [OUTPUTS]: true;
  /** What the last of them makes, which is the `result`. */
  readonly yields: Kind;
  readonly named: Readonly<Record<Name, Composable>>;
}

/**
 * A composition: what it consists of never changes. It can stand wherever a node can, also in a parameter. `Kind` is what it
 * makes, `Name` what its `outputs` are called.
 */
export interface Pipeline<Kind extends OutputKind = OutputKind, Name extends string = string> extends Yields<Kind> {
  readonly [PIPELINE]: true;
  /** What `compose` was given. */
  getOperations(): readonly (Composable | Outputs)[];
  /** The plan as it would be sent. */
  toJSON(): Plan;
  /**
   * Tells the callback how each execution of this pipeline gets on. It stands for the pipeline it is called on: the same
   * is returned, so that it can be chained.
   */
  onProgress(callback: ProgressListener): this;
  /**
   * Runs the pipeline: on a server where `apiUrl` or PROXX_API_URL names one, else in this process. Resolves when it has
   * ended, also when it has failed, which `status` tells; with `webhookUrl` as soon as it has begun. Rejects when it
   * could not begin: with `PlanValidationError` when the plan is refused.
   *
   * @example
   * const execution = await compose(scene1, scene2, merge({ transition: "crossfade" })).execute();
   * console.log(execution.status, execution.result?.url);
   */
  execute(options?: ExecuteOptions): Promise<PipelineExecution<Name>>;
}

export function isPipeline(value: unknown): value is Pipeline {
  return typeof value === "object" && value !== null && PIPELINE in value;
}

export function isOutputs(value: unknown): value is Outputs {
  return typeof value === "object" && value !== null && OUTPUTS in value;
}
