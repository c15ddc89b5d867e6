import type { Task } from "@proxx/contract";
import type { Provider } from "../provider.ts";
import { UNIFIED_NAMES, type ProviderRequest, type UnifiedName } from "../provider-request.ts";
import type { ModelEntry } from "./model-entry.ts";
import { modelFields } from "./model-fields.ts";
import type { ModelTable } from "./model-table.ts";

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

/** What is known of the request's model. */
export function entryOf({ known }: ModelTable, { model }: ProviderRequest): ModelEntry | undefined {
  return Object.hasOwn(known, model) ? known[model] : undefined;
}

/** What is known of the request's model, or of most models that do the same. */
export function modelOf(
  table: ModelTable,
  request: ProviderRequest,
): Pick<ModelEntry, "names" | "defaults" | "version"> {
  return entryOf(table, request) ?? table.usual(request);
}

/**
 * What a request says that its model will not hear: that a model of the table has no word for something is an issue,
 * and of the others nobody knows more than what most of them are called.
 */
export function ignoredParameters({ models }: WithModels, request: ProviderRequest): UnifiedName[] {
  if (entryOf(models, request) !== undefined) return [];
  const { unsaid, unworded, twice } = modelFields(models.usual(request), request);
  return [...unsaid, ...unworded.map(({ name }) => name), ...twice];
}
