export { openRuntime, type Runtime } from "./open-runtime.ts";
export { homeFolder, type RuntimeOptions } from "./runtime-settings.ts";
export type { Engine, EventPage, RunningExecution, StartOptions } from "@proxx/engine";
export { isProvider, type Provider } from "@proxx/providers";
