import type { Provider } from "../provider.ts";
import { UNIFIED_NAMES, type ProviderRequest, type Task, type UnifiedName } from "../provider-request.ts";
import { ignoredNames } from "./check-request.ts";

export interface KnownModel {
  provider: string;
  model: string;
  tasks: readonly Task[];
  takes: readonly UnifiedName[];
  /** False for one that writes down what is said, and not when. */
  wordTimes: boolean;
}

type WithModels = Pick<Provider, "name" | "models">;

/** The models whose parameters are checked, with what each takes by unified name: for documentation and completion. */
export function knownModels({ name: provider, models }: WithModels): KnownModel[] {
  return Object.entries(models.known).map(([model, { tasks, names, wordTimes = true }]) => ({
    provider,
    model,
    tasks,
    takes: UNIFIED_NAMES.filter((name) => names[name] !== undefined),
    wordTimes,
  }));
}

/** What a request says that would not reach a model of which nothing is known. */
export function ignoredParameters({ models }: WithModels, request: ProviderRequest): UnifiedName[] {
  return ignoredNames(models, request);
}
