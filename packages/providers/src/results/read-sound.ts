import { ProviderError } from "../ask/provider-error.ts";
import type { ProviderResult } from "../provider-result.ts";

/** Sound that is the body of an answer. Errors that come with status 200, as pages and JSON, are told by their type. */
export async function readSound(provider: string, response: Response): Promise<ProviderResult> {
  const [mediaType = ""] = (response.headers.get("content-type") ?? "").split(";");
  const data = new Uint8Array(await response.arrayBuffer());
  if (!/^(audio\/|application\/octet-stream$|binary\/)/.test(mediaType) || data.length === 0) {
    const what = data.length === 0 ? "nothing" : mediaType || "something untyped";
    throw new ProviderError(provider, "result_unusable", `${provider} answered with ${what} in place of sound.`);
  }
  return { kind: "bytes", data, mediaType };
}
