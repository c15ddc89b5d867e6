import { discoverTools, wavFile } from "@proxx/media";
import { BUILT_IN_PROVIDERS, createProviders } from "@proxx/providers";
import {
  FAKE_KEY,
  jsonOf,
  startFakeElevenlabs,
  startFakeOpenai,
  type FakeOpenaiOptions,
} from "@proxx/testing/fake-providers";
import { expect, onTestFinished, test } from "vitest";
import { createVoices } from "../create-voices.ts";
import type { Line } from "../voice.ts";

const tools = await discoverTools();
const { signal } = new AbortController();
const SOUND = { data: wavFile(new Int16Array(24_000).fill(1000), 24_000), mediaType: "audio/wav" };

async function openai(options: Partial<FakeOpenaiOptions> = {}) {
  const server = await startFakeOpenai({ results: { "*": SOUND }, ...options });
  return { server, prepare: prepareAt("openai", server.baseUrl, () => server.close()) };
}

async function elevenlabs() {
  const server = await startFakeElevenlabs({ results: { "*": SOUND } });
  return { server, prepare: prepareAt("elevenlabs", server.baseUrl, () => server.close()) };
}

function prepareAt(name: string, baseUrl: string, close: () => Promise<void>) {
  onTestFinished(close);
  const settings = { [name]: { apiKey: FAKE_KEY, baseUrl, baseUrlForAll: null } };
  const voices = createVoices({ tools, providers: createProviders(BUILT_IN_PROVIDERS, { fetch, settings }) });
  return async (voice: string, line: Partial<Line> = {}) =>
    voices.open(voice, "en").prepare({ text: "Hi you", language: "en", ...line }, { signal });
}

test("a model of OpenAI's speaks, and its words are spread over the sound", async () => {
  const { server, prepare } = await openai();
  const line = await prepare("openai:nova", { style: "calmly", pronunciations: [{ word: "you", reading: "yoo" }] });
  const { samples, sampleRate, words, timing } = await line.speak();
  expect(samples.length / sampleRate).toBe(1);
  expect(server.requests.map(jsonOf)).toEqual([
    {
      model: "gpt-4o-mini-tts",
      input: "Hi yoo",
      voice: "nova",
      instructions: "calmly",
      response_format: "wav",
    },
  ]);
  expect(words.map(({ word, from, to }) => [word, from, to])).toEqual([
    ["Hi", 0, 2],
    ["you", 3, 6],
  ]);
  expect(timing).toBe("estimated");
});

test("ElevenLabs' words are placed by the times of their letters", async () => {
  const { server, prepare } = await elevenlabs();
  const line = await prepare("elevenlabs:eleven_turbo_v2_5/voice1", {
    speed: 1.1,
    pronunciations: [{ word: "Hi", reading: "Hey there" }],
  });
  const { words, timing } = await line.speak();
  expect(timing).toBe("measured");
  expect(words.map(({ word, start }) => [word, start])).toEqual([
    ["Hi", 0],
    ["you", 1],
  ]);
  expect(server.requests[0]?.path).toBe("/v1/text-to-speech/voice1/with-timestamps");
});

test("what a model cannot be told is told", async () => {
  const { server, prepare } = await openai();
  const line = await prepare("openai:tts-1/nova", { speed: 1.2, pitch: 2, style: "calmly" });
  expect(line.unsaid.map(({ why }) => why)).toEqual([
    "said without its `style`: tts-1 knows none",
    "said without its `pitch`: tts-1 knows none",
  ]);
  await line.speak();
  expect(server.requests.map(jsonOf)).toEqual([expect.objectContaining({ model: "tts-1", speed: 1.2 })]);
});

test("a voice that the model has not is refused before anything is paid", async () => {
  const { server, prepare } = await openai();
  await expect(prepare("openai:nobody")).rejects.toMatchObject({ code: "media_unsupported" });
  await expect((await elevenlabs()).prepare("elevenlabs")).rejects.toThrow("no voice of elevenlabs for everybody");
  expect(server.requests).toEqual([]);
});

test("what decides the sound is in the ingredients, and no key", async () => {
  const { prepare } = await openai();
  const plain = (await prepare("openai:nova")).ingredients;
  expect(JSON.stringify(plain)).not.toContain(FAKE_KEY);
  for (const other of [
    prepare("openai:alloy"),
    prepare("openai:tts-1/nova"),
    prepare("openai:nova", { style: "sadly" }),
  ]) {
    expect((await other).ingredients).not.toEqual(plain);
  }
});

test.each([
  ["a key that is wrong", { apiKey: "another-key" }, "provider_key_refused"],
  ["a page in place of a sound", { misbehave: [{ at: "submit", as: "page" }] }, "result_unusable"],
  ["no sound", { ending: "empty" }, "result_unusable"],
  [
    "sound that is none",
    { results: { "*": { data: Buffer.alloc(400, 7), mediaType: "audio/wav" } } },
    "result_unusable",
  ],
  ["a sound that breaks off", { misbehave: [{ at: "submit", as: "truncated" }] }, "provider_unavailable"],
  ["too many calls", { misbehave: [{ at: "submit", as: "status", status: 429 }] }, "provider_rate_limited"],
] as const)("%s fails the line, with a code that says how", async (_what, options, code) => {
  const { prepare } = await openai(options);
  await expect((await prepare("openai:nova")).speak()).rejects.toMatchObject({ code });
});
