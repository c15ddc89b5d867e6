import { expect, test } from "vitest";
import { spreadText } from "./spread-text.ts";

function lengthsOf(text: string): number[] {
  return spreadText(text, 60, "en").map(({ start, end }) => end - start);
}

test("words last as long as it takes to say them, and the shortest have their time, too", () => {
  const [one = 0, short = 0, long = 0] = lengthsOf("I am remembering");
  expect(one).toBeGreaterThan(0);
  expect(short).toBeGreaterThan(one);
  expect(long).toBeGreaterThan(2 * short);
  expect(one + short + long).toBeCloseTo(60);
});

test("a reader stops for a moment at a comma, and for longer at the end of a sentence", () => {
  const [plain = 0, clause = 0, sentence = 0, last = 0] = lengthsOf("word word, word. word");
  expect(plain).toBeCloseTo(last);
  expect(clause).toBeGreaterThan(plain * 1.2);
  expect(sentence).toBeGreaterThan(clause * 1.2);
});

test("a sentence in quotes ends, too", () => {
  const [plain = 0, quoted = 0] = lengthsOf("word “word.” word");
  expect(quoted).toBeGreaterThan(plain * 1.5);
});
