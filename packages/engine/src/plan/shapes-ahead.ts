import type { AspectRatio } from "@proxx/contract";
import type { ParsedJob } from "./read-parameters.ts";

/** To which shapes the jobs that come after each job cut the picture that it makes, by the job's id. */
export function shapesAhead(
  order: readonly string[],
  jobs: ReadonlyMap<string, ParsedJob>,
): ReadonlyMap<string, readonly AspectRatio[]> {
  const ahead = new Map<string, AspectRatio[]>();
  // From the last job to the first: whoever takes an output has its own shapes by then.
  for (const id of order.toReversed()) {
    const job = jobs.get(id);
    if (job === undefined) continue;
    const own = job.operation.cutsTo?.(job.params) ?? null;
    const shapes = [...(own === null ? [] : [own]), ...(ahead.get(id) ?? [])];
    for (const { from } of job.sources) {
      if (from.kind === "job") ahead.set(from.id, distinct([...(ahead.get(from.id) ?? []), ...shapes]));
    }
  }
  return ahead;
}

function distinct(shapes: readonly AspectRatio[]): AspectRatio[] {
  return [...new Map(shapes.map((shape) => [shape.text, shape])).values()];
}
