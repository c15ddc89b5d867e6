import { defineOperation } from "@proxx/contract";
import { movieApproach } from "../movies/movie-approach.ts";
import { STEP_WEIGHTS } from "../movies/movie-steps.ts";
import type { OperationResources } from "../operation-resources.ts";
import { renderMovie } from "./signature.ts";

/** A movie of what was written, spoken and drawn. */
export function createRenderMovie(resources: OperationResources) {
  return defineOperation({
    signature: renderMovie.signature,
    version: 2,
    weight: STEP_WEIGHTS.movie,
    alwaysMakesFiles: true,
    approach: () => movieApproach(resources, (build) => build.movie()),
    run: async (params, context) => (await resources.movies()).renderMovie(params, context),
  });
}
