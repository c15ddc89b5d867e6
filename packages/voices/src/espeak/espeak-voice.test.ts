import { expect, test } from "vitest";
import { openJapaneseAnalyser } from "../reading/japanese-analyser.ts";
import { createEspeakVoice } from "./espeak-voice.ts";

const context = { signal: new AbortController().signal };
const english = createEspeakVoice({ voice: undefined, openAnalyser: openJapaneseAnalyser });

test("speaks, and tells when it says each word of what is written", async () => {
  const text = "The API of nginx 🙂 is fast.";
  const pronunciations = [
    { word: "API", reading: "ay pee eye" },
    { word: "nginx", reading: "engine x" },
  ];
  const line = await english.prepare({ text, language: "en", pronunciations }, context);
  expect(line.ingredients).toMatchObject({
    engine: "espeak-ng",
    text: "The ay pee eye of engine x  is fast.",
    speed: 1,
  });
  const { samples, sampleRate, words, timing } = await line.speak();
  expect(timing).toBe("measured");
  expect(words.map(({ word }) => word)).toEqual(["The", "API", "of", "nginx", "🙂", "is", "fast."]);
  for (const { word, from, to } of words) expect(text.slice(from, to)).toBe(word);
  // Three words are said in place of one, so it takes longer than what stands beside it.
  const lasting = words.map(({ start, end }) => end - start);
  expect(lasting[1]).toBeGreaterThan((lasting[2] ?? 0) * 2);
  expect(words.at(-1)?.end).toBeCloseTo(samples.length / sampleRate, 2);
  expect(Math.max(...samples)).toBeGreaterThan(0.1);
});

test("has the same ingredients for the same line alone", async () => {
  const of = async (line: object, voice?: string) => {
    const speaker = createEspeakVoice({ voice, openAnalyser: openJapaneseAnalyser });
    return (await speaker.prepare({ text: "Hello", language: "en", ...line }, context)).ingredients;
  };
  const plain = await of({});
  expect(await of({ pronunciations: [{ word: "other", reading: "x" }] })).toEqual(plain);
  for (const other of [{ text: "Hallo" }, { speed: 1.1 }, { pitch: 1 }, { language: "de" }, { reading: "Hullo" }]) {
    expect(await of(other)).not.toEqual(plain);
  }
  expect(await of({}, "en-gb")).not.toEqual(plain);
});

test("reads Japanese in kana, and says each word at its time", async () => {
  const text = "今日は東京で映画を3本見ました。";
  const line = await english.prepare({ text, language: "ja" }, context);
  expect(line.unsaid).toEqual([]);
  const { words, timing } = await line.speak();
  expect(timing).toBe("measured");
  expect(words.map(({ word }) => word).join("")).toBe(text);
  for (const [index, { start }] of words.entries()) expect(start).toBeGreaterThanOrEqual(words[index - 1]?.end ?? 0);
  const tokyo = words.find(({ word }) => word.startsWith("東京"));
  expect(tokyo?.end).toBeGreaterThan((tokyo?.start ?? 0) + 0.3);
});

test("refuses a text of which it can say nothing", async () => {
  await expect(english.prepare({ text: "漢字", language: "en" }, context)).rejects.toMatchObject({
    code: "text_missing",
  });
});
