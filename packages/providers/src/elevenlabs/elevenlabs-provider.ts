import { callProvider } from "../ask/call-provider.ts";
import { fieldText } from "../results/field-text.ts";
import { openMedia, placeMedia } from "../results/media-input.ts";
import { modelOf } from "../models/known-model.ts";
import { ELEVENLABS_MODELS } from "./elevenlabs-models.ts";
import { modelFields } from "../models/model-fields.ts";
import { ProviderError } from "../ask/provider-error.ts";
import type { Provider, ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { readTranscript } from "../results/read-transcript.ts";
import { readElevenlabsAnswer } from "./read-elevenlabs-answer.ts";
import { readTimedSpeech } from "./read-timed-speech.ts";

/**
 * ElevenLabs, by `fetch`: its own client is 108 MB on disk, for two calls. Both answer with the result.
 */
export const elevenlabsProvider: Provider = {
  name: "elevenlabs",
  keyVariables: ["ELEVENLABS_API_KEY"],
  baseUrlVariable: "ELEVENLABS_BASE_URL",
  tasks: ["speech", "transcription"],
  models: ELEVENLABS_MODELS,

  async submit(request, context) {
    if (request.task !== "speech" && request.task !== "transcription") {
      throw new TypeError(`Expected \`task\` to be speech or transcription, got \`${request.task}\``);
    }
    const { fields } = modelFields(modelOf(ELEVENLABS_MODELS, request), request);
    const result =
      request.task === "speech" ? await speak(request, fields, context) : await listen(request, fields, context);
    return { state: "done", results: [result] };
  },

  async poll() {
    throw new ProviderError(
      "elevenlabs",
      "result_expired",
      "elevenlabs keeps no jobs: its calls answer with the result.",
    );
  },
};

async function speak(request: ProviderRequest, fields: Record<string, unknown>, context: ProviderContext) {
  const { voice_id: voice, output_format: format, ...body } = fields;
  if (typeof voice !== "string" || !/^[\w-]{1,64}$/.test(voice)) {
    throw new TypeError("Expected `voice` to be the id of a voice of ElevenLabs.");
  }
  const query = typeof format === "string" ? `?output_format=${encodeURIComponent(format)}` : "";
  const answer = await post(`/v1/text-to-speech/${voice}/with-timestamps${query}`, context, {
    type: "application/json",
    body: JSON.stringify({ ...body, model_id: request.model }),
  });
  return readTimedSpeech(answer, typeof format === "string" ? format : "mp3");
}

async function listen(request: ProviderRequest, fields: Record<string, unknown>, context: ProviderContext) {
  const placed = await placeMedia(fields, openMedia);
  const form = new FormData();
  form.append("model_id", request.model);
  for (const [name, value] of Object.entries(placed)) {
    if (value instanceof File) form.append(name, value, value.name);
    // A file that anybody can fetch is fetched by ElevenLabs.
    else if (value !== undefined) form.append(name === "file" ? "cloud_storage_url" : name, fieldText(value));
  }
  const answer = await post("/v1/speech-to-text", context, { type: null, body: form });
  const transcript = readTranscript(answer, { wordByWord: true });
  if (transcript === null) {
    throw new ProviderError("elevenlabs", "result_unusable", "elevenlabs answered with no transcript.");
  }
  return transcript;
}

async function post(
  path: string,
  context: ProviderContext,
  { type, body }: { type: string | null; body: string | FormData },
): Promise<unknown> {
  const base = (context.baseUrl ?? "https://api.elevenlabs.io").replace(/\/$/, "");
  return callProvider(
    { provider: "elevenlabs", phase: "submit", context, read: readElevenlabsAnswer },
    async (fetch): Promise<unknown> => {
      const headers = { "xi-api-key": context.apiKey, ...(type === null ? {} : { "content-type": type }) };
      const response = await fetch(`${base}${path}`, { method: "POST", headers, body });
      return response.json();
    },
  );
}
