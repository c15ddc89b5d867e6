import { callProvider } from "../ask/call-provider.ts";
import { openMedia, placeMedia } from "../results/media-input.ts";
import { modelOf } from "../models/known-model.ts";
import { modelFields } from "../models/model-fields.ts";
import { OPENAI_MODELS } from "./openai-models.ts";
import { ProviderError } from "../ask/provider-error.ts";
import type { Provider, ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import type { ProviderResult } from "../provider-result.ts";
import { fieldText } from "../results/field-text.ts";
import { readSound } from "../results/read-sound.ts";
import { readTranscript } from "../results/read-transcript.ts";
import { readImages } from "./read-images.ts";
import { readOpenaiAnswer } from "./read-openai-answer.ts";

/** OpenAI and whatever speaks its API at another address. Each call answers with the result; there is nothing to poll. */
export const openaiProvider: Provider = {
  name: "openai",
  keyVariables: ["OPENAI_API_KEY"],
  baseUrlVariable: "OPENAI_BASE_URL",
  isKeylessElsewhere: true,
  tasks: ["image", "speech", "transcription"],
  models: OPENAI_MODELS,

  async submit(request, context) {
    const fields = await placeMedia(modelFields(modelOf(OPENAI_MODELS, request), request).fields, openMedia);
    return { state: "done", results: await make(request, fields, context) };
  },

  async poll() {
    throw new ProviderError("openai", "result_expired", "openai keeps no jobs: its calls answer with the result.");
  },
};

async function make(
  request: ProviderRequest,
  fields: Record<string, unknown>,
  context: ProviderContext,
): Promise<ProviderResult[]> {
  const { model } = request;
  switch (request.task) {
    case "image": {
      const path = fields["image"] === undefined ? "/images/generations" : "/images/edits";
      const body = fields["image"] === undefined ? JSON.stringify({ ...fields, model }) : form({ ...fields, model });
      return readImages(await post(path, body, context, readJson), fields["output_format"]);
    }
    case "speech": {
      const body = JSON.stringify({ ...fields, model });
      return [await post("/audio/speech", body, context, (response) => readSound("openai", response))];
    }
    case "transcription": {
      const answer = await post("/audio/transcriptions", form({ ...fields, model }), context, readJson);
      const transcript = readTranscript(answer, { wordByWord: true });
      if (transcript === null) throw unusable("no transcript");
      return [transcript];
    }
    default:
      throw new TypeError(`Expected \`task\` to be one of ${openaiProvider.tasks.join(", ")}, got \`${request.task}\``);
  }
}

/** Lists are repeated fields, as `image[]` and `timestamp_granularities[]`. */
function form(fields: Readonly<Record<string, unknown>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value)) for (const item of value) append(data, `${name}[]`, item);
    else append(data, name, value);
  }
  return data;
}

function append(data: FormData, name: string, value: unknown): void {
  if (value instanceof File) data.append(name, value, value.name);
  else if (value !== undefined) data.append(name, fieldText(value));
}

/** By `fetch`: of OpenAI's own client, 35 MB on disk, one method would be used, and its retries kept from happening. */
function post<T>(
  path: string,
  body: string | FormData,
  context: ProviderContext,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const base = (context.baseUrl ?? "https://api.openai.com/v1").replace(/\/$/, "");
  const headers = {
    // Servers on one's own machine want no key, and some of them want to see one.
    authorization: `Bearer ${context.apiKey === "" ? "none" : context.apiKey}`,
    ...(typeof body === "string" ? { "content-type": "application/json" } : {}),
  };
  return callProvider({ provider: "openai", phase: "submit", context, read: readOpenaiAnswer }, async (fetch) =>
    read(await fetch(`${base}${path}`, { method: "POST", headers, body })),
  );
}

function readJson(response: Response): Promise<unknown> {
  return response.json();
}

function unusable(what: string): ProviderError {
  return new ProviderError("openai", "result_unusable", `openai answered with ${what}.`);
}
