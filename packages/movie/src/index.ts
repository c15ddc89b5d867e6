export type { OnProgress, StepOptions } from "./step-options.ts";
