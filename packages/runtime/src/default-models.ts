import { didYouMean, modelSchema, ProxxError, TASKS, type Model, type Task } from "@proxx/contract";
import type { Provider } from "@proxx/providers";

type Variables = Readonly<Record<string, string | undefined>>;

const MODEL_VARIABLES: Readonly<Record<Task, string>> = {
  video: "PROXX_VIDEO_MODEL",
  image: "PROXX_IMAGE_MODEL",
  speech: "PROXX_SPEECH_MODEL",
  transcription: "PROXX_TRANSCRIPTION_MODEL",
  "lip-sync": "PROXX_LIP_SYNC_MODEL",
  "background-removal": "PROXX_BACKGROUND_REMOVAL_MODEL",
};

/** The models that the environment names for plans that name none. */
export function readDefaultModels(variables: Variables, providers: readonly Provider[]): Partial<Record<Task, Model>> {
  const models: Partial<Record<Task, Model>> = {};
  for (const task of TASKS) {
    const variable = MODEL_VARIABLES[task];
    const text = variables[variable]?.trim() ?? "";
    if (text !== "") models[task] = readModel(text, variable, [...providers.map(({ name }) => name), "local"]);
  }
  return models;
}

/** `replicate:bytedance/seedance-1-pro`, as it stands in `where`. */
export function readModel(text: string, where: string, names: readonly string[]): Model {
  const colon = text.indexOf(":");
  const provider = text.slice(0, colon);
  const parsed = modelSchema.safeParse({ provider, model: text.slice(colon + 1) });
  if (colon > 0 && parsed.success && names.includes(provider)) return parsed.data;
  const nearest = colon > 0 && !names.includes(provider) ? didYouMean(provider, names) : "";
  throw new ProxxError("invalid_document", `${where} is \`${text}\`, which names no model.`, {
    hint: `${nearest}Write provider and model, such as \`replicate:bytedance/seedance-1-pro\`. The providers are ${names.join(", ")}.`,
  });
}
