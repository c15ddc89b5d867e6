export type { OnProgress, StepOptions } from "./step-options.ts";

// Parts: what was made is found again by what it was made of.
export { createParts, type Part, type PartRequest, type Parts } from "./parts/parts.ts";
export { placePart } from "./parts/place-part.ts";
