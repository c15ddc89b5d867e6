import type { GenerateVideosConfig, Image } from "@google/genai";
import { z } from "zod";
import { checkedId } from "../ask/checked-id.ts";
import { isMediaInput } from "../results/media-input.ts";
import { ProviderError, quotable } from "../ask/provider-error.ts";
import type { PollOutcome, ProviderResult, Submission } from "../provider-result.ts";
import type { ProviderContext } from "../provider.ts";
import { isRefusal } from "../ask/refusal.ts";
import { callGoogle } from "./google-client.ts";
import { inlineBytes } from "./inline-bytes.ts";

const NAME = /^(?!.*\.\.)[\w.-]+(\/[\w.-]+)*\/operations\/[\w-]+$/;

const configSchema = z.object({
  negativePrompt: z.string().optional(),
  durationSeconds: z.number().optional(),
  resolution: z.string().optional(),
  aspectRatio: z.string().optional(),
  generateAudio: z.boolean().optional(),
  enhancePrompt: z.boolean().optional(),
  personGeneration: z.string().optional(),
  numberOfVideos: z.number().optional(),
  seed: z.number().optional(),
});

export async function startVeo(
  model: string,
  fields: Readonly<Record<string, unknown>>,
  context: ProviderContext,
): Promise<Submission> {
  const { prompt, image, lastFrame, ...rest } = fields;
  const source = { ...(typeof prompt === "string" ? { prompt } : {}), ...(await asImage("image", image)) };
  const config = { ...videoConfig(rest), ...(await asImage("lastFrame", lastFrame)) };
  const operation = await callGoogle("platform", "submit", context, (client) =>
    client.models.generateVideos({ model, source, config }),
  );
  return { state: "running", id: checkedId("google-cloud", operation.name, NAME) };
}

export async function pollVeo(id: string, context: ProviderContext): Promise<PollOutcome> {
  const { GenerateVideosOperation } = await import("@google/genai");
  const operation = new GenerateVideosOperation();
  operation.name = checkedId("google-cloud", id, NAME);
  const answer = await callGoogle("platform", "poll", context, (client) =>
    client.operations.getVideosOperation({ operation }),
  );
  return readOperation(answer, context.apiKey);
}

/** Fields that the client has no name for go into the body beside the others. */
function videoConfig(fields: Record<string, unknown>): GenerateVideosConfig {
  const config = configSchema.parse(fields);
  const extra = Object.entries(fields).filter(([name]) => !Object.hasOwn(configSchema.shape, name));
  const known = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  return extra.length === 0
    ? known
    : { ...known, httpOptions: { extraBody: { parameters: Object.fromEntries(extra) } } };
}

async function asImage<Name extends string>(name: Name, media: unknown): Promise<{ [key in Name]?: Image }> {
  if (media === undefined) return {};
  if (!isMediaInput(media)) throw new TypeError(`Expected \`${name}\` to be a file.`);
  const image: Image = { imageBytes: await inlineBytes(media), mimeType: media.mediaType };
  const named: { [key in Name]?: Image } = {};
  named[name] = image;
  return named;
}

const operationSchema = z.object({
  done: z.boolean().nullish(),
  metadata: z.object({ progressPercent: z.number().nullish() }).nullish(),
  error: z.object({ code: z.number().nullish(), message: z.string().nullish() }).nullish(),
  response: z
    .object({
      generatedVideos: z
        .array(
          z.object({
            video: z.object({ videoBytes: z.string().nullish(), mimeType: z.string().nullish() }).nullish(),
          }),
        )
        .nullish(),
      raiMediaFilteredCount: z.number().nullish(),
      raiMediaFilteredReasons: z.array(z.string()).nullish(),
    })
    .nullish(),
});

function readOperation(answer: unknown, apiKey: string): PollOutcome {
  const parsed = operationSchema.safeParse(answer);
  if (!parsed.success) {
    throw new ProviderError(
      "google-cloud",
      "result_unusable",
      "google-cloud answered with something that is no operation.",
    );
  }
  const { done, metadata, error, response } = parsed.data;
  if (done !== true) {
    const percent = metadata?.progressPercent ?? null;
    return { state: "running", fraction: percent === null ? null : Math.min(1, percent / 100), queuePosition: null };
  }
  if (error !== null && error !== undefined) return { state: "failed", error: failure(error, apiKey) };
  const results = (response?.generatedVideos ?? []).flatMap(({ video }): ProviderResult[] => {
    const data = new Uint8Array(Buffer.from(video?.videoBytes ?? "", "base64"));
    return data.length === 0 ? [] : [{ kind: "bytes", data, mediaType: video?.mimeType ?? "video/mp4" }];
  });
  if (results.length > 0) return { state: "done", results };
  if ((response?.raiMediaFilteredCount ?? 0) > 0) {
    const reasons = (response?.raiMediaFilteredReasons ?? []).join(" ");
    return { state: "failed", error: refused(reasons, apiKey) };
  }
  return {
    state: "failed",
    error: new ProviderError("google-cloud", "result_unusable", "The operation is done, and there is no video in it."),
  };
}

// https://grpc.io/docs/guides/status-codes/: 4 deadline, 7 permission, 8 resources, 13 internal, 14 unavailable.
function failure(error: { code?: number | null | undefined; message?: string | null | undefined }, apiKey: string) {
  const reason = error.message ?? "";
  if (isRefusal(reason)) return refused(reason, apiKey);
  const said = `google-cloud could not make the video: ${quotable(reason, apiKey)}`;
  switch (error.code) {
    case 4:
    case 13:
    case 14:
      return new ProviderError("google-cloud", "provider_unavailable", said);
    case 7:
    case 16:
      return new ProviderError("google-cloud", "provider_key_refused", said);
    case 8:
      return new ProviderError("google-cloud", "provider_rate_limited", said);
    default:
      return new ProviderError("google-cloud", "provider_failed", said);
  }
}

function refused(reason: string, apiKey: string): ProviderError {
  return new ProviderError(
    "google-cloud",
    "provider_refused",
    `The model refuses the request: ${quotable(reason, apiKey)}`,
  );
}
