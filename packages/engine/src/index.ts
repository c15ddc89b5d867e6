export type { ArtifactStore, FoundArtifact, IncomingFile } from "./artifact-store.ts";
export {
  checkPlan,
  type BaseOutput,
  type CheckedJob,
  type CheckedPlan,
  type CheckPlanOptions,
  type PlanCheck,
} from "./check-plan.ts";
export { createEngine, type Engine, type EngineOptions, type RunningExecution, type StartOptions } from "./engine.ts";
export type { JobExplanation, PlanExplanation } from "./explain-plan.ts";
export type { FetchedSource, FetchSource, FetchSourceOptions } from "./fetch-source.ts";
export { createFileArtifactStore, type FileArtifactStoreOptions } from "./file-artifact-store.ts";
export type { ExecutionChange, ExecutionRecord, JobChange, Journal } from "./journal.ts";
export { createMemoryJournal } from "./memory-journal.ts";
export type { PlacedSource } from "./place-sources.ts";
export type { ProbeFile } from "./probe-file.ts";
