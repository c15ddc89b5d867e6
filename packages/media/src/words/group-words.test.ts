import { createRandom } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { joinWords, wordsOf, type Caption } from "./caption.ts";
import { sentenceCaptions, wordCaptions } from "./group-words.ts";
import { keepWithin, settleCaptions, textOf } from "./settle-captions.ts";
import { spreadText } from "./spread-text.ts";
import { linesNeeded } from "./split-run.ts";

const room = { lineWidth: 42, lines: 2 };

function sentences(text: string, seconds: number, locale = "en"): Caption[] {
  return sentenceCaptions(spreadText(text, seconds, locale), { room, locale, measured: true });
}

function texts(captions: readonly Caption[]): string[] {
  return captions.map(textOf);
}

describe("captions by the sentence", () => {
  test("end where sentences end, and not at an abbreviation", () => {
    expect(texts(sentences("Dr. Smith met J. Doe at 3.5 km. They talked for hours! Did they?", 9))).toEqual([
      "Dr. Smith met J. Doe at 3.5 km.",
      "They talked for hours!",
      "Did they?",
    ]);
  });

  test("divide a long sentence where a speaker pauses", () => {
    const text = "Then he went to the market, where he bought three apples and a rather large melon for his daughter.";
    expect(texts(sentences(text, 7))).toEqual([
      "Then he went to the market,",
      "where he bought three apples and a rather large melon for his daughter.",
    ]);
  });

  test("stand no longer than six seconds, and not at all through a pause", () => {
    expect(sentences("A slow but steady voice goes on and on", 14).every(({ start, end }) => end - start <= 6)).toBe(
      true,
    );
    const [first, second] = spreadText("Wait here", 1, "en");
    if (first === undefined || second === undefined) throw new Error("Expected two words");
    const words = [first, { ...second, start: second.start + 2, end: second.end + 2 }];
    expect(texts(sentenceCaptions(words, { room, locale: "en", measured: true }))).toEqual(["Wait", "here"]);
  });

  test("that would be gone before they are read go together", () => {
    expect(texts(sentences("Yes. No! Maybe? I do not know at all what you mean.", 4))).toEqual([
      "Yes. No! Maybe?",
      "I do not know at all what you mean.",
    ]);
  });

  test("keep the lines of a text apart", () => {
    expect(texts(sentences("Row, row\nrow your boat\ngently", 6))).toEqual(["Row, row", "row your boat", "gently"]);
  });

  test("of a text without times fill the film, however slow that is", () => {
    const words = spreadText("Hello world. Good night.", 60, "en");
    const captions = sentenceCaptions(words, { room, locale: "en", measured: false });
    expect(texts(captions)).toEqual(["Hello world.", "Good night."]);
    expect(captions.at(-1)?.end).toBe(60);
  });
});

/** Words of which the speaker says each in 0.4 s, with a pause behind those that have one. */
function said(text: string, pauses: Readonly<Record<string, number>> = {}) {
  let time = 0;
  return text.split(" ").map((word) => {
    const start = time;
    const end = start + 0.4;
    time = end + (pauses[word] ?? 0);
    return { text: word, start, end, joined: false, newLine: false };
  });
}

describe("captions of words that are too many for one", () => {
  const byWords = (words: ReturnType<typeof said>, wordsPerCaption: number) =>
    texts(wordCaptions(words, { room, locale: "en", measured: true, wordsPerCaption }));

  test("end where the speaker pauses", () => {
    const text = "people gather around bright lights after";
    expect(byWords(said(text, { gather: 0.3 }), 4)).toEqual(["people gather", "around bright lights after"]);
    expect(byWords(said(text, { bright: 0.3 }), 4)).toEqual(["people gather around bright", "lights after"]);
    expect(byWords(said(text), 4)).toEqual(["people gather around", "bright lights after"]);
  });

  test("do not end with an article", () => {
    expect(byWords(said("people gather the bright lights after"), 4)).toEqual([
      "people gather",
      "the bright lights after",
    ]);
    expect(byWords(said("people gather near the lights after"), 4)).toEqual(["people gather near", "the lights after"]);
  });
});

