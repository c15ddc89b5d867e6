import { defineOperation } from "@proxx/contract";
import { movieApproach } from "../movies/movie-approach.ts";
import { STEP_WEIGHTS } from "../movies/movie-steps.ts";
import type { OperationResources } from "../operation-resources.ts";
import { drawSlides } from "./signature.ts";

/** The slides of a script. */
export function createDrawSlides(resources: OperationResources) {
  return defineOperation({
    signature: drawSlides.signature,
    version: 2,
    weight: STEP_WEIGHTS.slides,
    alwaysMakesFiles: true,
    check: async (params) => (await resources.movies()).check.slides(params),
    approach: (params) => movieApproach(resources, (build) => build.slides(params)),
    run: async (params, context) => (await resources.movies()).drawSlides(params, context),
  });
}
