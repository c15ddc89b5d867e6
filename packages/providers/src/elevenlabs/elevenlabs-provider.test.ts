import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import {
  FAKE_KEY,
  formOf,
  jsonOf,
  startFakeElevenlabs,
  type FakeElevenlabsOptions,
} from "@proxx/testing/fake-providers";
import type { ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { elevenlabsProvider } from "./elevenlabs-provider.ts";

const SOUND = { data: Buffer.from("a sound"), mediaType: "audio/mpeg" };

async function start(options: Partial<FakeElevenlabsOptions> = {}) {
  const server = await startFakeElevenlabs({ results: { "*": SOUND }, ...options });
  onTestFinished(() => server.close());
  const context: ProviderContext = { apiKey: FAKE_KEY, baseUrl: server.baseUrl, fetch };
  return { server, context };
}

const speech: ProviderRequest = {
  task: "speech",
  model: "eleven_turbo_v2_5",
  input: { text: "Hi you", voice: "voice1" },
  options: {},
};

test("speaks, and tells when each word is said", async () => {
  const { server, context } = await start();
  const input = { text: "Hi you", voice: "voice1", language: "fr-CA", speed: 1.1, seed: 7 };
  const submission = await elevenlabsProvider.submit({ ...speech, input }, context);
  const [submitted] = server.requestsAt("submit");
  expect(submitted?.path).toBe("/v1/text-to-speech/voice1/with-timestamps");
  expect(submitted?.query.get("output_format")).toBe("mp3_44100_128");
  expect(submitted && jsonOf(submitted)).toEqual({
    text: "Hi you",
    model_id: "eleven_turbo_v2_5",
    language_code: "fr",
    voice_settings: { speed: 1.1 },
    seed: 7,
  });
  const [result] = submission.state === "done" ? submission.results : [];
  expect(result).toMatchObject({ kind: "bytes", data: new Uint8Array(SOUND.data), mediaType: "audio/mpeg" });
  const words = result?.kind === "bytes" ? (result.words ?? []) : [];
  expect(words.map(({ word, start, end }) => [word, start.toFixed(1), end.toFixed(1)])).toEqual([
    ["Hi", "0.0", "0.2"],
    ["you", "0.3", "0.6"],
  ]);
});

test("tells the words of a language that writes none apart", async () => {
  const { context } = await start();
  const submission = await elevenlabsProvider.submit(
    { ...speech, input: { text: "東京へ行く", voice: "voice1" } },
    context,
  );
  const [result] = submission.state === "done" ? submission.results : [];
  const words = result?.kind === "bytes" ? (result.words ?? []) : [];
  expect(words.map(({ word, start, end }) => [word, start.toFixed(1), end.toFixed(1)])).toEqual([
    ["東京", "0.0", "0.2"],
    ["へ", "0.2", "0.3"],
    ["行く", "0.3", "0.5"],
  ]);
});

test("listens", async () => {
  const output = { language_code: "eng", text: "Hi", words: [{ text: "Hi", start: 0, end: 0.4, type: "word" }] };
  const { server, context } = await start({ results: { "*": { output } } });
  const path = join(temporaryFolder(), "a.wav");
  writeFileSync(path, "sound");
  const audio = { path, mediaType: "audio/wav", sizeBytes: 5 };
  const asked: ProviderRequest = {
    task: "transcription",
    model: "scribe_v1",
    input: { audio, language: "en" },
    options: { diarize: true },
  };
  const submission = await elevenlabsProvider.submit(asked, context);
  const [submitted] = server.requestsAt("submit");
  const form = await (submitted ? formOf(submitted) : new FormData());
  expect([...form.keys()].toSorted()).toEqual([
    "diarize",
    "file",
    "language_code",
    "model_id",
    "tag_audio_events",
    "timestamps_granularity",
  ]);
  expect(submission).toMatchObject({ results: [{ kind: "transcript", language: "en", words: [{ word: "Hi" }] }] });
});

test("does not take an answer without sound for speech", async () => {
  const { context } = await start({ ending: "empty" });
  await expect(elevenlabsProvider.submit(speech, context)).rejects.toMatchObject({ code: "result_unusable" });
});

test.each([
  [401, "quota_exceeded", "provider_refused", false],
  [401, "invalid_api_key", "provider_key_refused", false],
  [429, "too_many_concurrent_requests", "provider_rate_limited", true],
  [429, "system_busy", "provider_rate_limited", true],
  [503, "system_busy", "provider_rate_limited", true],
  [401, "detected_unusual_activity", "provider_refused", false],
  [400, "content_against_policy", "provider_refused", false],
  [422, "unsafe_content", "provider_refused", false],
  [404, "voice_not_found", "provider_failed", false],
])("takes %s with %s for %s", async (status, detail, code, retryable) => {
  const body = { detail: { status: detail, message: `It is ${detail}.` } };
  const { context } = await start({ misbehave: [{ at: "submit", as: "status", status, body }] });
  await expect(elevenlabsProvider.submit(speech, context)).rejects.toMatchObject({
    code,
    retryable,
    message: expect.stringContaining(detail),
  });
});

test("never puts what is no voice into an address", async () => {
  const { server, context } = await start();
  const input = { text: "a", voice: "../../user" };
  await expect(elevenlabsProvider.submit({ ...speech, input }, context)).rejects.toThrow(TypeError);
  expect(server.requests).toEqual([]);
});