test("captions by the handful are alike in size, and leave no word over", () => {
  const words = spreadText("one two three four five six seven", 7, "en");
  const captions = wordCaptions(words, { room, locale: "en", measured: true, wordsPerCaption: 3 });
  expect(captions.map((caption) => wordsOf(caption).length).toSorted((one, other) => one - other)).toEqual([2, 2, 3]);
});

describe("settled captions", () => {
  const caption = (start: number, end: number, text = "word"): Caption => ({
    start,
    end,
    lines: [[{ text, start, end, joined: false, newLine: false }]],
  });
  const times = (captions: readonly Caption[]) => captions.map(({ start, end }) => [start, end]);

  test("close a gap that would flicker, and leave one that is a pause", () => {
    expect(times(settleCaptions([caption(0, 1), caption(1.2, 2.2), caption(3, 4)]))).toEqual([
      [0, 1.2],
      [1.2, 2.2],
      [3, 4],
    ]);
  });

  test("stand long enough to be read where there is room", () => {
    expect(times(settleCaptions([caption(0, 0.1), caption(0.5, 0.6), caption(5, 5.5, "x".repeat(30))]))).toEqual([
      [0, 0.5],
      [0.5, 1.3],
      [5, 6.5],
    ]);
  });

  test("end with the film; those after it are counted", () => {
    const { captions, beyond } = keepWithin([caption(0, 5), caption(2, 9), caption(10, 11)], 8);
    expect(times(captions)).toEqual([
      [0, 2],
      [2, 8],
    ]);
    expect(captions[0]?.lines[0]?.[0]?.end).toBe(2);
    expect(beyond).toBe(1);
  });

  test("that begin with the film's end, or after it, are counted and not shown", () => {
    const { captions, beyond } = keepWithin([caption(0, 1), caption(1.5, 3), caption(2, 3), caption(4, 5)], 2);
    expect(times(captions)).toEqual([
      [0, 1],
      [1.5, 2],
    ]);
    expect(beyond).toBe(2);
  });
});

test("whatever is said, captions keep every word in order, fit their room, and never stand over one another", () => {
  const random = createRandom(5);
  const pieces = [
    "a",
    "word",
    "longer,",
    "sentence.",
    "Über—all",
    "漢字",
    "です。",
    "가나다",
    "supercalifragilistic",
    "I",
    "?!",
  ];
  for (let round = 0; round < 400; round++) {
    let time = 0;
    const words = Array.from({ length: 1 + Math.floor(random() * 60) }, (_, index) => {
      const start = time + (random() < 0.1 ? random() * 3 : 0);
      time = start + random() * 0.6;
      const text = pieces[Math.floor(random() * pieces.length)] ?? "";
      return { text, start, end: time, joined: random() < 0.2, newLine: index > 0 && random() < 0.05 };
    });
    const options = {
      room: { lineWidth: 8 + Math.floor(random() * 40), lines: 1 + Math.floor(random() * 3) },
      locale: "en",
      measured: random() < 0.8,
    };
    const grouped =
      round % 2 === 0
        ? sentenceCaptions(words, options)
        : wordCaptions(words, { ...options, wordsPerCaption: 1 + Math.floor(random() * 6) });
    expect(grouped.flatMap(wordsOf)).toEqual(words);
    for (const one of grouped) {
      const own = wordsOf(one);
      if (own.length > 1) expect(linesNeeded(own, options.room.lineWidth)).toBeLessThanOrEqual(options.room.lines);
    }
    const { captions } = keepWithin(settleCaptions(grouped), time / 2);
    for (const [index, { start, end }] of captions.entries()) {
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(captions[index + 1]?.start ?? time / 2);
    }
    expect(joinWords(words)).toContain(joinWords(captions.flatMap(wordsOf).slice(0, 3)));
  }
});

// The limit is for what grows with the square of the words, not for a busy machine.
test("fifty thousand words are none too many", { timeout: 60_000 }, () => {
  const words = spreadText("some words that go on without an end ".repeat(6250), 20_000, "en");
  expect(sentenceCaptions(words, { room, locale: "en", measured: true }).length).toBeGreaterThan(1000);
});
