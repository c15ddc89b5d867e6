import type { FalClient } from "@fal-ai/client";
import { callProvider } from "../ask/call-provider.ts";
import type { CallPhase } from "../ask/answer-error.ts";
import { checkedAddress, checkedId } from "../ask/checked-id.ts";
import { openMedia, placeMedia } from "../results/media-input.ts";
import { modelOf } from "../models/known-model.ts";
import { FAL_MODELS } from "./fal-models.ts";
import { modelFields } from "../models/model-fields.ts";
import { requireModelId } from "../models/require-model-id.ts";
import { ProviderError } from "../ask/provider-error.ts";
import type { MediaInput, ProviderRequest } from "../provider-request.ts";
import type { PollOutcome } from "../provider-result.ts";
import type { Provider, ProviderContext } from "../provider.ts";
import { atBase } from "./fal-base.ts";
import { parseFalWebhook } from "./fal-webhook.ts";
import { findFalRequest } from "./find-fal-request.ts";
import { readFalAnswer } from "./read-fal-answer.ts";
import { readFalResult } from "./read-fal-result.ts";
import { readFalStatus } from "./read-fal-status.ts";

/** fal: each request waits in the queue of its model, and its result is asked for when the queue says it is there. */
export const falProvider: Provider = {
  name: "fal",
  keyVariables: ["FAL_KEY", "FAL_API_KEY"],
  baseUrlVariable: "FAL_BASE_URL",
  tasks: ["video", "image", "speech", "transcription", "lip-sync", "background-removal"],
  models: FAL_MODELS,

  async submit(request, context) {
    requireModelId(falProvider, request);
    const { fields } = modelFields(modelOf(FAL_MODELS, request), request);
    const input = await placeMedia(fields, (media) => place(media, context));
    await context.onSend?.(input);
    const queued = await call("submit", context, (client, signal) =>
      client.queue.submit(request.model, {
        input,
        abortSignal: signal,
        ...(request.webhookUrl === undefined ? {} : { webhookUrl: request.webhookUrl }),
      }),
    );
    return { state: "running", id: checkedId("fal", queued.request_id) };
  },

  async poll(id, request, context) {
    requireModelId(falProvider, request);
    const requestId = checkedId("fal", id);
    const status = await call("poll", context, (client, signal) =>
      client.queue.status(request.model, { requestId, logs: true, abortSignal: signal }),
    );
    const running = readFalStatus(status);
    return running ?? (await fetchResult(requestId, request, context));
  },

  async cancel(id, request, context) {
    requireModelId(falProvider, request);
    const requestId = checkedId("fal", id);
    try {
      await call("cancel", context, (client, signal) =>
        client.queue.cancel(request.model, { requestId, abortSignal: signal }),
      );
    } catch (error) {
      // 400 says that it is over already.
      if (!(error instanceof ProviderError && error.status === 400)) throw error;
    }
  },

  lostRuns: { find: findFalRequest, showWithinMs: 600_000 },

  webhook: { needsSecret: false, parse: parseFalWebhook },
};

/** The queue says COMPLETED of failures too: what became of the request is the status of its result. */
async function fetchResult(
  requestId: string,
  request: ProviderRequest,
  context: ProviderContext,
): Promise<PollOutcome> {
  try {
    const { data } = await call("poll", context, (client, signal) =>
      client.queue.result(request.model, { requestId, abortSignal: signal }),
    );
    return readFalResult(data, request);
  } catch (error) {
    if (error instanceof ProviderError && saysHowItEnded(error)) return { state: "failed", error };
    throw error;
  }
}

/** 400 and 422 are the model's own answer; the key, the rate and the gateway concern the asking. */
function saysHowItEnded(error: ProviderError): boolean {
  return error.code === "provider_failed" || error.code === "provider_refused";
}

async function place(media: MediaInput, context: ProviderContext): Promise<string> {
  if (media.url !== undefined) return media.url;
  const file = await openMedia(media);
  return checkedAddress("fal", await call("upload", context, (client) => client.storage.upload(file)));
}

async function call<T>(
  phase: CallPhase,
  context: ProviderContext,
  use: (client: FalClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { createFalClient } = await import("@fal-ai/client");
  return callProvider({ provider: "fal", phase, context, read: readFalAnswer }, (fetch) => {
    // A client of this call's own: the one the package exports is one for the whole process, and so is its key.
    const client = createFalClient({
      credentials: context.apiKey,
      fetch,
      requestMiddleware: async (request) => ({ ...request, url: atBase(request.url, context.baseUrl) }),
    });
    return use(client, context.signal ?? new AbortController().signal);
  });
}
