import { z } from "zod";
import { ProviderError } from "../ask/provider-error.ts";
import type { ProviderResult } from "../provider-result.ts";

const imagesSchema = z.object({
  data: z.array(z.object({ b64_json: z.string().nullish(), url: z.url().nullish() })),
  output_format: z.string().nullish(),
});

export function readImages(answer: unknown, outputFormat: unknown): ProviderResult[] {
  const parsed = imagesSchema.safeParse(answer);
  const images = parsed.success ? parsed.data.data : [];
  const format = (parsed.success ? parsed.data.output_format : null) ?? outputFormat;
  const results = images.flatMap(({ b64_json, url }): ProviderResult[] => {
    if (typeof b64_json === "string" && b64_json !== "") {
      const data = new Uint8Array(Buffer.from(b64_json, "base64"));
      return [{ kind: "bytes", data, mediaType: typeof format === "string" ? `image/${format}` : "image/png" }];
    }
    return typeof url === "string" ? [{ kind: "url", url, mediaType: null }] : [];
  });
  if (results.length > 0) return results;
  throw new ProviderError("openai", "result_unusable", "openai answered without an image.");
}
