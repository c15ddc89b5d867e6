import { availableParallelism } from "node:os";
import type { Issue } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import { inspectSource, type InspectOptions } from "../source/inspect-source.ts";
import type { InspectedSource, RawSource, SourceProblem } from "../source/inspected-source.ts";

/** Looks at every source, several at a time, and gives what it found in their order: nothing for one with an issue. */
export async function inspectSources(
  sourcePaths: readonly string[],
  tools: MediaTools,
  options: InspectOptions,
): Promise<{ sources: (InspectedSource | RawSource | null)[]; issues: Issue[] }> {
  const found: (InspectedSource | RawSource | SourceProblem)[] = [];
  let next = 0;
  const inspectNext = async () => {
    for (let index = next++; index < sourcePaths.length; index = next++)
      found[index] = await inspectSource(sourcePaths[index] ?? "", tools, options);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, inspectNext));
  const problems = found.flatMap((one, index) => ("code" in one ? [{ path: `$.sources[${index}]`, ...one }] : []));
  return {
    sources: found.map((one) => ("code" in one ? null : one)),
    issues: [...problems, ...checkRepeated(sourcePaths)],
  };
}

function* checkRepeated(sourcePaths: readonly string[]): Generator<Issue> {
  const seen = new Map<string, number>();
  for (const [index, sourcePath] of sourcePaths.entries()) {
    const first = seen.get(sourcePath);
    if (first === undefined) seen.set(sourcePath, index);
    else {
      yield {
        path: `$.sources[${index}]`,
        code: "source_repeated",
        message: `${sourcePath} stands in the list already, as source ${first}.`,
        hint: "Name each clip once.",
      };
    }
  }
}
