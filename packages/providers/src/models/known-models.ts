import { UNIFIED_NAMES, type ProviderName, type ProviderRequest, type Task, type UnifiedName } from "../provider.ts";
import { ignoredNames, type ModelTable } from "./check-request.ts";
import { ELEVENLABS_MODELS } from "./elevenlabs-models.ts";
import { FAL_MODELS } from "./fal-models.ts";
import { GOOGLE_MODELS } from "./google-models.ts";
import { OPENAI_MODELS } from "./openai-models.ts";
import { REPLICATE_MODELS } from "./replicate-models.ts";

export interface KnownModel {
  provider: ProviderName;
  model: string;
  tasks: readonly Task[];
  takes: readonly UnifiedName[];
  /** False for one that writes down what is said, and not when. */
  wordTimes: boolean;
}

const TABLES: Readonly<Record<ProviderName, ModelTable>> = {
  replicate: REPLICATE_MODELS,
  fal: FAL_MODELS,
  "google-cloud": GOOGLE_MODELS,
  openai: OPENAI_MODELS,
  elevenlabs: ELEVENLABS_MODELS,
};

/** What is known of a provider's models. */
export function modelTable(provider: ProviderName): ModelTable {
  return TABLES[provider];
}

/** The models whose parameters are checked, with what each takes by unified name: for documentation and completion. */
export function knownModels(provider: ProviderName): KnownModel[] {
  return Object.entries(TABLES[provider].models).map(([model, { tasks, names, wordTimes = true }]) => ({
    provider,
    model,
    tasks,
    takes: UNIFIED_NAMES.filter((name) => names[name] !== undefined),
    wordTimes,
  }));
}

/** What a request says that would not reach a model of which nothing is known. */
export function ignoredParameters(provider: ProviderName, request: ProviderRequest): UnifiedName[] {
  return ignoredNames(TABLES[provider], request);
}
