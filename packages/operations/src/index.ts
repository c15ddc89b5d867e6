/**
 * Everything a plan can name. A folder with a `signature.ts` is an operation: that file says what is known of it without
 * running it, and has its builder; the file named for the folder does the work. What two operations share is in:
 *
 * - `parameters/`: what their parameters are made of.
 * - `ask-model/`: a model does the work. `model-or-stand-in.ts` decides who; `run-model.ts` checks the request
 *   (`model-request.ts`), has it done (`ask-patiently.ts`) and takes what comes of it (`take-results.ts`). In between the job is
 *   parked; what it goes on with is in `noted-down.ts`.
 * - `words/`: captions of words.
 * - `movies/`: the port behind which the packages are that make movies.
 * - `animatic/`: what is shown where no model makes a picture.
 */

export { cancelNotedRun } from "./ask-model/noted-down.ts";
export { createOperations, type CreateOperation } from "./create-operations.ts";
export { defineFilmOperation, type FilmContext } from "./define-film-operation.ts";
export type { MovieSteps } from "./movies/movie-steps.ts";
export { ffmpegApproach, type OperationResources } from "./operation-resources.ts";
