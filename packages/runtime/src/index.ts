export { callbackUrlBelow } from "./callback-url.ts";
export { checkHome } from "./check-home.ts";
export { collectGarbage, type GarbageOptions, type GarbageReport } from "./collect-garbage.ts";
export { openPins, type Pins } from "./open-pins.ts";
export { openRuntime, type Runtime } from "./open-runtime.ts";
export { SECRETS_KEY_RECORD } from "./secrets-key.ts";
export { openRecords, type OpenRecords } from "./open-records.ts";
export { databaseOf, type MoviesConfig, type RuntimeOptions } from "./runtime-settings.ts";
export type { RequestTrace } from "./open-tracing.ts";
export type {
  Deliveries,
  Delivery,
  Engine,
  EventPage,
  OpenArtifact,
  OwnSource,
  OwnSources,
  RunningExecution,
  StartOptions,
  TakenDelivery,
} from "@proxx/engine";
export type { Uploads } from "@proxx/storage";
export { isProvider, type Provider } from "@proxx/providers";
export { RequestTaken, type Requested, type RequestKey } from "@proxx/engine";
export { askLedger } from "@proxx/engine";
export type { JobSpecLedger, JobSpecState, KeptJobSpec, RecordLedger } from "@proxx/engine";
