export {
  createProviders,
  type CreateProvidersOptions,
  type Polling,
  type ProviderRunOptions,
  type Providers,
  type ProviderWebhooks,
} from "./create-providers.ts";
export { BUILT_IN_PROVIDERS } from "./built-in-providers.ts";
export { checkedProviders, isProvider } from "./checked-providers.ts";
export type { LostRuns, Provider, ProviderContext, ProviderWebhook, SentRequest } from "./provider.ts";
export {
  UNIFIED_NAMES,
  type MediaInput,
  type ProviderRequest,
  type RequestPaths,
  type UnifiedName,
} from "./provider-request.ts";
export type { PollOutcome, ProviderResult, Submission } from "./provider-result.ts";
export type { WebhookNews, WebhookRequest, WebhookTrust } from "./provider-webhook.ts";
export { ProviderError, type ProviderErrorCode } from "./ask/provider-error.ts";
export { readProviderSettings, type ProviderAccess, type ProviderSettings } from "./ask/provider-settings.ts";
export type { ProviderProgress, RememberedRun } from "./ask/run-options.ts";
export { ignoredParameters, knownModels, modelOf, type KnownModel } from "./models/known-model.ts";
export { checkRequest } from "./models/check-request.ts";
export { createEspeakThreads, type EspeakThreads } from "./offline/espeak-threads.ts";
export { placeWords, type PlacedWord, type SpokenEvent } from "./offline/place-words.ts";
export { speak, type Speech, type SpeechOptions } from "./offline/speak.ts";
export { findEspeak, utter, type Utterance, type UtteranceOptions } from "./offline/utter.ts";

// What a provider of another package is made of.
export { callProvider, type ProviderCall } from "./ask/call-provider.ts";
export type { AnswerReading, CallPhase, RefusedAnswer } from "./ask/answer-error.ts";
export type { FieldName, ModelEntry } from "./models/model-entry.ts";
export type { ModelTable } from "./models/model-table.ts";
export { modelFields } from "./models/model-fields.ts";
export { requireModelId } from "./models/require-model-id.ts";
export { openMedia, placeMedia } from "./results/media-input.ts";
export { readMediaOutput } from "./results/read-media-output.ts";
export { readTranscript } from "./results/read-transcript.ts";
