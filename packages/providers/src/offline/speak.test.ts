import { join } from "node:path";
import { discoverTools, probe } from "@proxx/media";
import { decodeSound, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createEspeakThreads } from "./espeak-threads.ts";
import { speak } from "./speak.ts";

const never = new AbortController().signal;
/** A thread is half a second of a core before it speaks. */
const threads = createEspeakThreads({ mostIdle: 1 });

test("speaks a text, and tells when it says each word", async () => {
  const path = join(temporaryFolder(), "speech.wav");
  const text = "Hello world. This is version 5.1.9 — done!";
  const { transcript, wordTiming } = await speak({ text, language: "en", speed: 1, path, signal: never, threads });
  const facts = await probe(path, await discoverTools());
  expect(facts.audio[0]).toMatchObject({ codec: "pcm_s16le", channels: 1, sampleRate: 22050 });
  expect(decodeSound(path).some((sample) => sample > 3000)).toBe(true);
  expect(wordTiming).toBe("measured");
  expect(transcript.words.map(({ word }) => word).join(" ")).toBe(text);
  for (const [index, { start, end }] of transcript.words.entries()) {
    expect(end).toBeGreaterThanOrEqual(start);
    expect(start).toBe(index === 0 ? 0 : transcript.words[index - 1]?.end);
  }
  expect(transcript.words.at(-1)?.end).toBeCloseTo(facts.durationSeconds ?? 0, 2);
});

test("says the same with the same bytes, and faster when told to", async () => {
  const folder = temporaryFolder();
  const say = async (name: string, speed: number) => {
    const path = join(folder, name);
    await speak({ text: "Bonjour le monde", language: "fr", speed, path, signal: never, threads });
    return decodeSound(path);
  };
  const [first, second, fast] = [await say("a.wav", 1), await say("b.wav", 1), await say("c.wav", 1.8)];
  expect(second).toEqual(first);
  expect(fast.length).toBeLessThan(first.length * 0.7);
});

test("divides Japanese into words and takes markup for text", async () => {
  const path = join(temporaryFolder(), "speech.wav");
  const japanese = await speak({ text: "こんにちは世界。", language: "ja", speed: 1, path, signal: never, threads });
  expect(japanese.transcript.words.map(({ word }) => word)).toEqual(["こんにちは", "世界。"]);
  const markup = await speak({ text: "<b>bold</b> & 🙂 ok", language: "en", speed: 1, path, signal: never, threads });
  expect(markup.transcript.words.map(({ word }) => word)).toEqual(["<b>bold</b>", "&", "🙂", "ok"]);
});

test.each(["en-GB", "de", "es-MX", "it", "pt-BR", "ru", "el", "zh-Hant", "ko", "no", "uk"])(
  "has a voice for %s",
  async (language) => {
    const path = join(temporaryFolder(), "speech.wav");
    const { transcript } = await speak({ text: "1 2 3", language, speed: 1, path, signal: never, threads });
    expect(transcript.words).toHaveLength(3);
  },
);

test("refuses a language that has no voice", async () => {
  const path = join(temporaryFolder(), "speech.wav");
  await expect(speak({ text: "x", language: "qq", speed: 1, path, signal: never, threads })).rejects.toMatchObject({
    code: "media_unsupported",
  });
});

test("stops when it is told to", async () => {
  const path = join(temporaryFolder(), "speech.wav");
  const controller = new AbortController();
  const speaking = speak({
    text: "word ".repeat(3000),
    language: "en",
    speed: 0.5,
    path,
    signal: controller.signal,
    threads,
  });
  controller.abort();
  await expect(speaking).rejects.toMatchObject({ code: "aborted" });
});
