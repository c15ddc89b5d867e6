import type { Approach } from "@proxx/contract";
import type { OperationResources } from "../operation-resources.ts";
import type { MovieStepName } from "./movie-steps.ts";

/** How a step is done: on this machine, by what it has. */
export async function movieApproach(resources: OperationResources, step: MovieStepName): Promise<Approach> {
  const [{ version }, { build }] = await Promise.all([resources.tools(), resources.movies()]);
  return { provider: null, degradations: [], build: { ffmpeg: version, ...build[step] }, load: "compute" };
}
