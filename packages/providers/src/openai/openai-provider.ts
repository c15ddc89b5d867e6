import type OpenAI from "openai";
import { callProvider } from "../ask/call-provider.ts";
import type { CallPhase } from "../ask/answer-error.ts";
import { openMedia, placeMedia } from "../results/media-input.ts";
import { modelOf } from "../models/check-request.ts";
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
      const answer =
        fields["image"] === undefined
          ? await call(context, (client) => client.post<unknown>("/images/generations", { body: { ...fields, model } }))
          : await call(context, (client) =>
              client.post<unknown>("/images/edits", { body: form({ ...fields, model }) }),
            );
      return readImages(answer, fields["output_format"]);
    }
    case "speech": {
      const answer = await call(context, (client) =>
        client.post<unknown>("/audio/speech", { body: { ...fields, model } }).asResponse(),
      );
      return [await readSound("openai", answer)];
    }
    case "transcription": {
      const answer = await call(context, (client) =>
        client.post<unknown>("/audio/transcriptions", { body: form({ ...fields, model }) }),
      );
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

async function call<T>(context: ProviderContext, use: (client: OpenAI) => PromiseLike<T>): Promise<T> {
  const { default: Client } = await import("openai");
  const phase: CallPhase = "submit";
  return callProvider({ provider: "openai", phase, context, read: readOpenaiAnswer }, async (fetch) => {
    const client = new Client({
      // Servers on one's own machine want none, and the client refuses to be without.
      apiKey: context.apiKey === "" ? "none" : context.apiKey,
      baseURL: context.baseUrl ?? "https://api.openai.com/v1",
      fetch,
      maxRetries: 0,
      timeout: context.submitTimeoutMs ?? 300_000,
      // What the client would take from the environment by itself.
      organization: null,
      project: null,
      adminAPIKey: null,
      webhookSecret: null,
      logLevel: "off",
    });
    return await use(client);
  });
}

function unusable(what: string): ProviderError {
  return new ProviderError("openai", "result_unusable", `openai answered with ${what}.`);
}
