import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import { FAKE_KEY, jsonOf, startFakeGoogle, type FakeGoogleOptions } from "@proxx/testing/fake-providers";
import type { ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { runWithProvider } from "../ask/run-with-provider.ts";
import { googleProvider } from "./google-provider.ts";

const VIDEO = { data: Buffer.from("a video"), mediaType: "video/mp4" };
const IMAGE = { data: Buffer.from("an image"), mediaType: "image/png" };

async function start(options: Partial<FakeGoogleOptions> = {}) {
  const server = await startFakeGoogle({ results: { "*": VIDEO }, ...options });
  onTestFinished(() => server.close());
  const context: ProviderContext = { apiKey: FAKE_KEY, baseUrl: server.baseUrl, fetch };
  return { server, context };
}

function picture(): { path: string; mediaType: string; sizeBytes: number } {
  const path = join(temporaryFolder(), "first.png");
  writeFileSync(path, "picture");
  return { path, mediaType: "image/png", sizeBytes: 7 };
}

const veo: ProviderRequest = { task: "video", model: "veo-3.1-generate-001", input: { prompt: "a" }, options: {} };
const omni: ProviderRequest = { ...veo, model: "gemini-omni-1.1-flash" };
const noPause = async () => {};
const base64 = Buffer.from("picture").toString("base64");

test("tells Veo what was said by unified name, with its pictures inside", async () => {
  const { server, context } = await start();
  const input = {
    prompt: "a",
    duration: 8,
    aspectRatio: "9:16",
    resolution: "1080p",
    seed: 7,
    startImage: picture(),
    endImage: picture(),
  };
  await googleProvider.submit({ ...veo, input, options: { generateAudio: false } }, context);
  const [submitted] = server.requestsAt("submit");
  expect(submitted?.path).toBe("/v1beta1/publishers/google/models/veo-3.1-generate-001:predictLongRunning");
  expect(submitted && jsonOf(submitted)).toEqual({
    instances: [
      {
        prompt: "a",
        image: { bytesBase64Encoded: base64, mimeType: "image/png" },
        lastFrame: { bytesBase64Encoded: base64, mimeType: "image/png" },
      },
    ],
    parameters: { durationSeconds: 8, aspectRatio: "9:16", resolution: "1080p", seed: 7, generateAudio: false },
  });
});

test("gives the bytes of Veo's video", async () => {
  const { context } = await start();
  const results = await runWithProvider(googleProvider, veo, { context, pause: noPause });
  expect(results).toEqual([{ kind: "bytes", data: new Uint8Array(VIDEO.data), mediaType: "video/mp4" }]);
});

const OPERATION = "projects/p/locations/us/publishers/google/models/veo-3.1-generate-001/operations/1";

/** What is made of an operation that Veo answers with. */
async function pollVeo(operation: Record<string, unknown>) {
  const answer = async () => Response.json({ name: OPERATION, ...operation });
  return googleProvider.poll(OPERATION, veo, { apiKey: FAKE_KEY, baseUrl: "http://google.test", fetch: answer });
}

test.each([
  [4, "provider_unavailable", true],
  [13, "provider_unavailable", true],
  [14, "provider_unavailable", true],
  [7, "provider_key_refused", false],
  [16, "provider_key_refused", false],
  [8, "provider_rate_limited", true],
  [3, "provider_failed", false],
])("a video that Veo could not make, by its code %d, is %s", async (code, expected, retryable) => {
  const outcome = await pollVeo({ done: true, error: { code, message: `It broke with ${FAKE_KEY}.` } });
  expect(outcome).toMatchObject({ state: "failed", error: { code: expected, retryable } });
  const message = outcome.state === "failed" ? outcome.error.message : "";
  expect(message).toContain("It broke with ");
  expect(message).not.toContain(FAKE_KEY);
});

test("a video that Veo will not show is refused, for the reasons that it gives", async () => {
  const response = { raiMediaFilteredCount: 1, raiMediaFilteredReasons: ["Faces of children.", "Code 17301594."] };
  expect(await pollVeo({ done: true, response })).toMatchObject({
    state: "failed",
    error: {
      code: "provider_refused",
      message: expect.stringContaining("Faces of children. Code 17301594.") as string,
    },
  });
});

test("an operation of Veo's that is done without a video is no result, and one that is not done goes on", async () => {
  expect(await pollVeo({ done: true, response: {} })).toMatchObject({
    state: "failed",
    error: { code: "result_unusable" },
  });
  expect(await pollVeo({ metadata: { progressPercent: 40 } })).toEqual({
    state: "running",
    fraction: 0.4,
    queuePosition: null,
  });
  expect(await pollVeo({})).toMatchObject({ state: "running", fraction: null });
});

test("passes the options of a Veo that is not known through", async () => {
  const { server, context } = await start();
  await googleProvider.submit({ ...veo, model: "veo-9-generate", options: { brandNew: "x" } }, context);
  const [submitted] = server.requestsAt("submit");
  expect(submitted && jsonOf(submitted)).toEqual({ instances: [{ prompt: "a" }], parameters: { brandNew: "x" } });
});

test("tells Omni what was said by unified name", async () => {
  const { server, context } = await start();
  const input = { prompt: "a", duration: 5, aspectRatio: "9:16", resolution: "720p", seed: 7, image: picture() };
  await googleProvider.submit({ ...omni, input }, context);
  const [submitted] = server.requestsAt("submit");
  expect(submitted?.path).toBe("/v1beta/interactions");
  expect(submitted && jsonOf(submitted)).toEqual({
    model: "gemini-omni-1.1-flash",
    input: [
      { type: "image", mime_type: "image/png", data: base64 },
      { type: "text", text: "a" },
    ],
    background: true,
    generation_config: { seed: 7 },
    response_format: { type: "video", delivery: "uri", duration: "5s", aspect_ratio: "9:16", resolution: "720p" },
  });
});

test("waits until Omni's video is put away, and fetches it with the key", async () => {
  const { server, context } = await start({ filePolls: 2 });
  const results = await runWithProvider(googleProvider, omni, { context, pause: noPause });
  expect(results).toEqual([{ kind: "bytes", data: new Uint8Array(VIDEO.data), mediaType: "video/mp4" }]);
  expect(server.requestsAt("result")).toHaveLength(3);
  expect(server.requestsAt("file")).toHaveLength(1);
});

test("takes the key off a download that leads elsewhere", async () => {
  const elsewhere = await startFakeGoogle({ results: {} });
  onTestFinished(() => elsewhere.close());
  const { server, context } = await start();
  const redirecting: typeof fetch = async (input, init) =>
    addressOf(input).includes(":download")
      ? new Response(null, { status: 302, headers: { location: `${elsewhere.url}/signed` } })
      : fetch(input, init);
  const run = runWithProvider(googleProvider, omni, { context: { ...context, fetch: redirecting }, pause: noPause });
  await expect(run).rejects.toMatchObject({ code: "provider_key_refused" });
  expect(elsewhere.requests.map(({ path }) => path)).toEqual(["/signed"]);
  expect(elsewhere.requests[0]?.headers.has("x-goog-api-key")).toBe(false);
  expect(server.requestsAt("submit")).toHaveLength(1);
});

test("makes pictures with Imagen and with Gemini", async () => {
  const { server, context } = await start({ results: { "*": IMAGE } });
  const imagen = { ...veo, task: "image" as const, model: "imagen-4.0-generate-001" };
  const input = { prompt: "a", aspectRatio: "16:9", count: 1, outputFormat: "png" };
  await expect(googleProvider.submit({ ...imagen, input }, context)).resolves.toEqual({
    state: "done",
    results: [{ kind: "bytes", data: new Uint8Array(IMAGE.data), mediaType: "image/png" }],
  });
  const [submitted] = server.requestsAt("submit");
  expect(submitted && jsonOf(submitted)).toEqual({
    instances: [{ prompt: "a" }],
    parameters: {
      aspectRatio: "16:9",
      sampleCount: 1,
      includeRaiReason: true,
      outputOptions: { mimeType: "image/png" },
    },
  });
  const gemini = { ...imagen, model: "gemini-3.1-flash-image", input: { prompt: "a", aspectRatio: "16:9" } };
  const results = await runWithProvider(googleProvider, gemini, { context, pause: noPause });
  expect(results).toEqual([{ kind: "bytes", data: new Uint8Array(IMAGE.data), mediaType: "image/png" }]);
});

test("reads the delay that Google writes into the body", async () => {
  const body = {
    error: {
      code: 429,
      message: "Quota exceeded",
      status: "RESOURCE_EXHAUSTED",
      details: [{ reason: "X" }, { retryDelay: "35s" }],
    },
  };
  const { context } = await start({ misbehave: [{ at: "submit", as: "status", status: 429, body }] });
  await expect(googleProvider.submit(veo, context)).rejects.toMatchObject({
    code: "provider_rate_limited",
    retryAfterMs: 35_000,
  });
});

test("takes the prompt's refusal of a submission for a refusal", async () => {
  const message = "The prompt could not be submitted. It violates Google's Responsible AI practices.";
  const body = { error: { code: 400, message, status: "INVALID_ARGUMENT" } };
  const { context } = await start({ misbehave: [{ at: "submit", as: "status", status: 400, body }] });
  await expect(googleProvider.submit(veo, context)).rejects.toMatchObject({ code: "provider_refused" });
});

function addressOf(input: string | URL | Request): string {
  return input instanceof Request ? input.url : String(input);
}
