export { createLocalEngine, type LocalEngine, type LocalEngineOptions } from "./create-local-engine.ts";
export { followRuns, type FollowedJob, type FollowedRuns } from "./followed-runs.ts";
export { readLocalSettings, type LocalSettings } from "./local-settings.ts";
export { openEmbedded } from "./open-embedded.ts";
export {
  receiveProviderWebhook,
  withWebhooks,
  type Polling,
  type ProviderWebhooks,
  type ReceiveProviderWebhook,
} from "./provider-webhooks.ts";
