import { elevenlabsProvider } from "./elevenlabs/elevenlabs-provider.ts";
import { falProvider } from "./fal/fal-provider.ts";
import { googleProvider } from "./google/google-provider.ts";
import { openaiProvider } from "./openai/openai-provider.ts";
import { findProviderKey, requireProviderKey, type FindProviderKeyOptions } from "./ask/provider-keys.ts";
import type { Provider, ProviderName, ProviderRequest, ProviderResult } from "./provider.ts";
import { replicateProvider } from "./replicate/replicate-provider.ts";
import { runWithProvider, type RunWithProviderOptions } from "./ask/run-with-provider.ts";

export interface CreateProvidersOptions {
  /** In production `fetch` of @proxx/network. */
  fetch: typeof globalThis.fetch;
  /** Keys that hold for every run, below those that a run brings. @default none */
  keys?: FindProviderKeyOptions | undefined;
  /** Other addresses than the providers' own. @default none */
  baseUrls?: Readonly<Partial<Record<ProviderName, string | undefined>>> | undefined;
}

export interface ProviderRunOptions extends Omit<RunWithProviderOptions, "context"> {
  /** Keys of this request and its tenant. */
  keys?: Pick<FindProviderKeyOptions, "request" | "tenant"> | undefined;
}

export interface Providers {
  get(name: ProviderName): Provider;
  hasKey(name: ProviderName, keys?: ProviderRunOptions["keys"]): boolean;
  /** Where it is asked, where that is not the provider's own address: without user, password and query. */
  endpoint(name: ProviderName, keys?: ProviderRunOptions["keys"]): string | null;
  /** Throws `provider_key_missing` before anything goes out. */
  run(name: ProviderName, request: ProviderRequest, options?: ProviderRunOptions): Promise<ProviderResult[]>;
}

const PROVIDERS: Readonly<Record<ProviderName, Provider>> = {
  replicate: replicateProvider,
  fal: falProvider,
  "google-cloud": googleProvider,
  openai: openaiProvider,
  elevenlabs: elevenlabsProvider,
};

/**
 * The remote providers by name, with the way out and the keys they use.
 *
 * @example
 * const providers = createProviders({ fetch: network.fetch, keys: { environment } });
 * const [video] = await providers.run("replicate", {
 *   task: "video",
 *   model: "bytedance/seedance-1-pro",
 *   input: { prompt: "a lighthouse at dusk", duration: 5, aspectRatio: "9:16" },
 *   options: {},
 * });
 */
export function createProviders({ fetch, keys, baseUrls }: CreateProvidersOptions): Providers {
  return {
    get: (name) => PROVIDERS[name],
    hasKey: (name, own) => findProviderKey(name, { ...keys, ...own }) !== null,
    endpoint(name, own) {
      const address = baseUrls?.[name] ?? findProviderKey(name, { ...keys, ...own })?.baseUrl;
      const url = URL.parse(address ?? "");
      return url === null ? null : `${url.origin}${url.pathname}`;
    },
    async run(name, request, { keys: own, ...options } = {}) {
      const { apiKey, baseUrl } = requireProviderKey(name, { ...keys, ...own });
      const address = baseUrls?.[name] ?? baseUrl ?? undefined;
      return runWithProvider(PROVIDERS[name], request, { ...options, context: { apiKey, fetch, baseUrl: address } });
    },
  };
}
