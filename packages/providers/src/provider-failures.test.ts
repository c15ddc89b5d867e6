import { createNetwork } from "@proxx/network";
import { JobStopped, ProxxError } from "@proxx/contract";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import {
  FAKE_KEY,
  findText,
  startFakeElevenlabs,
  startFakeFal,
  startFakeGoogle,
  startFakeOpenai,
  startFakeReplicate,
  type FakeEnding,
  type FakeServer,
  type Misbehaviour,
} from "@proxx/testing/fake-providers";
import { elevenlabsProvider } from "./elevenlabs/elevenlabs-provider.ts";
import { falProvider } from "./fal/fal-provider.ts";
import { googleProvider } from "./google/google-provider.ts";
import { openaiProvider } from "./openai/openai-provider.ts";
import { ProviderError } from "./ask/provider-error.ts";
import type { Provider } from "./provider.ts";
import type { ProviderRequest } from "./provider-request.ts";
import { replicateProvider } from "./replicate/replicate-provider.ts";
import { runWithProvider } from "./ask/run-with-provider.ts";
import type { RememberedRun, RunWithProviderOptions } from "./ask/run-options.ts";

const network = createNetwork({ allowPrivate: true });
afterAll(() => network.close());

const VIDEO = { data: Buffer.from("a video"), mediaType: "video/mp4" };
const IMAGE = { data: Buffer.from("an image"), mediaType: "image/png" };
const SOUND = { data: Buffer.from("a sound"), mediaType: "audio/mpeg" };

interface Service {
  provider: Provider;
  request: ProviderRequest;
  start(options: { misbehave?: Misbehaviour[]; ending?: FakeEnding }): Promise<FakeServer & { baseUrl: string }>;
}

const video = (model: string): ProviderRequest => ({
  task: "video",
  model,
  input: { prompt: "a lighthouse" },
  options: {},
});

const POLLED: Record<string, Service> = {
  replicate: {
    provider: replicateProvider,
    request: video("bytedance/seedance-1-pro"),
    start: (options) => startFakeReplicate({ results: { "*": VIDEO }, ...options }),
  },
  fal: {
    provider: falProvider,
    request: video("fal-ai/veo3"),
    start: (options) => startFakeFal({ results: { "*": VIDEO }, ...options }),
  },
  "Google's Veo": {
    provider: googleProvider,
    request: video("veo-3.1-generate-001"),
    start: (options) => startFakeGoogle({ results: { "*": VIDEO }, ...options }),
  },
  "Google's Omni": {
    provider: googleProvider,
    request: video("gemini-omni-1.1-flash"),
    start: (options) => startFakeGoogle({ results: { "*": VIDEO }, ...options }),
  },
};

const ANSWERED: Record<string, Service> = {
  "Google's Imagen": {
    provider: googleProvider,
    request: { task: "image", model: "imagen-4.0-generate-001", input: { prompt: "a lighthouse" }, options: {} },
    start: (options) => startFakeGoogle({ results: { "*": IMAGE }, ...options }),
  },
  "OpenAI's images": {
    provider: openaiProvider,
    request: { task: "image", model: "gpt-image-1", input: { prompt: "a lighthouse" }, options: {} },
    start: (options) => startFakeOpenai({ results: { "*": IMAGE }, ...options }),
  },
  "OpenAI's speech": {
    provider: openaiProvider,
    request: { task: "speech", model: "tts-1", input: { text: "hello" }, options: {} },
    start: (options) => startFakeOpenai({ results: { "*": SOUND }, ...options }),
  },
  ElevenLabs: {
    provider: elevenlabsProvider,
    request: { task: "speech", model: "eleven_turbo_v2_5", input: { text: "hello", voice: "voice1" }, options: {} },
    start: (options) => startFakeElevenlabs({ results: { "*": SOUND }, ...options }),
  },
};

async function started(service: Service, options: { misbehave?: Misbehaviour[]; ending?: FakeEnding }) {
  const server = await service.start(options);
  onTestFinished(() => server.close());
  return server;
}

async function run(
  service: Service,
  baseUrl: string,
  options: Partial<RunWithProviderOptions> & { apiKey?: string; patienceMs?: number } = {},
) {
  const remembered: (RememberedRun | null)[] = [];
  const pauses: number[] = [];
  const { apiKey = FAKE_KEY, patienceMs = 300, ...others } = options;
  const results = runWithProvider(service.provider, service.request, {
    context: { apiKey, baseUrl, fetch: network.fetch, submitTimeoutMs: patienceMs, pollTimeoutMs: patienceMs },
    remember: (entry) => void remembered.push(entry),
    pause: async (ms) => void pauses.push(ms),
    ...others,
  });
  const error: unknown = await results.then(
    () => null,
    (reason: unknown) => reason,
  );
  return { results: error === null ? await results : [], error, remembered, pauses };
}

