import type { ProviderRequest } from "../provider-request.ts";
import type { ModelEntry } from "./model-entry.ts";

/** What is known of a provider's models. */
export interface ModelTable {
  /** What an id of a model looks like here; ids stand in URLs, so nothing else gets through. */
  idPattern: RegExp;
  idExample: string;
  /** The models whose parameters are checked. */
  known: Readonly<Record<string, ModelEntry>>;
  /** What a model that is not in the table is told, and how. */
  usual: (request: ProviderRequest) => Pick<ModelEntry, "names" | "defaults">;
}
