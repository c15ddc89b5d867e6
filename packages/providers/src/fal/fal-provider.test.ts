import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import { FAKE_KEY, jsonOf, startFakeFal, type FakeFalOptions } from "@proxx/testing/fake-providers";
import type { ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { runWithProvider } from "../ask/run-with-provider.ts";
import type { ProviderProgress } from "../ask/run-options.ts";
import { falProvider } from "./fal-provider.ts";

const VIDEO = { data: Buffer.from("a video"), mediaType: "video/mp4" };

async function start(options: Partial<FakeFalOptions> = {}) {
  const server = await startFakeFal({ results: { "*": VIDEO }, ...options });
  onTestFinished(() => server.close());
  const context: ProviderContext = { apiKey: FAKE_KEY, baseUrl: server.baseUrl, fetch };
  return { server, context };
}

const request: ProviderRequest = { task: "video", model: "fal-ai/veo3", input: { prompt: "a" }, options: {} };
const noPause = async () => {};

test("tells the model what was said by unified name, in the model's words", async () => {
  const { server, context } = await start();
  const input = { prompt: "a", duration: 8, aspectRatio: "9:16", resolution: "720p", seed: 7, negativePrompt: "fog" };
  const asked = { ...request, input, options: { generate_audio: false }, webhookUrl: "https://example.com/hook" };
  await falProvider.submit(asked, context);
  const [submitted] = server.requestsAt("submit");
  expect(submitted?.path).toBe("/queue.fal.run/fal-ai/veo3");
  expect(submitted?.query.get("fal_webhook")).toBe("https://example.com/hook");
  expect(submitted && jsonOf(submitted)).toEqual({
    prompt: "a",
    duration: "8s",
    aspect_ratio: "9:16",
    resolution: "720p",
    seed: 7,
    negative_prompt: "fog",
    generate_audio: false,
  });
});

test("asks after a request of a deeper endpoint at its application", async () => {
  const { server, context } = await start();
  const model = "fal-ai/kling-video/v2.1/master/text-to-video";
  const results = await runWithProvider(falProvider, { ...request, model }, { context, pause: noPause });
  expect(results).toEqual([{ kind: "url", url: `${server.url}/files/1.mp4`, mediaType: "video/mp4" }]);
  expect(server.requestsAt("poll")[0]?.path).toBe("/queue.fal.run/fal-ai/kling-video/requests/request-1/status");
});

test("puts a file into fal's storage and names where it is", async () => {
  const { server, context } = await start();
  const path = join(temporaryFolder(), "face.png");
  writeFileSync(path, "the bytes of a face");
  const image = { path, mediaType: "image/png", sizeBytes: 19 };
  const sound = { path: "/unused", mediaType: "audio/wav", sizeBytes: 1, url: "https://example.com/a.wav" };
  const asked = { ...request, task: "lip-sync" as const, model: "veed/fabric-1.0", input: { image, audio: sound } };
  await falProvider.submit(asked, context);
  const [initiated, put] = server.requestsAt("upload");
  expect(initiated && jsonOf(initiated)).toEqual({ content_type: "image/png", file_name: "face.png" });
  expect(put?.body.toString()).toBe("the bytes of a face");
  expect(put?.headers.has("authorization")).toBe(false);
  const [submitted] = server.requestsAt("submit");
  expect(submitted && jsonOf(submitted)).toEqual({
    image_url: "https://v3.fal.media/files/1",
    audio_url: "https://example.com/a.wav",
    resolution: "720p",
  });
});

test("tells the place in the queue, then how far it is", async () => {
  const { context } = await start({ polls: 3 });
  const told: ProviderProgress[] = [];
  await runWithProvider(falProvider, request, {
    context,
    pause: noPause,
    onProgress: (progress) => told.push(progress),
  });
  expect(told).toEqual([
    { state: "uploading", fraction: null, queuePosition: null },
    { state: "queued", fraction: null, queuePosition: 1 },
    { state: "running", fraction: 0.5, queuePosition: null },
    { state: "running", fraction: 0.75, queuePosition: null },
  ]);
});

test("uses each run's own key", async () => {
  const { server, context } = await start();
  const other = await startFakeFal({ results: { "*": VIDEO }, apiKey: "another-key-98765" });
  onTestFinished(() => other.close());
  const [first, second] = await Promise.all([
    runWithProvider(falProvider, request, { context, pause: noPause }),
    runWithProvider(falProvider, request, {
      context: { ...context, baseUrl: other.baseUrl, apiKey: "another-key-98765" },
      pause: noPause,
    }),
  ]);
  expect([first.length, second.length]).toEqual([1, 1]);
  expect(new Set(server.requests.map(({ headers }) => headers.get("authorization")))).toEqual(
    new Set([`Key ${FAKE_KEY}`]),
  );
});

test("takes images that the filter blackened for a refusal", async () => {
  const output = { images: [{ url: "https://example.com/black.png" }], has_nsfw_concepts: [true] };
  const { context } = await start({ results: { "*": { output } } });
  const asked = { ...request, task: "image" as const, model: "fal-ai/flux/dev" };
  await expect(runWithProvider(falProvider, asked, { context, pause: noPause })).rejects.toMatchObject({
    code: "provider_refused",
  });
});

test("quotes what was wrong with the request", async () => {
  const { context } = await start({ ending: "failure" });
  await expect(runWithProvider(falProvider, request, { context, pause: noPause })).rejects.toMatchObject({
    code: "provider_failed",
    message: expect.stringContaining("prompt: prompt is too long"),
  });
});

test("says that the balance is spent", async () => {
  const body = {
    detail: "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.",
  };
  const { context } = await start({ misbehave: [{ at: "submit", as: "status", status: 403, body }] });
  await expect(falProvider.submit(request, context)).rejects.toMatchObject({
    code: "provider_refused",
    retryable: false,
  });
});

test("asks again when the result itself cannot be had for a moment", async () => {
  const { server, context } = await start({ misbehave: [{ at: "result", as: "truncated", times: 2 }] });
  const results = await runWithProvider(falProvider, request, { context, pause: noPause });
  expect(results).toHaveLength(1);
  expect(server.requestsAt("result")).toHaveLength(3);
});

test("does not mind that what it cancels is over", async () => {
  const { server, context } = await start({ polls: 0 });
  await runWithProvider(falProvider, request, { context, pause: noPause });
  await expect(falProvider.cancel?.("request-1", request, context)).resolves.toBeUndefined();
  expect(server.requestsAt("cancel")).toHaveLength(1);
});

test("reads a webhook that fal signed, and refuses another", async () => {
  const { server } = await start();
  const trust = { fetch, baseUrl: server.baseUrl };
  const { headers, body } = server.signWebhook("request-1", "OK");
  const delivery = { headers: new Headers(headers), body: Buffer.from(body) };
  await expect(falProvider.webhook?.parse(delivery, trust)).resolves.toEqual({
    provider: "fal",
    id: "request-1",
    state: "done",
  });
  const forged = { ...delivery, body: Buffer.from(body.replace("OK", "ERROR")) };
  await expect(falProvider.webhook?.parse(forged, trust)).rejects.toMatchObject({ code: "webhook_invalid" });
  const old = server.signWebhook("request-1", "OK", Math.floor(Date.now() / 1000) - 600);
  const late = { headers: new Headers(old.headers), body: Buffer.from(old.body) };
  await expect(falProvider.webhook?.parse(late, trust)).rejects.toMatchObject({ code: "webhook_invalid" });
});

test("does not trust a webhook when fal's keys cannot be had", async () => {
  const { server } = await start({ misbehave: [{ at: "keys", as: "status", status: 500 }] });
  const { headers, body } = server.signWebhook("request-1", "OK");
  const delivery = { headers: new Headers(headers), body: Buffer.from(body) };
  const parsing = falProvider.webhook?.parse(delivery, { fetch, baseUrl: server.baseUrl });
  await expect(parsing).rejects.toMatchObject({ code: "provider_unavailable", retryable: true });
});
