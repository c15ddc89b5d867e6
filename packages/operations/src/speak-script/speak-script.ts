import { defineOperation } from "@proxx/contract";
import { movieApproach } from "../movies/movie-approach.ts";
import { STEP_WEIGHTS } from "../movies/movie-steps.ts";
import type { OperationResources } from "../operation-resources.ts";
import { speakScript } from "./signature.ts";

/** Every line of a script, spoken. */
export function createSpeakScript(resources: OperationResources) {
  return defineOperation({
    signature: speakScript.signature,
    version: 1,
    weight: STEP_WEIGHTS.speech,
    alwaysMakesFiles: true,
    check: async (params) => (await resources.movies()).check.speech(params),
    approach: () => movieApproach(resources, (build) => build.speech()),
    run: async (params, context) => (await resources.movies()).speakScript(params, context),
  });
}
