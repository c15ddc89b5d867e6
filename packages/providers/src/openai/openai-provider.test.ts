import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import { FAKE_KEY, formOf, jsonOf, startFakeOpenai, type FakeOpenaiOptions } from "@proxx/testing/fake-providers";
import type { ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { openaiProvider } from "./openai-provider.ts";

const IMAGE = { data: Buffer.from("an image"), mediaType: "image/png" };
const SOUND = { data: Buffer.from("a sound"), mediaType: "audio/mpeg" };
const WORDS = { text: "Hi", language: "english", words: [{ word: "Hi", start: 0, end: 0.5 }] };

async function start(options: Partial<FakeOpenaiOptions> = {}) {
  const server = await startFakeOpenai({ results: { "*": IMAGE }, ...options });
  onTestFinished(() => server.close());
  const context: ProviderContext = { apiKey: FAKE_KEY, baseUrl: server.baseUrl, fetch };
  return { server, context };
}

function file(name: string, mediaType: string) {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, `the bytes of ${name}`);
  return { path, mediaType, sizeBytes: 20 };
}

const image: ProviderRequest = { task: "image", model: "gpt-image-1", input: { prompt: "a" }, options: {} };

test("tells the image model what was said by unified name", async () => {
  const { server, context } = await start();
  const input = { prompt: "a", aspectRatio: "2:3", count: 2, outputFormat: "jpg" };
  const submission = await openaiProvider.submit({ ...image, input, options: { quality: "low" } }, context);
  const [submitted] = server.requestsAt("submit");
  expect(submitted && jsonOf(submitted)).toEqual({
    model: "gpt-image-1",
    prompt: "a",
    size: "1024x1536",
    n: 2,
    output_format: "jpeg",
    quality: "low",
  });
  expect(submission).toEqual({
    state: "done",
    results: [{ kind: "bytes", data: new Uint8Array(IMAGE.data), mediaType: "image/jpeg" }],
  });
});

test("sends pictures to be edited along", async () => {
  const { server, context } = await start();
  await openaiProvider.submit({ ...image, input: { prompt: "a", image: file("a.png", "image/png") } }, context);
  const [submitted] = server.requestsAt("submit");
  expect(submitted?.path).toBe("/v1/images/edits");
  const form = await (submitted ? formOf(submitted) : new FormData());
  const sent = form.get("image[]");
  expect(sent instanceof File && (await sent.text())).toBe("the bytes of a.png");
  expect(form.get("prompt")).toBe("a");
});

test("speaks", async () => {
  const { server, context } = await start({ results: { "*": SOUND } });
  const input = { text: "hello", voice: "nova", speed: 1.5, outputFormat: "wav" };
  const submission = await openaiProvider.submit({ task: "speech", model: "tts-1", input, options: {} }, context);
  const [submitted] = server.requestsAt("submit");
  expect(submitted && jsonOf(submitted)).toEqual({
    model: "tts-1",
    input: "hello",
    voice: "nova",
    speed: 1.5,
    response_format: "wav",
  });
  expect(submission).toEqual({
    state: "done",
    results: [{ kind: "bytes", data: new Uint8Array(SOUND.data), mediaType: "audio/mpeg" }],
  });
});

test.each([
  ["nothing", { ...SOUND, data: new Uint8Array() }],
  ["JSON", { data: Buffer.from("{}"), mediaType: "application/json" }],
])("does not take %s for sound", async (_what, result) => {
  const { context } = await start({ results: { "*": result } });
  const asked: ProviderRequest = { task: "speech", model: "tts-1", input: { text: "a" }, options: {} };
  await expect(openaiProvider.submit(asked, context)).rejects.toMatchObject({
    code: "result_unusable",
    retryable: false,
  });
});

test("asks for the time of each word", async () => {
  const { server, context } = await start({ results: { "*": { output: WORDS } } });
  const input = { audio: file("a.wav", "audio/wav"), language: "en-GB" };
  const submission = await openaiProvider.submit(
    { task: "transcription", model: "whisper-1", input, options: {} },
    context,
  );
  const [submitted] = server.requestsAt("submit");
  const form = await (submitted ? formOf(submitted) : new FormData());
  const sent = form.get("file");
  expect(sent instanceof File && [sent.name, sent.type, await sent.text()]).toEqual([
    "a.wav",
    "audio/wav",
    "the bytes of a.wav",
  ]);
  expect(form.get("language")).toBe("en");
  expect(form.get("response_format")).toBe("verbose_json");
  expect(form.getAll("timestamp_granularities[]")).toEqual(["word"]);
  expect(submission).toMatchObject({ results: [{ kind: "transcript", language: "en", wordTiming: "measured" }] });
});

test("asks a compatible server's model for the time of each word too, without a key", async () => {
  const { server, context } = await start({ results: { "*": { output: WORDS } }, apiKey: "none" });
  const input = { audio: file("a.wav", "audio/wav") };
  const asked: ProviderRequest = {
    task: "transcription",
    model: "Systran/faster-whisper-small",
    input,
    options: { vad: true },
  };
  await openaiProvider.submit(asked, { ...context, apiKey: "" });
  const [submitted] = server.requestsAt("submit");
  const form = await (submitted ? formOf(submitted) : new FormData());
  expect(form.get("model")).toBe("Systran/faster-whisper-small");
  expect(form.getAll("timestamp_granularities[]")).toEqual(["word"]);
  expect(form.get("vad")).toBe("true");
});

test("says that the account is empty, though the status says too many calls", async () => {
  const body = {
    error: { message: "You exceeded your current quota", type: "insufficient_quota", code: "insufficient_quota" },
  };
  const { context } = await start({ misbehave: [{ at: "submit", as: "status", status: 429, body }] });
  await expect(openaiProvider.submit(image, context)).rejects.toMatchObject({
    code: "provider_refused",
    retryable: false,
  });
});

test("says that a file has gone since", async () => {
  const { server, context } = await start();
  const gone = { path: "/nowhere/a.png", mediaType: "image/png", sizeBytes: 1 };
  await expect(openaiProvider.submit({ ...image, input: { prompt: "a", image: gone } }, context)).rejects.toMatchObject(
    {
      code: "source_missing",
    },
  );
  expect(server.requests).toEqual([]);
});
