export { callbackUrlBelow } from "./callback-url.ts";
export { openRuntime, type Runtime } from "./open-runtime.ts";
export { databaseOf, homeFolder, type OwnFile, type RuntimeOptions } from "./runtime-settings.ts";
export type { RequestTrace } from "./open-tracing.ts";
export type {
  Deliveries,
  Delivery,
  Engine,
  EventPage,
  OpenArtifact,
  RunningExecution,
  StartOptions,
  TakenDelivery,
} from "@proxx/engine";
export { isProvider, type Provider } from "@proxx/providers";
export { RequestTaken, type Requested, type RequestKey } from "@proxx/engine";
