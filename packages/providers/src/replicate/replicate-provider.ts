import { checkedAddress, checkedId } from "../ask/checked-id.ts";
import { openMedia, placeMedia } from "../results/media-input.ts";
import { modelOf } from "../models/known-model.ts";
import { modelFields } from "../models/model-fields.ts";
import { REPLICATE_MODELS } from "./replicate-models.ts";
import { requireModelId } from "../models/require-model-id.ts";
import type { MediaInput } from "../provider-request.ts";
import type { Provider, ProviderContext } from "../provider.ts";
import { findPrediction } from "./find-prediction.ts";
import { callReplicate } from "./call-replicate.ts";
import { readPrediction } from "./read-prediction.ts";
import { parseReplicateWebhook } from "./replicate-webhook.ts";

/** Replicate: each request is a prediction, polled until it is over. */
export const replicateProvider: Provider = {
  name: "replicate",
  keyVariables: ["REPLICATE_API_TOKEN", "REPLICATE_API_KEY"],
  baseUrlVariable: "REPLICATE_BASE_URL",
  tasks: ["video", "image", "speech", "transcription", "lip-sync", "background-removal"],
  models: REPLICATE_MODELS,

  async submit(request, context) {
    requireModelId(replicateProvider, request);
    const model = modelOf(REPLICATE_MODELS, request);
    const { fields } = modelFields(model, request);
    const input = await placeMedia(fields, (media) => place(media, context));
    await context.onSend?.(input);
    const [name = request.model, version = model.version] = request.model.split(":");
    const prediction = await callReplicate("submit", context, (client, signal) =>
      client.predictions.create({
        ...(version === undefined ? { model: name } : { version }),
        input,
        signal,
        ...(request.webhookUrl === undefined
          ? {}
          : { webhook: request.webhookUrl, webhook_events_filter: ["completed"] }),
      }),
    );
    const { id, outcome } = readPrediction(prediction, request, context);
    if (outcome.state === "failed") throw outcome.error;
    return outcome.state === "done" ? outcome : { state: "running", id };
  },

  async poll(id, request, context) {
    const prediction = await callReplicate("poll", context, (client, signal) =>
      client.predictions.get(checkedId("replicate", id), { signal }),
    );
    return readPrediction(prediction, request, context).outcome;
  },

  async cancel(id, _request, context) {
    await callReplicate("cancel", context, (client, signal) =>
      client.predictions.cancel(checkedId("replicate", id), { signal }),
    );
  },

  lostRuns: { find: findPrediction, showWithinMs: 10_000 },

  webhook: { needsSecret: true, parse: parseReplicateWebhook },
};

async function place(media: MediaInput, context: ProviderContext): Promise<string> {
  if (media.url !== undefined) return media.url;
  const file = await openMedia(media);
  const created = await callReplicate("upload", context, (client, signal) => client.files.create(file, {}, { signal }));
  return checkedAddress("replicate", created.urls?.get);
}