function expectCode(error: unknown, code: string, retryable: boolean): void {
  expect(error).toBeInstanceOf(ProxxError);
  expect(error).toMatchObject({ code, retryable });
  expect(findText(error, FAKE_KEY)).toBe(false);
}

describe.each(Object.entries({ ...POLLED, ...ANSWERED }))("%s", (_name, service) => {
  test("gives its result", async () => {
    const server = await started(service, {});
    const { results, error } = await run(service, server.baseUrl, { patienceMs: 20_000 });
    expect(error).toBeNull();
    expect(results).toHaveLength(1);
    expect(server.requestsAt("submit")).toHaveLength(1);
  });

  test.each<[string, Misbehaviour, string, boolean]>([
    ["asks to slow down", { at: "submit", as: "status", status: 429, retryAfter: "7" }, "provider_rate_limited", true],
    ["fails inside", { at: "submit", as: "status", status: 500 }, "provider_unavailable", true],
    ["is down for a while", { at: "submit", as: "status", status: 503 }, "provider_unavailable", true],
    ["wants money", { at: "submit", as: "status", status: 402 }, "provider_refused", false],
    ["cannot read the request", { at: "submit", as: "status", status: 422 }, "provider_failed", false],
    ["redirects", { at: "submit", as: "status", status: 302 }, "provider_failed", false],
    ["breaks the connection off", { at: "submit", as: "reset" }, "provider_unavailable", true],
    ["breaks off in its answer", { at: "submit", as: "truncated" }, "provider_unavailable", true],
    ["answers with a page", { at: "submit", as: "page" }, "result_unusable", false],
    ["never answers", { at: "submit", as: "hang" }, "provider_timeout", false],
  ])("is asked once when it %s", async (_what, misbehaviour, code, retryable) => {
    const server = await started(service, { misbehave: [misbehaviour] });
    const { error, remembered } = await run(service, server.baseUrl);
    expectCode(error, code, retryable);
    expect(server.requestsAt("submit")).toHaveLength(1);
    expect(remembered).toEqual([]);
  });

  test("tells how long to wait", async () => {
    const server = await started(service, {
      misbehave: [{ at: "submit", as: "status", status: 429, retryAfter: "7" }],
    });
    const { error } = await run(service, server.baseUrl);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ retryAfterMs: 7000, status: 429 });
  });

  test("refuses a wrong key without repeating it", async () => {
    const server = await started(service, {});
    const { error } = await run(service, server.baseUrl, { apiKey: "wrong-key-0123456789" });
    expectCode(error, "provider_key_refused", false);
    expect(findText(error, "wrong-key-0123456789")).toBe(false);
    expect(server.requestsAt("submit")).toHaveLength(1);
  });

  test("does not take the key to where it is sent instead", async () => {
    const elsewhere = await started(service, {});
    const location = `${elsewhere.url}/stolen`;
    const server = await started(service, { misbehave: [{ at: "submit", as: "status", status: 307, location }] });
    const { error } = await run(service, server.baseUrl);
    expectCode(error, "provider_failed", false);
    expect(elsewhere.requests).toEqual([]);
  });

  test("is not reached when nobody listens", async () => {
    const server = await started(service, {});
    await server.close();
    const { error } = await run(service, server.baseUrl);
    expectCode(error, "provider_unavailable", true);
  });

  test.each<[FakeEnding, string]>([
    ["refusal", "provider_refused"],
    ["failure", "provider_failed"],
  ])("tells a %s", async (ending, code) => {
    const server = await started(service, { ending });
    const { error, remembered } = await run(service, server.baseUrl);
    expectCode(error, code, false);
    expect(server.requestsAt("submit")).toHaveLength(1);
    expect(remembered.at(-1) ?? null).toBeNull();
  });
});

