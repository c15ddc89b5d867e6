import { describeValue, isComposable, isPlainObject, type OutputKind, type Yields } from "@proxx/contract";
import type { Composable } from "./pipeline.ts";

// Registered, so that what was made by one copy of this package is known to another.
const OUTPUTS = Symbol.for("proxx.outputs");

/** Several ends of one composition, each with its name. Stands last in `compose`. */
export interface Outputs<Kind extends OutputKind = OutputKind> {
  readonly [OUTPUTS]: true;
  /** What the last of them makes, which is the `result`. */
  readonly yields: Kind;
  readonly named: Readonly<Record<string, Composable>>;
}

/**
 * Asks for several outputs of one film. What they share is made once; each stands in the execution's `results` by its
 * name, and the last one is the `result`.
 *
 * @example
 * const execution = await compose(
 *   film,
 *   outputs({ wide: reframe({ aspectRatio: "16:9" }), tall: reframe({ aspectRatio: "9:16" }) }),
 * ).execute();
 * console.log(execution.results.wide?.url, execution.results.tall?.url);
 */
export function outputs<Named extends Readonly<Record<string, Composable>>>(
  named: Named,
): Outputs<Named[keyof Named] extends Yields<infer Kind> ? Kind : never>;
export function outputs(named: Readonly<Record<string, Composable>>): Outputs {
  if (!isPlainObject(named)) {
    throw new TypeError(
      `Expected \`outputs\` to be given an object of nodes or pipelines, got ${describeValue(named)}`,
    );
  }
  const ends = Object.entries(named);
  for (const [name, end] of ends) {
    if (isComposable(end)) continue;
    throw new TypeError(`Expected \`outputs.${name}\` to be a node or a pipeline, got ${describeValue(end)}`);
  }
  const last = ends.at(-1);
  if (last === undefined) throw new TypeError("Expected `outputs` to be given at least one output, got none");
  return Object.freeze({ [OUTPUTS]: true as const, yields: last[1].yields, named: Object.freeze({ ...named }) });
}

export function isOutputs(value: unknown): value is Outputs {
  return typeof value === "object" && value !== null && OUTPUTS in value;
}
