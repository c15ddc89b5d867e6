import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProxxError } from "@proxx/contract";
import type { Network } from "@proxx/network";
import type { Providers } from "@proxx/providers";

/** What makes pictures of words. */
export interface PictureModel {
  /** JSON that tells this one from all others. */
  readonly ingredients: unknown;
  make(request: {
    prompt: string;
    aspectRatio: "16:9" | "9:16" | "1:1";
    signal: AbortSignal | undefined;
  }): Promise<Uint8Array>;
}

const MAX_BYTES = 50 * 1024 ** 2;

/**
 * An image model of a provider.
 *
 * @example
 * const pictureModel = createPictureModel({ provider: "openai", model: "gpt-image-1" }, { providers, network });
 */
export function createPictureModel(
  {
    provider,
    model,
    style,
  }: { readonly provider: string; readonly model: string; readonly style?: string | undefined },
  {
    providers,
    network,
  }: { readonly providers: Pick<Providers, "run" | "access">; readonly network: Pick<Network, "fetchToFile"> },
): PictureModel {
  return {
    // The same name at another address is another model.
    ingredients: { provider, model, style: style ?? null, baseUrl: providers.access(provider)?.baseUrl ?? null },
    async make({ prompt, aspectRatio, signal }) {
      const said = style === undefined ? prompt : `${prompt}\n\n${style}`;
      const request = { task: "image" as const, model, input: { prompt: said, aspectRatio }, options: {} };
      const [result] = await providers.run(provider, request, { signal });
      if (result?.kind === "bytes") return result.data;
      if (result?.kind === "url") return fetchBytes(result.url, { network, signal });
      throw new ProxxError("provider_failed", `${provider} gave no picture.`, {
        hint: "Ask again, or use another model.",
      });
    },
  };
}

async function fetchBytes(
  url: string,
  { network, signal }: { network: Pick<Network, "fetchToFile">; signal: AbortSignal | undefined },
): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "proxx-picture-"));
  try {
    const path = join(folder, "picture");
    await network.fetchToFile(url, path, { signal, maxBytes: MAX_BYTES });
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