describe.each(Object.entries(POLLED))("%s, while it runs", (_name, service) => {
  test("is remembered before it is asked after", async () => {
    const server = await started(service, {});
    let polledBefore = -1;
    const { results } = await run(service, server.baseUrl, {
      remember: () => void (polledBefore = server.requestsAt("poll").length),
    });
    expect(polledBefore).toBe(0);
    expect(results).toHaveLength(1);
  });

  test("is only asked after when it was remembered", async () => {
    const server = await started(service, {});
    const first = await run(service, server.baseUrl, { unansweredLimit: 1 });
    const { results } = await run(service, server.baseUrl, { remembered: first.remembered[0] });
    expect(results).toHaveLength(1);
    expect(server.requestsAt("submit")).toHaveLength(1);
  });

  test.each<[string, Misbehaviour]>([
    ["asks to slow down", { at: "poll", times: 2, as: "status", status: 429, retryAfter: "60" }],
    ["fails inside", { at: "poll", times: 2, as: "status", status: 500 }],
    ["breaks the connection off", { at: "poll", times: 2, as: "reset" }],
    ["breaks off in its answer", { at: "poll", times: 2, as: "truncated" }],
    ["answers with a page", { at: "poll", times: 2, as: "page" }],
    ["never answers", { at: "poll", times: 2, as: "hang" }],
  ])("is asked again when it %s", async (_what, misbehaviour) => {
    const server = await started(service, { misbehave: [misbehaviour] });
    const { results, error, pauses } = await run(service, server.baseUrl);
    expect(error).toBeNull();
    expect(results).toHaveLength(1);
    expect(server.requestsAt("submit")).toHaveLength(1);
    expect(pauses.filter((ms) => ms === 60_000)).toHaveLength("retryAfter" in misbehaviour ? 2 : 0);
  });

  test("is given up when it stays silent, and stays remembered", async () => {
    const server = await started(service, { misbehave: [{ at: "poll", as: "status", status: 500 }] });
    const { error, remembered } = await run(service, server.baseUrl, { unansweredLimit: 4 });
    expectCode(error, "provider_unavailable", true);
    expect(server.requestsAt("poll")).toHaveLength(4);
    expect(remembered.map((entry) => entry?.unanswered)).toEqual([undefined, 1, 2, 3, 0]);
  });

  test("has expired when nobody knows it any more, and is forgotten", async () => {
    const server = await started(service, { ending: "expired" });
    const { error, remembered } = await run(service, server.baseUrl);
    expectCode(error, "result_expired", true);
    expect(remembered.at(-1)).toBeNull();
  });

  test("gives nothing usable when its output is empty", async () => {
    const server = await started(service, { ending: "empty" });
    const { error } = await run(service, server.baseUrl);
    expectCode(error, "result_unusable", false);
  });

  test("goes on and stays remembered when it takes too long", async () => {
    const server = await started(service, { misbehave: [] });
    let clock = 0;
    const { error, remembered } = await run(service, server.baseUrl, {
      timeoutMs: 5000,
      now: () => clock,
      pause: async () => void (clock += 5000),
    });
    expectCode(error, "provider_timeout", false);
    expect(server.requestsAt("cancel")).toEqual([]);
    expect(remembered).toHaveLength(1);
    expect((await run(service, server.baseUrl, { remembered: remembered[0] })).results).toHaveLength(1);
    expect(server.requestsAt("submit")).toHaveLength(1);
  });

  test.each(["detached", "timed-out"] as const)("goes on and stays remembered when the job is %s", async (why) => {
    const server = await started(service, {});
    const controller = new AbortController();
    const { error, remembered } = await run(service, server.baseUrl, {
      signal: controller.signal,
      pause: async () => controller.abort(new JobStopped(why, "No more of it here.", "Look elsewhere.")),
    });
    expectCode(error, "aborted", false);
    expect(server.requestsAt("cancel")).toEqual([]);
    expect(remembered).toHaveLength(1);
    expect((await run(service, server.baseUrl, { remembered: remembered[0] })).results).toHaveLength(1);
    expect(server.requestsAt("submit")).toHaveLength(1);
  });

  test("is cancelled when the job is", async () => {
    const server = await started(service, {});
    const controller = new AbortController();
    const { error, remembered } = await run(service, server.baseUrl, {
      signal: controller.signal,
      pause: async () => controller.abort(),
    });
    expectCode(error, "aborted", false);
    expect(server.requestsAt("cancel")).toHaveLength(service.request.model.startsWith("veo") ? 0 : 1);
    expect(remembered.at(-1)).toBeNull();
  });

  test("is not begun when the job was aborted before", async () => {
    const server = await started(service, {});
    const { error } = await run(service, server.baseUrl, { signal: AbortSignal.abort() });
    expectCode(error, "aborted", false);
    expect(server.requests).toEqual([]);
  });

  test("does not go elsewhere for an id that is none", async () => {
    const server = await started(service, {});
    const remembered = { provider: service.provider.name, id: "../../account?x=1" };
    const { error } = await run(service, server.baseUrl, { remembered, unansweredLimit: 1 });
    expectCode(error, "result_unusable", false);
    expect(server.requests).toEqual([]);
  });
});
