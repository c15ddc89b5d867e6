import { expect, test } from "vitest";
import { languageCode, readTranscript } from "./read-transcript.ts";

test("reads OpenAI's words", () => {
  const verbose = {
    task: "transcribe",
    language: "english",
    duration: 1,
    text: "Hello, world.",
    words: [
      { word: "Hello", start: 0, end: 0.4 },
      { word: "world", start: 0.5, end: 1 },
    ],
  };
  expect(readTranscript(verbose, { wordByWord: true })).toEqual({
    kind: "transcript",
    language: "en",
    text: "Hello, world.",
    wordTiming: "measured",
    words: [
      { word: "Hello", start: 0, end: 0.4 },
      { word: "world", start: 0.5, end: 1 },
    ],
  });
});

test("spreads the segments of Replicate's Whisper by their letters", () => {
  const output = {
    detected_language: "french",
    transcription: " Bon jour toi.",
    segments: [{ id: 0, start: 1, end: 2.1, text: " Bon jour toi." }],
  };
  const transcript = readTranscript(output, { wordByWord: true });
  expect(transcript?.language).toBe("fr");
  expect(transcript?.wordTiming).toBe("estimated");
  expect(transcript?.words.map(({ word }) => word)).toEqual(["Bon", "jour", "toi."]);
  expect(transcript?.words.map(({ start }) => Number(start.toFixed(6)))).toEqual([1, 1.3, 1.7]);
  expect(transcript?.words.at(-1)?.end).toBeCloseTo(2.1);
});

test("reads chunks, whose last end may be missing", () => {
  const output = {
    text: " one two",
    chunks: [
      { text: " one", timestamp: [0, 0.3] },
      { text: " two", timestamp: [0.4, null] },
    ],
  };
  const transcript = readTranscript(output, { wordByWord: true });
  expect(transcript?.words).toEqual([
    { word: "one", start: 0, end: 0.3 },
    { word: "two", start: 0.4, end: 0.9 },
  ]);
});

test("takes chunks for sentences when words were not asked for", () => {
  const output = { text: "one two", chunks: [{ text: "one two", timestamp: [0, 1] }] };
  const transcript = readTranscript(output, { wordByWord: false });
  expect(transcript?.words).toHaveLength(2);
  expect(transcript?.wordTiming).toBe("estimated");
});

test("leaves the spaces and noises of Scribe out", () => {
  const output = {
    language_code: "eng",
    language_probability: 0.98,
    text: "Hi (laughs) there",
    words: [
      { text: "Hi", start: 0, end: 0.2, type: "word" },
      { text: " ", start: 0.2, end: 0.3, type: "spacing" },
      { text: "(laughs)", start: 0.3, end: 0.6, type: "audio_event" },
      { text: "there", start: 0.6, end: 1, type: "word" },
    ],
  };
  const transcript = readTranscript(output, { wordByWord: true });
  expect(transcript?.language).toBe("en");
  expect(transcript?.words.map(({ word }) => word)).toEqual(["Hi", "there"]);
});

test("cuts Japanese where its words end", () => {
  const output = { text: "今日は晴れです。", segments: [{ start: 0, end: 2, text: "今日は晴れです。" }] };
  const words = readTranscript(output, { wordByWord: true })?.words ?? [];
  expect(words.length).toBeGreaterThan(2);
  expect(words.map(({ word }) => word).join("")).toBe("今日は晴れです。");
  expect(words.at(-1)?.word.endsWith("。")).toBe(true);
});

test("says when only the text is known", () => {
  expect(readTranscript({ text: "hello" }, { wordByWord: true })).toMatchObject({ words: [], wordTiming: "none" });
});

test("puts words that run backwards in order", () => {
  const output = {
    text: "a b",
    words: [
      { word: "a", start: 1, end: 0.5 },
      { word: "b", start: 0.2, end: 0.4 },
    ],
  };
  expect(readTranscript(output, { wordByWord: true })?.words).toEqual([
    { word: "a", start: 1, end: 1 },
    { word: "b", start: 1, end: 1 },
  ]);
});

test("knows what is no transcript", () => {
  expect(readTranscript("hello", { wordByWord: true })).toBeNull();
  expect(readTranscript({}, { wordByWord: true })).toBeNull();
});

test.each([
  ["en", "en"],
  ["English", "en"],
  ["eng", "en"],
  ["fr-CA", "fr"],
  ["japanese", "ja"],
  ["klingon-ish", "klingon-ish"],
  [null, null],
])("calls the language %s %s", (said, code) => {
  expect(languageCode(said)).toBe(code);
});
