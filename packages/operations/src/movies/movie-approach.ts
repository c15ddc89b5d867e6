import type { Approach } from "@proxx/contract";
import type { OperationResources } from "../operation-resources.ts";
import type { MovieSteps } from "./movie-steps.ts";

type Build = Approach["build"];

/** How a step is done: on this machine, by what it has and what else decides what it makes. */
export async function movieApproach(
  resources: OperationResources,
  buildOf: (build: MovieSteps["build"]) => Promise<Build>,
): Promise<Approach> {
  const [{ version }, steps] = await Promise.all([resources.tools(), resources.movies()]);
  const build = await buildOf(steps.build);
  // A model that writes is waited for.
  const load = Object.hasOwn(build, "writer") ? "wait" : "compute";
  return { provider: null, degradations: [], build: { ffmpeg: version, ...build }, load };
}
