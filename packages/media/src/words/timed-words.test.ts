import { describe, expect, test } from "vitest";
import { alignWords } from "./align-words.ts";
import { timedWords } from "./timed-words.ts";

function heard(text: string, seconds = 1) {
  return text.split("|").map((word, index) => ({ word, start: index * seconds, end: index * seconds + seconds }));
}

function timed(text: string, words: string, locale: string) {
  return timedWords({ text, words: heard(words) }, locale).map((word) => `${word.text} ${word.start}-${word.end}`);
}

describe("words of a transcript", () => {
  test("take their punctuation and capitals from its text", () => {
    expect(timed("Well, “hello” there — Dr. Who!", "well|hello|there|dr|who", "en")).toEqual([
      "Well, 0-1",
      "“hello” 1-2",
      "there — 2-3",
      "Dr. 3-4",
      "Who! 4-5",
    ]);
  });

  test("that are parts of a word become one", () => {
    expect(timed("don't 2,000", "don|'t|2|000", "en")).toEqual(["don't 0-2", "2,000 2-4"]);
    expect(timed("東京は首都です", "東|京|は|首|都|で|す", "ja")).toEqual(["東京は 0-3", "首都です 3-7"]);
  });

  test("that are whole phrases become words, each with its share of the time", () => {
    expect(timed("", "one two", "en")).toEqual(["one 0-0.42857142857142855", "two 0.5714285714285714-1"]);
    expect(timed("", "今天天气很好", "zh")).toHaveLength(3);
  });

  test("may differ here and there from its text, which is what is shown", () => {
    const text = "We met in 1984, and everybody was okay with it, more or less, as far as I know.";
    const words = "we|met|in|nineteen eighty-four|and|everybody|was|ok|with|it|more|or|less|as|far|as|I|know";
    const shown = timed(text, words, "en");
    expect(shown.slice(2, 5)).toEqual(["in 2-3", "1984, 3-4", "and 4-5"]);
    expect(shown[7]).toBe("okay 7-8");
  });

  test("of another text than its own are shown themselves", () => {
    expect(timed("Something else altogether is written here.", "the|words|,|spoken|", "en")).toEqual([
      "the 0-1",
      "words, 1-3",
      "spoken 3-4",
    ]);
    expect(timed("", "你|好|world", "zh")).toEqual(["你好 0-2", "world 2-3"]);
  });

  test("know by their spaces which belong together, where recognisers say so", () => {
    expect(timed("", " an| ex|ample", "en")).toEqual(["an 0-1", "example 1-3"]);
  });

  test("that overlap or go backwards come one after the other", () => {
    const words = [
      { word: "a", start: 1, end: 3 },
      { word: "b", start: 2, end: 1 },
      { word: "c", start: 0.5, end: 4 },
    ];
    expect(timedWords({ text: "", words }, "en")).toMatchObject([
      { text: "a", start: 1, end: 2 },
      { text: "b", start: 2, end: 2 },
      { text: "c", start: 2, end: 4 },
    ]);
  });

  test("without times are none", () => {
    expect(timedWords({ text: "Only a text.", words: [] }, "en")).toEqual([]);
  });
});

test("a short word is not found inside a longer one", () => {
  const spans = alignWords("a banana and a man", heard("a|banana|and|a|man"));
  expect(spans?.map(({ from }) => from)).toEqual([0, 2, 9, 13, 15]);
});

// The limit is for what grows with the square of the words, not for a busy machine.
test("fifty thousand words are none too many", { timeout: 60_000 }, () => {
  const text = "word ".repeat(50_000);
  expect(timedWords({ text, words: heard(text.trim().replaceAll(" ", "|")) }, "en")).toHaveLength(50_000);
  expect(alignWords("x".repeat(250_000), heard(text.trim().replaceAll(" ", "|")))).toBeNull();
});
