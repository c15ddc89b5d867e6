import type { ProviderApiKeys } from "@proxx/contract";

export type Variables = Readonly<Record<string, string | undefined>>;

export interface Environment {
  apiUrl: string | null;
  apiKey: string | null;
  /** What may go to a server with a plan. */
  providerApiKeys: ProviderApiKeys;
  /** All of it, for executions in this process. */
  variables: Variables;
}

/** The one place where the sdk looks at the environment. In a browser there is none. */
export function readEnvironment(variables: Variables = processVariables()): Environment {
  const first = (...names: readonly string[]) => names.map((name) => variables[name]?.trim()).find(Boolean) ?? null;
  const keys = Object.entries(KEY_VARIABLES).map(([provider, names]) => [provider, first(...names)] as const);
  return {
    apiUrl: first("PROXX_API_URL", "SYNTHOME_API_URL"),
    apiKey: first("PROXX_API_KEY", "SYNTHOME_API_KEY"),
    providerApiKeys: Object.fromEntries(keys.flatMap(([provider, key]) => (key === null ? [] : [[provider, key]]))),
    variables,
  };
}

/** The providers whose keys go to a server by themselves; others are given as `providerApiKeys`. */
export const KEY_VARIABLES: Readonly<Record<string, readonly string[]>> = {
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
