import { describeValue, isComposable, PIPELINE, type OutputKind, type Plan, type Yields } from "@proxx/contract";
import { execute } from "../execute/execute.ts";
import type { ExecuteOptions, ProgressListener } from "../execute/execute-options.ts";
import type { PipelineExecution } from "../execute/pipeline-execution.ts";
import { evaluateComposition, type JobGraph } from "./evaluate-composition.ts";
import { isOutputs, type Composable, type Outputs, type Pipeline } from "./pipeline.ts";
import { planSource, writePlan } from "./write-plan.ts";

type NodeOrPipeline = Composable | Outputs;
type KindOf<Given> = Given extends Yields<infer Kind> | Outputs<infer Kind> ? Kind : never;
type LastKind<Elements extends readonly NodeOrPipeline[]> = Elements extends readonly [...unknown[], infer Last]
  ? KindOf<Last>
  : KindOf<Elements[number]>;
type NameIn<Elements extends readonly NodeOrPipeline[]> = Elements extends readonly [
  ...unknown[],
  Outputs<OutputKind, infer Name>,
]
  ? Name
  : string;

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
export function compose<const Elements extends readonly NodeOrPipeline[]>(
  ...elements: Elements
): Pipeline<LastKind<Elements>, NameIn<Elements>>;
export function compose(...elements: readonly NodeOrPipeline[]): Pipeline {
  elements.forEach((element: unknown, index) => {
    if (isComposable(element)) return;
    if (isOutputs(element)) {
      if (index === elements.length - 1) return;
      throw new TypeError("Expected `outputs` to stand last in `compose`");
    }
    throw new TypeError(
      `Expected argument ${index + 1} of \`compose\` to be a node or a pipeline, got ${describeWrong(element)}`,
    );
  });
  const last = elements.at(-1);
  if (last === undefined) throw new TypeError("Expected `compose` to be given at least one node, got none");
  return new ComposedPipeline(elements, last.yields);
}

class ComposedPipeline implements Pipeline {
  readonly yields: OutputKind;
  readonly #operations: readonly NodeOrPipeline[];
  readonly #graph: JobGraph;
  readonly #listeners = new Set<ProgressListener>();

  constructor(operations: readonly NodeOrPipeline[], yields: OutputKind) {
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

  getOperations(): readonly NodeOrPipeline[] {
    return this.#operations;
  }

  toJSON(): Plan {
    return writePlan(this.#graph);
  }

  onProgress(callback: ProgressListener): this {
    if (typeof callback !== "function") {
      throw new TypeError(`Expected the callback of \`onProgress\` to be a function, got ${describeValue(callback)}`);
    }
    this.#listeners.add(callback);
    return this;
  }

  execute(options: ExecuteOptions = {}): Promise<PipelineExecution> {
    return execute(planSource(this), options, [...this.#listeners]);
  }
}

function describeWrong(element: unknown): string {
  if (typeof element === "string") return `${describeValue(element)} (for a file or a URL write \`media("…")\`)`;
  if (Array.isArray(element)) return "an array (spread it: `compose(...nodes)`)";
  return describeValue(element);
}
