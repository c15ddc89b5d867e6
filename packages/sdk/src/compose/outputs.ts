import { describeValue, isComposable, isPlainObject, type Yields } from "@proxx/contract";
import { OUTPUTS, type Composable, type Outputs } from "./pipeline.ts";

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
): Outputs<Named[keyof Named] extends Yields<infer Kind> ? Kind : never, Extract<keyof Named, string>>;
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
