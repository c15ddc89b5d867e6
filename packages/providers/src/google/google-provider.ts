import { modelOf } from "../models/known-model.ts";
import { GOOGLE_MODELS, googleFamily } from "./google-models.ts";
import { modelFields } from "../models/model-fields.ts";
import { requireModelId } from "../models/require-model-id.ts";
import type { PollOutcome, Submission } from "../provider-result.ts";
import type { Provider, ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { cancelInteraction, pollInteraction, startInteraction } from "./interactions.ts";
import { makeImages } from "./imagen.ts";
import { pollVeo, startVeo } from "./veo.ts";

/** Google: Veo and Imagen on its cloud platform, Omni and the Gemini image models on the Gemini API. */
export const googleProvider: Provider = {
  name: "google-cloud",
  keyVariables: ["GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_CLOUD_API_KEY"],
  baseUrlVariable: "GOOGLE_GEMINI_BASE_URL",
  tasks: ["video", "image"],
  models: GOOGLE_MODELS,

  async submit(request, context): Promise<Submission> {
    requireModelId(googleProvider, request);
    const family = googleFamily(request.model);
    const { fields } = modelFields(modelOf(GOOGLE_MODELS, request), request);
    if (family === "imagen") return { state: "done", results: await makeImages(request.model, fields, context) };
    return family === "veo"
      ? await startVeo(request.model, fields, context)
      : await startInteraction(request, fields, context);
  },

  async poll(id: string, request: ProviderRequest, context: ProviderContext): Promise<PollOutcome> {
    return googleFamily(request.model) === "veo"
      ? await pollVeo(id, context)
      : await pollInteraction(id, request, context);
  },

  async cancel(id, request, context) {
    // The platform has no way to stop a Veo operation for a key: it is left to end, and its result to expire.
    if (googleFamily(request.model) === "interaction") await cancelInteraction(id, context);
  },
};
