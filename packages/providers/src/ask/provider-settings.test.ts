import { expect, test } from "vitest";
import { BUILT_IN_PROVIDERS } from "../built-in-providers.ts";
import { falProvider } from "../fal/fal-provider.ts";
import { openaiProvider } from "../openai/openai-provider.ts";
import type { Provider } from "../provider.ts";
import { providerAccess, readProviderSettings } from "./provider-settings.ts";

/** How a provider is asked with these variables in the environment and these keys in the request. */
function access(provider: Provider, variables: Record<string, string>, providerApiKeys: Record<string, string> = {}) {
  const settings = readProviderSettings([provider], variables)[provider.name];
  if (settings === undefined) throw new Error("Expected settings");
  return providerAccess(provider, settings, providerApiKeys);
}

test("takes the request's key before the environment's", () => {
  const environment = { FAL_KEY: "of-the-environment" };
  expect(access(falProvider, environment, { fal: "of-the-request" })?.apiKey).toBe("of-the-request");
  expect(access(falProvider, environment, { openai: "of-another" })?.apiKey).toBe("of-the-environment");
  expect(access(falProvider, {})).toBeNull();
});

test.each(BUILT_IN_PROVIDERS.flatMap((provider) => provider.keyVariables.map((variable) => ({ provider, variable }))))(
  "finds the key for $provider.name in $variable",
  ({ provider, variable }) => {
    expect(access(provider, { [variable]: "a-key" })?.apiKey).toBe("a-key");
  },
);

test("takes an empty variable for none, and a pasted line's end for nothing", () => {
  const [replicate = falProvider] = BUILT_IN_PROVIDERS;
  expect(access(replicate, { REPLICATE_API_TOKEN: "", REPLICATE_API_KEY: " a-key\n" })?.apiKey).toBe("a-key");
});

test.each(BUILT_IN_PROVIDERS)(
  "takes the environment's address of $name for no key but the environment's",
  (provider) => {
    const [variable = ""] = provider.keyVariables;
    const environment = { [variable]: "a-key", [provider.baseUrlVariable]: "http://localhost:8000/v1" };
    expect(access(provider, environment)?.baseUrl).toBe("http://localhost:8000/v1");
    expect(access(provider, environment, { [provider.name]: "own" })?.baseUrl).toBeUndefined();
    // Whoever gives the environment's key means the environment's way to the provider.
    expect(access(provider, environment, { [provider.name]: "a-key" })?.baseUrl).toBe("http://localhost:8000/v1");
  },
);

test("needs no key for a server of one's own", () => {
  const baseUrl = "http://localhost:8000/v1";
  expect(access(openaiProvider, { OPENAI_BASE_URL: baseUrl })).toEqual({ apiKey: "", baseUrl });
  expect(access(falProvider, { FAL_BASE_URL: baseUrl })).toBeNull();
});

test("takes a provider's name for a name and nothing else", () => {
  const provider = { ...falProvider, name: "constructor" };
  expect(access(provider, {})).toBeNull();
});
