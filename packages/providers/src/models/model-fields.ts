import { type ProviderRequest, type UnifiedName, UNIFIED_NAMES } from "../provider-request.ts";
import type { FieldName, ModelEntry } from "./model-entry.ts";

export interface ModelFields {
  /** The model's own fields as they are sent, media not yet placed. */
  fields: Record<string, unknown>;
  /** Which unified name gave a field; fields from `options` are not in here. */
  saidAs: ReadonlyMap<string, UnifiedName>;
  /** Said, and the model has no field for it. */
  unsaid: readonly UnifiedName[];
  /** Said in words that the model does not have. */
  unworded: readonly { name: UnifiedName; words: readonly string[] }[];
  /** Said by unified name and in `options` too. */
  twice: readonly UnifiedName[];
}

/** Says a request in a model's own fields. */
export function modelFields(model: Pick<ModelEntry, "names" | "defaults">, request: ProviderRequest): ModelFields {
  const fields: Record<string, unknown> = {};
  const saidAs = new Map<string, UnifiedName>();
  const unsaid: UnifiedName[] = [];
  const unworded: { name: UnifiedName; words: readonly string[] }[] = [];
  const twice: UnifiedName[] = [];
  for (const name of UNIFIED_NAMES) {
    const value = request.input[name];
    if (value === undefined) continue;
    const fieldName = model.names[name];
    if (fieldName === undefined) {
      unsaid.push(name);
      continue;
    }
    const field = fieldOf(fieldName);
    if (saidAs.has(field) || Object.hasOwn(request.options, field)) {
      twice.push(name);
      continue;
    }
    if (typeof fieldName === "object" && "words" in fieldName && !Object.hasOwn(fieldName.words, wordFor(value))) {
      unworded.push({ name, words: Object.keys(fieldName.words) });
      continue;
    }
    fields[field] = said(fieldName, value);
    saidAs.set(field, name);
  }
  return { fields: { ...model.defaults, ...fields, ...request.options }, saidAs, unsaid, unworded, twice };
}

function fieldOf(fieldName: FieldName): string {
  return typeof fieldName === "string" ? fieldName : fieldName.field;
}

function said(fieldName: FieldName, value: unknown): unknown {
  // Who gives one picture where several may be given gives a list of one.
  if (typeof fieldName === "string") return Array.isArray(value) && value.length === 1 ? value[0] : value;
  return "words" in fieldName ? fieldName.words[wordFor(value)] : fieldName.say(value);
}

function wordFor(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
