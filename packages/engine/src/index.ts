export type { ArtifactStore, FoundArtifact, HeldFiles, IncomingFile, OpenArtifact } from "./store/artifact-store.ts";
export {
  checkPlan,
  type BaseOutput,
  type CheckedJob,
  type CheckedPlan,
  type CheckPlanOptions,
  type PlanCheck,
} from "./plan/check-plan.ts";
export type { CancelRun, EngineOptions } from "./engine-options.ts";
export { createEngine } from "./engine.ts";
export type { Engine } from "./engine-interface.ts";
export type { RunningExecution } from "./running-execution.ts";
export type { JobExplanation, PlanExplanation } from "./execution/explain-plan.ts";
export type { OwnSource, OwnSources } from "./sources/own-source.ts";
export type { FetchedSource, FetchSource, FetchSourceOptions } from "./sources/fetch-source.ts";
export { sweepFiles, type KeptFile, type Sweep } from "./store/sweep-files.ts";
export { createFileArtifactStore, type FileArtifactStoreOptions } from "./store/file-artifact-store.ts";
export type {
  ExecutionRecord,
  KeptJob,
  KeptSettings,
  KeptStanding,
  Ledger,
  LedgerFigures,
  LeftExecution,
  Move,
  Moved,
  NewExecution,
  ProviderRun,
  SeenWorker,
  Telling,
  WaitingJob,
  Worker,
} from "./ledger/ledger.ts";
export type { CountRequest, ListRequest } from "./ledger/list-request.ts";
export type {
  DeliveryLedger,
  DeliveryListRequest,
  DeliveryRequest,
  KeptDelivery,
  NewDelivery,
} from "./ledger/deliveries.ts";
export type { Deliveries, Delivery, TakenDelivery, Webhook } from "./ledger/open-deliveries.ts";
export { isReplaced, type EventPage, type JobReport, type KeptEvent, type Report } from "./ledger/kept-event.ts";
export type { EventsRequest } from "./ledger/next-events.ts";
export { withReport } from "./ledger/with-report.ts";
export {
  type JobSpecLease,
  type JobSpecLedger,
  type JobSpecListRequest,
  type JobSpecState,
  type KeptJobSpec,
  type NewJobSpec,
} from "./ledger/job-specs.ts";
export { readOrMakeKey } from "./ledger/seal-secrets.ts";
export { askLedger } from "./ledger/ask-ledger.ts";
export type { RecordLedger } from "./ledger/records.ts";
export { REQUEST_KEPT_MS, RequestTaken, type Requested, type RequestKey } from "./ledger/request-key.ts";
export type { HeldTask, Task, TaskLedger, TaskLimits, TaskProgress, TaskRequest } from "./ledger/tasks.ts";
export type { Decision, Offer, Release } from "./state/decision.ts";
export { initialExecution, type ExecutionState } from "./state/execution-state.ts";
export type { JobPhase, JobState } from "./state/job-state.ts";
export type { JobNews, News } from "./state/news.ts";
export { createMemoryLedger } from "./ledger/memory/memory-ledger.ts";
export type { PlacedSource } from "./plan/place-sources.ts";
export type { ProbeFile } from "./sources/probe-file.ts";
export {
  comparedOf,
  MOST_COMPARED,
  reuseRecordSchema,
  type EarlierRecord,
  type ReuseIndex,
  type ReuseRecord,
} from "./store/reuse-index.ts";
export { makeWorkFolder } from "./store/work-folder.ts";
export type { StartOptions } from "./start-options.ts";
