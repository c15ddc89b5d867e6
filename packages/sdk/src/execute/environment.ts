import type { ProviderApiKeys } from "@proxx/contract";

export interface Environment {
  apiUrl: string | null;
  apiKey: string | null;
  providerApiKeys: ProviderApiKeys;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The one place where the sdk looks at the environment. In a browser there is none. */
export function readEnvironment(variables: Variables = processVariables()): Environment {
  const first = (...names: string[]) => names.map((name) => variables[name]?.trim()).find(Boolean) ?? null;
  const providerApiKeys: ProviderApiKeys = {};
  for (const [provider, names] of Object.entries(PROVIDER_KEY_NAMES)) {
    const key = first(...names);
    if (key !== null) Object.assign(providerApiKeys, { [provider]: key });
  }
  return {
    apiUrl: first("PROXX_API_URL", "SYNTHOME_API_URL"),
    apiKey: first("PROXX_API_KEY", "SYNTHOME_API_KEY"),
    providerApiKeys,
  };
}

export const PROVIDER_KEY_NAMES: Readonly<Record<keyof ProviderApiKeys, readonly string[]>> = {
  replicate: ["REPLICATE_API_TOKEN", "REPLICATE_API_KEY"],
  fal: ["FAL_KEY", "FAL_API_KEY"],
  "google-cloud": ["GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_CLOUD_API_KEY"],
  openai: ["OPENAI_API_KEY"],
  elevenlabs: ["ELEVENLABS_API_KEY"],
};

function processVariables(): Variables {
  // A bundler's stand-in for `process` may have no `env`.
  return typeof process === "undefined" ? {} : (process.env ?? {});
}
