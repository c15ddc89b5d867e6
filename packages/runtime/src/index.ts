export { openRuntime, type Runtime, type RuntimeOptions } from "./open-runtime.ts";
export { readRuntimeSettings, type RuntimeSettings } from "./runtime-settings.ts";
export type { Polling, ProviderWebhooks } from "./provider-webhooks.ts";
export type { Engine, RunningExecution, StartOptions } from "@proxx/engine";
