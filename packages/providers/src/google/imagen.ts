import type { GenerateImagesConfig } from "@google/genai";
import { z } from "zod";
import { ProviderError, quotable } from "../ask/provider-error.ts";
import type { ProviderContext } from "../provider.ts";
import type { ProviderResult } from "../provider-result.ts";
import { callGoogle, quietly } from "./google-client.ts";

const imagesSchema = z.object({
  generatedImages: z
    .array(
      z.object({
        image: z.object({ imageBytes: z.string().nullish(), mimeType: z.string().nullish() }).nullish(),
        raiFilteredReason: z.string().nullish(),
      }),
    )
    .nullish(),
});

const configSchema = z.object({
  negativePrompt: z.string().optional(),
  aspectRatio: z.string().optional(),
  imageSize: z.string().optional(),
  numberOfImages: z.number().optional(),
  outputMimeType: z.string().optional(),
  outputCompressionQuality: z.number().optional(),
  addWatermark: z.boolean().optional(),
  enhancePrompt: z.boolean().optional(),
  seed: z.number().optional(),
});

/** Imagen answers with the pictures; there is nothing to poll. */
export async function makeImages(
  model: string,
  fields: Readonly<Record<string, unknown>>,
  context: ProviderContext,
): Promise<ProviderResult[]> {
  const { prompt, ...rest } = fields;
  if (typeof prompt !== "string") throw new TypeError("Expected `prompt` to be a text.");
  const answer = await callGoogle("platform", "submit", context, (client) =>
    quietly(() => client.models.generateImages({ model, prompt, config: imageConfig(rest) })),
  );
  return readImages(answer, context.apiKey);
}

function imageConfig(fields: Record<string, unknown>): GenerateImagesConfig {
  const config = configSchema.parse(fields);
  const extra = Object.entries(fields).filter(([name]) => !Object.hasOwn(configSchema.shape, name));
  const known = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const parameters = { includeRaiReason: true, ...Object.fromEntries(extra) };
  return { ...known, httpOptions: { extraBody: { parameters } } };
}

function readImages(answer: unknown, apiKey: string): ProviderResult[] {
  const parsed = imagesSchema.safeParse(answer);
  const images = parsed.success ? (parsed.data.generatedImages ?? []) : [];
  const results = images.flatMap(({ image }): ProviderResult[] => {
    const data = new Uint8Array(Buffer.from(image?.imageBytes ?? "", "base64"));
    return data.length === 0 ? [] : [{ kind: "bytes", data, mediaType: image?.mimeType ?? "image/png" }];
  });
  if (results.length > 0) return results;
  const reasons = images.flatMap(({ raiFilteredReason }) => raiFilteredReason ?? []).join(" ");
  // An answer without pictures and without a reason is Imagen's way of filtering the prompt.
  if (parsed.success) {
    const said = reasons === "" ? "it gave no picture and no reason" : quotable(reasons, apiKey);
    throw new ProviderError("google-cloud", "provider_refused", `The model refuses the request: ${said}`);
  }
  throw new ProviderError("google-cloud", "result_unusable", "google-cloud answered without an image.");
}
