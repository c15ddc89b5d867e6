// A provider in a package of its own: what it is asked, what it answers, and which models it has.
import {
  callProvider,
  modelFields,
  modelOf,
  ProviderError,
  requireModelId,
  type CallPhase,
  type Provider,
  type ProviderContext,
} from "@proxx/providers";
import { z } from "zod";
import { ACME_MODELS } from "./acme-models.ts";

const runSchema = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  state: z.enum(["queued", "running", "done", "failed"]),
  fraction: z.number().nullish(),
  reason: z.string().nullish(),
  url: z.string().nullish(),
});

/** Acme: each request is a run, asked after until it is over. */
export const acmeProvider: Provider = {
  name: "acme",
  keyVariables: ["ACME_API_KEY"],
  baseUrlVariable: "ACME_BASE_URL",
  tasks: ["video"],
  models: ACME_MODELS,

  async submit(request, context) {
    requireModelId(acmeProvider, request);
    const { fields } = modelFields(modelOf(ACME_MODELS, request), request);
    const { id } = await call("submit", context, "/v1/runs", { ...fields, model: request.model });
    return { state: "running", id };
  },

  async poll(id, _request, context) {
    const { state, fraction, reason, url } = await call("poll", context, `/v1/runs/${encodeURIComponent(id)}`);
    if (state === "failed") {
      return { state, error: new ProviderError("acme", "provider_failed", `acme: ${reason ?? "no reason given"}`) };
    }
    if (state !== "done") return { state: "running", fraction: fraction ?? null, queuePosition: null };
    return { state, results: url ? [{ kind: "url", url, mediaType: null }] : [] };
  },

  async cancel(id, _request, context) {
    await call("cancel", context, `/v1/runs/${encodeURIComponent(id)}/cancel`, {});
  },
};

/** One call: a POST where there is a body. `callProvider` sends it once, cuts the key out of errors, and keeps the limits. */
async function call(phase: CallPhase, context: ProviderContext, path: string, body?: object) {
  const base = (context.baseUrl ?? "https://api.acme.example").replace(/\/$/, "");
  const answer = await callProvider(
    { provider: "acme", phase, context, read: readReason },
    async (fetch): Promise<unknown> => {
      const response = await fetch(`${base}${path}`, {
        headers: { authorization: `Bearer ${context.apiKey}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      });
      return response.json();
    },
  );
  const run = runSchema.safeParse(answer);
  if (!run.success) throw new ProviderError("acme", "result_unusable", "acme answered with something that is no run.");
  return run.data;
}

const refusalSchema = z.object({ message: z.string() });

/** `{ "message": "…" }` is what Acme says when it will not. */
function readReason({ body }: { body: unknown }) {
  return { reason: refusalSchema.safeParse(body).data?.message ?? null };
}
