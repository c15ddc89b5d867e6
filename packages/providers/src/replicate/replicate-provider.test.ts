import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { FAKE_KEY, jsonOf, startFakeReplicate, type FakeReplicateOptions } from "@proxx/testing/fake-providers";
import type { ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { runWithProvider } from "../ask/run-with-provider.ts";
import type { ProviderProgress, RememberedRun } from "../ask/run-options.ts";
import { replicateProvider } from "./replicate-provider.ts";

const VIDEO = { data: Buffer.from("a video"), mediaType: "video/mp4" };

async function start(options: Partial<FakeReplicateOptions> = {}) {
  const server = await startFakeReplicate({ results: { "*": VIDEO }, ...options });
  onTestFinished(() => server.close());
  const context: ProviderContext = { apiKey: FAKE_KEY, baseUrl: server.baseUrl, fetch };
  return { server, context };
}

const request: ProviderRequest = {
  task: "video",
  model: "bytedance/seedance-1-pro",
  input: { prompt: "a lighthouse" },
  options: {},
};

const noPause = async () => {};

test("tells the model what was said by unified name", async () => {
  const { server, context } = await start();
  const input = { prompt: "a", duration: 3, aspectRatio: "9:16", resolution: "480p", seed: 7, cameraMotion: "fixed" };
  await replicateProvider.submit({ ...request, input, options: { fps: 24 } }, context);
  const [submitted] = server.requestsAt("submit");
  expect(submitted?.path).toBe("/v1/models/bytedance/seedance-1-pro/predictions");
  expect(submitted && jsonOf(submitted)).toEqual({
    input: { prompt: "a", duration: 3, aspect_ratio: "9:16", resolution: "480p", seed: 7, camera_fixed: true, fps: 24 },
  });
});

test("runs models that need a version by it", async () => {
  const { server, context } = await start({ results: { "*": { output: { text: "a", chunks: [] } } } });
  const sound = { path: "/unused", mediaType: "audio/wav", sizeBytes: 1, url: "https://example.com/a.wav" };
  await replicateProvider.submit(
    {
      task: "transcription",
      model: "vaibhavs10/incredibly-fast-whisper",
      input: { audio: sound, language: "fr-CA" },
      options: {},
    },
    context,
  );
  const [submitted] = server.requestsAt("submit");
  expect(submitted?.path).toBe("/v1/predictions");
  expect(submitted && jsonOf(submitted)).toEqual({
    version: "3ab86df6c8f54c11309d4d1f930ac292bad43ace52d10c80d87eb258b3c9f79c",
    input: { audio: "https://example.com/a.wav", language: "french", timestamp: "word" },
  });
});

test("passes another model's parameters through, by its version where one is named", async () => {
  const { server, context } = await start();
  const input = { prompt: "a", aspectRatio: "16:9" };
  await replicateProvider.submit(
    { ...request, model: "somebody/thing:abc", input, options: { strength: 0.5 } },
    context,
  );
  const [submitted] = server.requestsAt("submit");
  expect(submitted && jsonOf(submitted)).toEqual({
    version: "abc",
    input: { prompt: "a", aspect_ratio: "16:9", strength: 0.5 },
  });
});

test("uploads a file and names where it is", async () => {
  const { server, context } = await start();
  const path = join(temporaryFolder(), "first.png");
  writeFileSync(path, "the bytes of a picture");
  const image = { path, mediaType: "image/png", sizeBytes: 22 };
  await replicateProvider.submit({ ...request, input: { prompt: "a", startImage: image } }, context);
  const [uploaded] = server.requestsAt("upload");
  expect(uploaded?.body.toString()).toContain("the bytes of a picture");
  expect(uploaded?.body.toString()).toContain('filename="first.png"');
  const [submitted] = server.requestsAt("submit");
  expect(submitted && jsonOf(submitted)).toMatchObject({ input: { image: `${server.url}/v1/files/file-1` } });
});

test("starts nothing when the upload fails", async () => {
  const { server, context } = await start({ misbehave: [{ at: "upload", as: "status", status: 503 }] });
  const path = join(temporaryFolder(), "first.png");
  writeFileSync(path, "x");
  const image = { path, mediaType: "image/png", sizeBytes: 1 };
  await expect(replicateProvider.submit({ ...request, input: { prompt: "a", image } }, context)).rejects.toMatchObject({
    code: "provider_unavailable",
    retryable: true,
  });
  expect(server.requestsAt("upload")).toHaveLength(1);
  expect(server.requestsAt("submit")).toEqual([]);
});

test("tells how far it is, and never goes back", async () => {
  const { server, context } = await start({ polls: 4 });
  const told: ProviderProgress[] = [];
  const [result] = await runWithProvider(replicateProvider, request, {
    context,
    pause: noPause,
    onProgress: (progress) => told.push(progress),
  });
  expect(told.map(({ fraction }) => fraction)).toEqual([null, 0.2, 0.4, 0.6, 0.8]);
  expect(result).toEqual({ kind: "url", url: `${server.url}/files/1.mp4`, mediaType: null });
  const file = await fetch(result?.kind === "url" ? result.url : "");
  expect(await file.text()).toBe("a video");
});

test("waits longer between questions the longer it takes", async () => {
  const { context } = await start({ polls: 12 });
  const pauses: number[] = [];
  await runWithProvider(replicateProvider, request, { context, pause: async (ms) => void pauses.push(ms) });
  expect(pauses.slice(0, 4)).toEqual([1000, 1500, 2250, 3375]);
  expect(Math.max(...pauses)).toBe(15_000);
});

test("gives every file of an output", async () => {
  const image = { data: Buffer.from("x"), mediaType: "image/png" };
  const { context } = await start({ results: { "*": [image, image] } });
  const results = await runWithProvider(replicateProvider, request, { context, pause: noPause });
  expect(results).toHaveLength(2);
});

test("takes an interrupted prediction for a fault of the machines", async () => {
  const { context } = await start({
    ending: "failure",
    failureReason: "Prediction interrupted; please retry (code: PA)",
  });
  const remembered: (RememberedRun | null)[] = [];
  const run = runWithProvider(replicateProvider, request, {
    context,
    pause: noPause,
    remember: (entry) => void remembered.push(entry),
  });
  await expect(run).rejects.toMatchObject({ code: "provider_unavailable", retryable: true });
  expect(remembered.at(-1)).toBeNull();
});

test("cancels what an aborted submission began", async () => {
  const { server, context } = await start();
  const controller = new AbortController();
  const slowFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (addressOf(input).endsWith("/predictions")) controller.abort();
    return response;
  };
  const run = runWithProvider(replicateProvider, request, {
    context: { ...context, fetch: slowFetch },
    signal: controller.signal,
    pause: noPause,
  });
  await expect(run).rejects.toMatchObject({ code: "aborted" });
  expect(server.requestsAt("cancel")).toHaveLength(1);
});

