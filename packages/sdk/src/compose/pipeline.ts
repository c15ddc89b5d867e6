import { describeValue, type ExecutionProgress, type OutputKind, type Plan, type Yields } from "@proxx/contract";
import { isComposable, PIPELINE, type Composable } from "./composable.ts";
import { evaluateComposition, type JobGraph } from "./evaluate-composition.ts";
import { execute } from "../execute/execute.ts";
import type { ExecuteOptions } from "../execute/execute-options.ts";
import type { PipelineExecution } from "../execute/pipeline-execution.ts";
import { planSource, writePlan } from "./write-plan.ts";

export type ProgressListener = (progress: ExecutionProgress) => void;

/** A composition: what it consists of never changes. It can stand wherever a node can, also in a parameter. */
export class Pipeline<Kind extends OutputKind = OutputKind> implements Yields<Kind> {
  readonly yields: Kind;
  readonly #operations: readonly Composable[];
  readonly #graph: JobGraph;
  readonly #listeners = new Set<ProgressListener>();

  constructor(operations: readonly Composable[], yields: Kind) {
    this.yields = yields;
    this.#operations = Object.freeze([...operations]);
    this.#graph = evaluateComposition(this.#operations);
    // At once, so that what cannot be is said where it was written.
    writePlan(this.#graph);
    Object.freeze(this);
  }

  get [PIPELINE](): true {
    return true;
  }

  /** What `compose` was given. */
  getOperations(): readonly Composable[] {
    return this.#operations;
  }

  /** The plan as it would be sent. */
  toJSON(): Plan {
    return writePlan(this.#graph);
  }

  /**
   * Tells the callback how each execution of this pipeline gets on. It stands for the pipeline it is called on: the same
   * is returned, so that it can be chained.
   */
  onProgress(callback: ProgressListener): this {
    if (typeof callback !== "function") {
      throw new TypeError(`Expected the callback of \`onProgress\` to be a function, got ${describeValue(callback)}`);
    }
    this.#listeners.add(callback);
    return this;
  }

  /**
   * Runs the pipeline: on a server where `apiUrl` or PROXX_API_URL names one, else in this process. Resolves when it has
   * ended, also when it has failed, which `status` tells; with `webhookUrl` as soon as it has begun. Rejects when it
   * could not begin: with `PlanValidationError` when the plan is refused.
   *
   * @example
   * const execution = await compose(scene1, scene2, merge({ transition: "crossfade" })).execute();
   * console.log(execution.status, execution.result?.url);
   */
  execute(options: ExecuteOptions = {}): Promise<PipelineExecution> {
    return execute(planSource(this), options, [...this.#listeners]);
  }
}

type KindOf<Element> = Element extends Yields<infer Kind> ? Kind : never;
type LastKind<Elements extends readonly Composable[]> = Elements extends readonly [...unknown[], infer Last]
  ? KindOf<Last>
  : KindOf<Elements[number]>;

/**
 * Puts steps together, each taking what those before it leave. What needs nothing, such as `generateVideo`, runs side by
 * side with its neighbours. Pipelines can be nested, and a step can stand in another's parameters.
 *
 * @example
 * const demo = compose(
 *   generateVideo({ prompt: "Scene 1", duration: 3 }),
 *   generateVideo({ prompt: "Scene 2", duration: 3 }),
 *   merge({ transition: "crossfade" }),
 *   reframe({ aspectRatio: "9:16" }),
 * );
 * const french = compose(demo, lipSync({ audioUrl }), addSubtitles({ language: "fr" }));
 */
export function compose<const Elements extends readonly Composable[]>(
  ...elements: Elements
): Pipeline<LastKind<Elements>>;
export function compose(...elements: readonly Composable[]): Pipeline {
  elements.forEach((element: unknown, index) => {
    if (isComposable(element)) return;
    throw new TypeError(
      `Expected argument ${index + 1} of \`compose\` to be a node or a pipeline, got ${describeWrong(element)}`,
    );
  });
  const last = elements.at(-1);
  if (last === undefined) throw new TypeError("Expected `compose` to be given at least one node, got none");
  return new Pipeline(elements, last.yields);
}

function describeWrong(element: unknown): string {
  if (typeof element === "string") return `${describeValue(element)} (for a file or a URL write \`media("…")\`)`;
  if (Array.isArray(element)) return "an array (spread it: `compose(...nodes)`)";
  return describeValue(element);
}
