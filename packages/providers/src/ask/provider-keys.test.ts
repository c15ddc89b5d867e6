import { expect, test } from "vitest";
import { PROVIDER_NAMES } from "../provider.ts";
import {
  findProviderKey,
  PROVIDER_KEY_VARIABLES,
  PROVIDER_URL_VARIABLES,
  requireProviderKey,
} from "./provider-keys.ts";

test("takes the request's key before the tenant's before the environment's", () => {
  const environment = { FAL_KEY: "of-the-environment" };
  const tenant = { fal: "of-the-tenant" };
  const request = { fal: "of-the-request" };
  expect(findProviderKey("fal", { request, tenant, environment })).toMatchObject({
    apiKey: "of-the-request",
    from: "request",
  });
  expect(findProviderKey("fal", { tenant, environment })).toMatchObject({ apiKey: "of-the-tenant", from: "tenant" });
  expect(findProviderKey("fal", { environment })).toMatchObject({ apiKey: "of-the-environment", from: "environment" });
  expect(findProviderKey("fal", {})).toBeNull();
});

test.each([
  ["replicate", "REPLICATE_API_TOKEN"],
  ["replicate", "REPLICATE_API_KEY"],
  ["fal", "FAL_KEY"],
  ["fal", "FAL_API_KEY"],
  ["google-cloud", "GOOGLE_API_KEY"],
  ["google-cloud", "GEMINI_API_KEY"],
  ["google-cloud", "GOOGLE_CLOUD_API_KEY"],
  ["openai", "OPENAI_API_KEY"],
  ["elevenlabs", "ELEVENLABS_API_KEY"],
] as const)("finds the key for %s in %s", (provider, variable) => {
  expect(findProviderKey(provider, { environment: { [variable]: "a-key" } })?.apiKey).toBe("a-key");
});

test("takes an empty variable for none, and a pasted line's end for nothing", () => {
  const environment = { REPLICATE_API_TOKEN: "", REPLICATE_API_KEY: " a-key\n" };
  expect(findProviderKey("replicate", { environment })?.apiKey).toBe("a-key");
});

test.each(PROVIDER_NAMES)("takes the environment's address of %s for no key but the environment's", (provider) => {
  const [variable = ""] = PROVIDER_KEY_VARIABLES[provider];
  const environment = { [variable]: "a-key", [PROVIDER_URL_VARIABLES[provider]]: "http://localhost:8000/v1" };
  expect(findProviderKey(provider, { environment })?.baseUrl).toBe("http://localhost:8000/v1");
  expect(findProviderKey(provider, { environment, tenant: { [provider]: "theirs" } })?.baseUrl).toBeNull();
  expect(findProviderKey(provider, { environment, request: { [provider]: "own" } })?.baseUrl).toBeNull();
});

test("needs no key for a server of one's own", () => {
  const environment = { OPENAI_BASE_URL: "http://localhost:8000/v1" };
  expect(findProviderKey("openai", { environment })).toMatchObject({ apiKey: "", baseUrl: "http://localhost:8000/v1" });
  expect(findProviderKey("fal", { environment: { FAL_BASE_URL: "http://localhost:8000" } })).toBeNull();
});

test("says where a key is looked for", () => {
  expect(() => requireProviderKey("replicate", {})).toThrow(
    expect.objectContaining({
      code: "provider_key_missing",
      hint: expect.stringContaining("REPLICATE_API_TOKEN"),
    }),
  );
});
