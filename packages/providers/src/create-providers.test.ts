import { expect, onTestFinished, test } from "vitest";
import { FAKE_KEY, startFakeReplicate } from "@proxx/testing/fake-providers";
import { readProviderSettings } from "./ask/provider-settings.ts";
import { BUILT_IN_PROVIDERS } from "./built-in-providers.ts";
import { createProviders } from "./create-providers.ts";
import { falProvider } from "./fal/fal-provider.ts";
import type { ProviderRequest } from "./provider-request.ts";

const request: ProviderRequest = { task: "video", model: "google/veo-3", input: { prompt: "a" }, options: {} };

test("runs a request with the key that is nearest", async () => {
  const server = await startFakeReplicate({ results: { "*": { data: Buffer.from("x"), mediaType: "video/mp4" } } });
  onTestFinished(() => server.close());
  const environment = { REPLICATE_API_TOKEN: "not-this-one" };
  const settings = readProviderSettings(BUILT_IN_PROVIDERS, environment, { replicate: server.baseUrl });
  const providers = createProviders(BUILT_IN_PROVIDERS, { fetch, settings });
  const results = await providers.run("replicate", request, {
    providerApiKeys: { replicate: FAKE_KEY },
    pause: async () => {},
  });
  expect(results).toHaveLength(1);
});

test("asks nobody without a key, and says where one is looked for", async () => {
  const nobody = () => Promise.reject(new Error("Expected nobody to be asked"));
  const providers = createProviders(BUILT_IN_PROVIDERS, { fetch: nobody });
  await expect(providers.run("fal", request)).rejects.toMatchObject({
    code: "provider_key_missing",
    hint: expect.stringContaining("FAL_KEY"),
  });
  expect(providers.access("fal")).toBeNull();
  expect(providers.access("fal", { fal: "a-key" })).toEqual({ apiKey: "a-key", baseUrl: undefined });
});

test("knows each provider by its name, and nobody else", () => {
  const providers = createProviders(BUILT_IN_PROVIDERS, { fetch });
  expect(providers.names).toEqual(BUILT_IN_PROVIDERS.map(({ name }) => name));
  for (const provider of BUILT_IN_PROVIDERS) expect(providers.find(provider.name)).toBe(provider);
  expect(providers.find("constructor")).toBeNull();
});

test("knows what is known of a model", () => {
  const providers = createProviders(BUILT_IN_PROVIDERS, { fetch });
  expect(providers.findModel({ provider: "openai", model: "whisper-1" })).toMatchObject({ tasks: ["transcription"] });
  expect(providers.findModel({ provider: "openai", model: "kokoro" })).toBeNull();
  expect(providers.findModel({ provider: "acme", model: "whisper-1" })).toBeNull();
});

test.each([
  [[falProvider, falProvider], /one provider `fal`, got another/],
  [[{ ...falProvider, name: "local" }], /one provider `local`/],
  [[{ ...falProvider, name: "Fal AI" }], /of small letters, digits and "-", got "Fal AI"/],
  [[{ ...falProvider, submit: undefined as never }], /Expected a provider with name, .* got "fal"/],
])("refuses a list in which one is none (%#)", (list, message) => {
  expect(() => createProviders(list, { fetch })).toThrow(message);
});
