export {
  createProviders,
  type CreateProvidersOptions,
  type ProviderRunOptions,
  type Providers,
} from "./create-providers.ts";
export { createPollBell, type PollBell } from "./ask/poll-bell.ts";
export {
  PROVIDER_NAMES,
  TASKS,
  UNIFIED_NAMES,
  type MediaInput,
  type PollOutcome,
  type Provider,
  type ProviderContext,
  type ProviderName,
  type ProviderRequest,
  type ProviderResult,
  type RequestPaths,
  type Submission,
  type Task,
  type TranscriptWord,
  type UnifiedName,
  type WebhookDelivery,
  type WebhookNews,
  type WebhookTrust,
} from "./provider.ts";
export { ProviderError, type ProviderErrorCode } from "./ask/provider-error.ts";
export {
  findProviderKey,
  isProviderName,
  PROVIDER_KEY_VARIABLES,
  PROVIDER_URL_VARIABLES,
  requireProviderKey,
  type FindProviderKeyOptions,
  type ProviderKey,
  type ProviderKeySource,
} from "./ask/provider-keys.ts";
export {
  runWithProvider,
  type ProviderProgress,
  type RememberedRun,
  type RunWithProviderOptions,
} from "./ask/run-with-provider.ts";
export { ignoredParameters, knownModels, type KnownModel } from "./models/known-models.ts";
export { findEspeak, speak, type Speech, type SpeechOptions } from "./offline/speak.ts";
export { wavFile } from "./offline/wav-file.ts";
