import { expect, onTestFinished, test } from "vitest";
import { FAKE_KEY, startFakeReplicate } from "@proxx/testing/fake-providers";
import { createProviders } from "./create-providers.ts";
import { PROVIDER_NAMES, type ProviderRequest } from "./provider.ts";

const request: ProviderRequest = { task: "video", model: "google/veo-3", input: { prompt: "a" }, options: {} };

test("runs a request with the key that is nearest", async () => {
  const server = await startFakeReplicate({ results: { "*": { data: Buffer.from("x"), mediaType: "video/mp4" } } });
  onTestFinished(() => server.close());
  const providers = createProviders({
    fetch,
    keys: { environment: { REPLICATE_API_TOKEN: "not-this-one" } },
    baseUrls: { replicate: server.baseUrl },
  });
  const results = await providers.run("replicate", request, {
    keys: { request: { replicate: FAKE_KEY } },
    pause: async () => {},
  });
  expect(results).toHaveLength(1);
});

test("asks nobody without a key", async () => {
  const providers = createProviders({ fetch: () => Promise.reject(new Error("Expected nobody to be asked")) });
  await expect(providers.run("fal", request)).rejects.toMatchObject({ code: "provider_key_missing" });
  expect(providers.hasKey("fal")).toBe(false);
  expect(providers.hasKey("fal", { request: { fal: "a-key" } })).toBe(true);
});

test.each(PROVIDER_NAMES)("knows %s by its name", (name) => {
  const providers = createProviders({ fetch });
  expect(providers.get(name).name).toBe(name);
});

test("tells where it asks in place of a provider, and no password with it", () => {
  const environment = { OPENAI_BASE_URL: "http://me:secret@localhost:8000/v1?key=secret" };
  const providers = createProviders({ fetch, keys: { environment }, baseUrls: { fal: "http://127.0.0.1:9/" } });
  expect(providers.endpoint("openai")).toBe("http://localhost:8000/v1");
  expect(providers.endpoint("openai", { request: { openai: "own" } })).toBeNull();
  expect(providers.endpoint("fal")).toBe("http://127.0.0.1:9/");
  expect(providers.endpoint("replicate")).toBeNull();
});
