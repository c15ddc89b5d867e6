import { ProxxError } from "@proxx/contract";
import { PROVIDER_NAMES, type ProviderName } from "../provider.ts";

export interface ProviderKey {
  apiKey: string;
  /** Set with the key where an environment or a tenant names another address. */
  baseUrl: string | null;
  from: "request" | "tenant" | "environment";
}

export type ProviderKeySource = Readonly<Partial<Record<ProviderName, string | undefined>>>;

export interface FindProviderKeyOptions {
  /** Given with the request. */
  request?: ProviderKeySource | undefined;
  /** Stored for the tenant. */
  tenant?: ProviderKeySource | undefined;
  environment?: Readonly<Record<string, string | undefined>> | undefined;
}

export const PROVIDER_KEY_VARIABLES: Readonly<Record<ProviderName, readonly string[]>> = {
  replicate: ["REPLICATE_API_TOKEN", "REPLICATE_API_KEY"],
  fal: ["FAL_KEY", "FAL_API_KEY"],
  "google-cloud": ["GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_CLOUD_API_KEY"],
  openai: ["OPENAI_API_KEY"],
  elevenlabs: ["ELEVENLABS_API_KEY"],
};

/** Where else a provider is reached, with a key of the same environment. */
export const PROVIDER_URL_VARIABLES: Readonly<Record<ProviderName, string>> = {
  replicate: "REPLICATE_BASE_URL",
  fal: "FAL_BASE_URL",
  "google-cloud": "GOOGLE_GEMINI_BASE_URL",
  openai: "OPENAI_BASE_URL",
  elevenlabs: "ELEVENLABS_BASE_URL",
};

/** The key for a provider: the request's own, else the tenant's, else the environment's. Null when there is none. */
export function findProviderKey(provider: ProviderName, options: FindProviderKeyOptions): ProviderKey | null {
  const environment = options.environment ?? {};
  const own = said(options.request?.[provider]);
  // Whoever gives the environment's key means the environment's way to the provider.
  if (own !== null && own !== keyIn(environment, provider)) return { apiKey: own, baseUrl: null, from: "request" };
  const tenants = said(options.tenant?.[provider]);
  if (tenants !== null) return { apiKey: tenants, baseUrl: null, from: "tenant" };
  // An environment's address goes with its key alone: whoever brings a key of their own means the provider itself.
  const baseUrl = said(environment[PROVIDER_URL_VARIABLES[provider]]);
  const apiKey = keyIn(environment, provider);
  if (apiKey !== null) return { apiKey, baseUrl, from: "environment" };
  // A server on one's own machine that speaks as OpenAI does has an address and no key.
  return provider !== "openai" || baseUrl === null ? null : { apiKey: "", baseUrl, from: "environment" };
}

/** As `findProviderKey`, with an error that says where a key is looked for. */
export function requireProviderKey(provider: ProviderName, options: FindProviderKeyOptions): ProviderKey {
  const key = findProviderKey(provider, options);
  if (key !== null) return key;
  const variables = PROVIDER_KEY_VARIABLES[provider].join(" or ");
  throw new ProxxError("provider_key_missing", `There is no API key for ${provider}.`, {
    hint: `Set ${variables}, or give it as \`providerApiKeys["${provider}"]\`.`,
  });
}

export function isProviderName(name: string): name is ProviderName {
  return PROVIDER_NAMES.some((known) => known === name);
}

function keyIn(environment: NonNullable<FindProviderKeyOptions["environment"]>, provider: ProviderName): string | null {
  return (
    PROVIDER_KEY_VARIABLES[provider].map((variable) => said(environment[variable])).find((key) => key !== null) ?? null
  );
}

// A key that was pasted with its line's end would be refused by the provider, as an illegal header.
function said(value: string | undefined): string | null {
  const trimmed = value?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}
