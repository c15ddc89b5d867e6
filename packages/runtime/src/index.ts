export { openRuntime, type Runtime } from "./open-runtime.ts";
export { homeFolder, type RuntimeOptions } from "./runtime-settings.ts";
export type {
  Deliveries,
  Delivery,
  Engine,
  EventPage,
  RunningExecution,
  StartOptions,
  TakenDelivery,
} from "@proxx/engine";
export { isProvider, type Provider } from "@proxx/providers";
