export { createOperations, type CreateOperation } from "./create-operations.ts";
export { defineFilmOperation, type FilmContext } from "./define-film-operation.ts";
export { ffmpegApproach, type OperationResources } from "./operation-resources.ts";
