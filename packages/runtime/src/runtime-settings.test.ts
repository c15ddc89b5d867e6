import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { TASKS } from "@proxx/contract";
import { BUILT_IN_PROVIDERS, type Provider } from "@proxx/providers";
import { expect, test } from "vitest";
import { readRuntimeSettings } from "./runtime-settings.ts";

const [replicate] = BUILT_IN_PROVIDERS;
if (replicate === undefined) throw new Error("Expected a provider");
const ACME: Provider = { ...replicate, name: "acme", keyVariables: ["ACME_KEY"], baseUrlVariable: "ACME_BASE_URL" };

test("takes what the options say before what the environment says", () => {
  const environment = {
    PROXX_HOME: "/environment",
    DATABASE_URL: "postgres://environment/proxx\n",
    PROXX_VIDEO_MODEL: "fal:fal-ai/veo3",
    PATH: "/bin",
  };
  expect(readRuntimeSettings({ environment })).toMatchObject({
    home: "/environment",
    database: { url: "postgres://environment/proxx", file: "/environment/proxx.sqlite" },
    toolCacheFile: "/environment/tools.json",
    searchPath: "/bin",
    defaultModels: { video: { provider: "fal", model: "fal-ai/veo3" } },
    allowPrivateSources: false,
  });
  const options = {
    home: "here",
    toolCacheFile: "/cache.json",
    defaultModels: {},
    allowPrivateSources: true,
  };
  expect(readRuntimeSettings({ environment, ...options })).toMatchObject({ ...options, home: resolve("here") });
  const databaseUrl = "postgres://option/proxx";
  expect(readRuntimeSettings({ environment, databaseUrl }).database.url).toBe(databaseUrl);
});

test("takes what is usual where neither says anything", () => {
  const { secretsKey: _secretsKey, ...settings } = readRuntimeSettings({ environment: {} });
  expect(settings).toMatchObject({
    database: { url: null },
    searchPath: "",
    defaultModels: {},
    operations: [],
    polling: {},
    allowPrivateSources: false,
    allowLocalPaths: true,
  });
});

test.runIf(process.platform !== "win32")("keeps what it makes with the user's data", () => {
  expect(readRuntimeSettings({ environment: {} }).home).toBe(join(homedir(), ".local/share/proxx"));
  expect(readRuntimeSettings({ environment: { XDG_DATA_HOME: "/data", PROXX_HOME: "" } }).home).toBe("/data/proxx");
});

test("settles a key and an address for each provider, and for one of another package", () => {
  const environment = { ACME_KEY: " a-key\n", ACME_BASE_URL: "http://localhost:8000", FAL_API_KEY: "fal-key" };
  const baseUrls = { fal: "http://localhost:9000" };
  const { providers, providerSettings } = readRuntimeSettings({ environment, providers: [ACME], baseUrls });
  expect(providers.at(-1)).toBe(ACME);
  expect(providerSettings["acme"]).toEqual({
    apiKey: "a-key",
    baseUrl: "http://localhost:8000",
    baseUrlForAll: null,
  });
  expect(providerSettings["fal"]).toEqual({ apiKey: "fal-key", baseUrl: null, baseUrlForAll: "http://localhost:9000" });
  expect(Object.keys(providerSettings)).toHaveLength(BUILT_IN_PROVIDERS.length + 1);
});

test.each<[Record<string, string>, RegExp, RegExp]>([
  [{ PROXX_VIDEO_MODEL: "veo" }, /PROXX_VIDEO_MODEL is `veo`, which names no model/, /Write provider and model/],
  [{ PROXX_VIDEO_MODEL: "fala" }, /`fala`, which names no model/, /^Write provider and model/],
  [{ PROXX_VIDEO_MODEL: "replicat:a/b" }, /names no model/, /Did you mean `replicate`\?/],
  [{ PROXX_SPEECH_MODEL: "openai:a b" }, /PROXX_SPEECH_MODEL/, /such as `replicate:bytedance/],
  [{ OPENAI_BASE_URL: "me:secret@localhost" }, /^OPENAI_BASE_URL is no address\.$/, /Write a whole URL/],
])("refuses %j", (environment, message, hint) => {
  const refused = expect.objectContaining({
    code: "invalid_document",
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });
  expect(() => readRuntimeSettings({ environment })).toThrow(refused);
});

test("takes a default model of a provider that is registered", () => {
  const environment = { PROXX_VIDEO_MODEL: "acme:lens-2" };
  expect(readRuntimeSettings({ environment, providers: [ACME] }).defaultModels).toEqual({
    video: { provider: "acme", model: "lens-2" },
  });
});

test.each(TASKS)("takes the default model for %s from the variable of its name", (task) => {
  const variable = `PROXX_${task.toUpperCase().replaceAll("-", "_")}_MODEL`;
  const { defaultModels } = readRuntimeSettings({ environment: { [variable]: "fal:some/model" } });
  expect(defaultModels).toEqual({ [task]: { provider: "fal", model: "some/model" } });
});
