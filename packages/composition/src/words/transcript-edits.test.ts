import type { Transcript } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { cutTranscript, joinTranscripts, moveTranscript } from "./transcript-edits.ts";

function said(text: string, times: readonly (readonly [word: string, start: number, end: number])[]): Transcript {
  return { language: "en", text, words: times.map(([word, start, end]) => ({ word, start, end })) };
}

const hello = said("Hello, big world!", [
  ["Hello,", 0, 0.5],
  ["big", 0.5, 1],
  ["world!", 1, 2],
]);

describe("cutting", () => {
  test("keeps the whole text where all words stay", () => {
    expect(cutTranscript({ ...hello, text: "Hello,\nbig world!" }, { start: 0, end: Infinity }).text).toBe(
      "Hello,\nbig world!",
    );
  });

  test("gives a word that is divided to the part with its middle, and ends it at the cut", () => {
    const [before, after] = [
      cutTranscript(hello, { start: 0, end: 1.6 }),
      cutTranscript(hello, { start: 1.6, end: 2 }),
    ];
    expect(before.words.at(-1)).toEqual({ word: "world!", start: 1, end: 1.6 });
    expect(after).toMatchObject({ text: "", words: [] });
  });

  test("gives every word to exactly one of two parts, wherever the cut is", () => {
    for (let at = 0; at <= 2; at += 0.05) {
      const parts = [cutTranscript(hello, { start: 0, end: at }), cutTranscript(hello, { start: at, end: Infinity })];
      expect(parts.flatMap(({ words }) => words.map(({ word }) => word))).toEqual(["Hello,", "big", "world!"]);
    }
  });

  test("begins the part's own time at 0", () => {
    expect(cutTranscript(hello, { start: 0.6, end: 2 })).toEqual(
      said("big world!", [
        ["big", 0, 0.4],
        ["world!", 0.4, 1.4],
      ]),
    );
  });
});

describe("moving", () => {
  test("stretches times first and moves them then", () => {
    expect(moveTranscript(hello, { by: 3, stretch: 2 }).words[1]).toEqual({ word: "big", start: 4, end: 5 });
  });

  test("moves nothing before the beginning", () => {
    expect(moveTranscript(hello, { by: -0.75 }).words.map(({ start }) => start)).toEqual([0, 0, 0.25]);
  });
});

describe("joining", () => {
  const there = said("there", [["there", 0, 1]]);

  test("puts what is said in order of time, whatever order the parts come in", () => {
    const joined = joinTranscripts([
      { transcript: there, at: 2 },
      { transcript: null, at: 1 },
      { transcript: hello, at: 0 },
    ]);
    expect(joined?.text).toBe("Hello, big world! there");
    expect(joined?.words.map(({ word, start }) => [word, start])).toEqual([
      ["Hello,", 0],
      ["big", 0.5],
      ["world!", 1],
      ["there", 2],
    ]);
  });

  test("sorts the words of parts that overlap", () => {
    const joined = joinTranscripts([
      { transcript: hello, at: 0 },
      { transcript: there, at: 0.7 },
    ]);
    expect(joined?.words.map(({ word }) => word)).toEqual(["Hello,", "big", "there", "world!"]);
  });

  test("knows a language only where all parts have the same", () => {
    const german = { ...there, language: "de" };
    const parts = (other: Transcript) => [
      { transcript: hello, at: 0 },
      { transcript: other, at: 2 },
    ];
    expect(joinTranscripts(parts(there))?.language).toBe("en");
    expect(joinTranscripts(parts(german))?.language).toBeNull();
  });

  test("puts a space between texts, but not between those of scripts without spaces", () => {
    const joined = (...texts: string[]) =>
      joinTranscripts(texts.map((text, at) => ({ transcript: said(text, []), at })))?.text;
    expect(joined("今日は。", "東京へ")).toBe("今日は。東京へ");
    expect(joined("今日は", "Tokyo")).toBe("今日は Tokyo");
    expect(joined("สวัสดี", "ครับ")).toBe("สวัสดีครับ");
    expect(joined("안녕", "세상")).toBe("안녕 세상");
    // Beyond the basic plane a character has two units.
    expect(joined("𠮟る𠮟", "𠮟る")).toBe("𠮟る𠮟𠮟る");
    expect(joined("one ", " ", "two")).toBe("one two");
  });

  test("of nothing said is nothing", () => {
    expect(joinTranscripts([{ transcript: null, at: 0 }])).toBeNull();
  });
});