test("cuts off a submission that hangs when the job is aborted", async () => {
  const { server, context } = await start({ misbehave: [{ at: "submit", as: "hang" }] });
  const controller = new AbortController();
  const run = runWithProvider(replicateProvider, request, { context, signal: controller.signal, abortGraceMs: 20 });
  const settled = run.then(
    () => null,
    (error: unknown) => error,
  );
  await vi.waitFor(() => expect(server.requestsAt("submit")).toHaveLength(1));
  controller.abort();
  expect(await settled).toMatchObject({ code: "aborted" });
});

test("cancels a run that cannot be remembered", async () => {
  const { server, context } = await start();
  const run = runWithProvider(replicateProvider, request, {
    context,
    pause: noPause,
    remember: (entry) => {
      if (entry !== null) throw new Error("the disk is full");
    },
  });
  await expect(run).rejects.toThrow("the disk is full");
  expect(server.requestsAt("cancel")).toHaveLength(1);
});

test("never puts what is no model into an address", async () => {
  const { server, context } = await start();
  await expect(replicateProvider.submit({ ...request, model: "../account?x=1" }, context)).rejects.toThrow(TypeError);
  expect(server.requests).toEqual([]);
});

test("asks sooner when the webhook comes, however it comes", async () => {
  const { server, context } = await start({ polls: Number.POSITIVE_INFINITY });
  const news: string[] = [];
  let wake = () => {};
  let current: RememberedRun | null = null;
  const run = runWithProvider(
    replicateProvider,
    { ...request, webhookUrl: "https://example.com/hook" },
    {
      context,
      remember: (entry) => {
        current = entry;
      },
      pause: async () => {
        if (news.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        news.length = 0;
      },
      firstPauseMs: 600_000,
    },
  );
  await vi.waitFor(() => expect(current).not.toBeNull());
  const [submitted] = server.requestsAt("submit");
  expect(submitted && jsonOf(submitted)).toMatchObject({
    webhook: "https://example.com/hook",
    webhook_events_filter: ["completed"],
  });
  const deliver = async (status: string) => {
    const { headers, body } = server.signWebhook("prediction1", status);
    const heard = await replicateProvider.webhook?.parse(
      { headers: new Headers(headers), body: Buffer.from(body) },
      { secret: server.webhookSecret, fetch },
    );
    if (heard !== undefined) news.push(heard.id);
    wake();
  };
  // An old state first: it is asked, runs on, and pauses again; then the end, twice.
  await deliver("processing");
  await vi.waitFor(() => expect(server.requestsAt("poll")).toHaveLength(1));
  const finished = server.finish("prediction1").catch(() => {});
  await deliver("succeeded");
  await deliver("succeeded");
  await expect(run).resolves.toHaveLength(1);
  await finished;
});

function addressOf(input: string | URL | Request): string {
  return input instanceof Request ? input.url : String(input);
}
