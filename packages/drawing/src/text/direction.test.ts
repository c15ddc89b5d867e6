import { describe, expect, test } from "vitest";
import { directionOf, inVisualOrder, type Direction } from "./direction.ts";

/** The words of a line from left to right; those that are read from right to left in brackets. */
function seen(text: string, direction: Direction): string {
  const words = [...text.matchAll(/\S+|\s+/gu)].map(({ 0: word, index }) => ({ from: index, to: index + word.length }));
  return inVisualOrder(text, words, direction)
    .map(({ from, to, direction: turned }) => (turned === "rtl" ? `[${text.slice(from, to)}]` : text.slice(from, to)))
    .join("")
    .replaceAll(/\[?\s+\]?/gu, " ");
}

describe("the direction of a paragraph", () => {
  test.each([
    ["Hello", undefined, "ltr"],
    ["שלום", undefined, "rtl"],
    ["«مرحبا» Proxx", undefined, "rtl"],
    ["3 × שלום", undefined, "rtl"],
    ["YouTube שלום", undefined, "ltr"],
    ["YouTube שלום", "he", "rtl"],
    ["שלום is peace", "en", "ltr"],
    ["נקודה ראשונה עם English באמצע", "en", "rtl"],
    ["so שלום עולם means", "en", "ltr"],
    ["کتاب", "ur-PK", "rtl"],
    ["کتاب", "pa-Arab", "rtl"],
    ["\u200FYouTube", undefined, "rtl"],
    ["灯台 שלום", undefined, "ltr"],
  ] as const)("of %j in %s is %s", (text, language, direction) => {
    expect(directionOf(text, language)).toBe(direction);
  });
});

describe("a line is seen", () => {
  test.each([
    ["of one direction, in its order", "one two three", "ltr", "one two three"],
    ["from right to left", "אחת שתיים שלוש", "rtl", "[שלוש] [שתיים] [אחת]"],
    [
      "with a Hebrew phrase turned within English",
      "the words שלום עולם mean peace",
      "ltr",
      "the words [עולם] [שלום] mean peace",
    ],
    ["with an English phrase within Hebrew", "הסרט Big Sky מתחיל", "rtl", "[מתחיל] Big Sky [הסרט]"],
    ["with its number read from the left", "עוד 3.5 שניות", "rtl", "[שניות] 3.5 [עוד]"],
    ["with Arabic digits as well", "في ٢٠٢٤ كان", "rtl", "[كان] ٢٠٢٤ [في]"],
    ["with its last mark on the left", "שלום, Proxx!", "rtl", "[!]Proxx [שלום,]"],
  ] as const)("%s", (_, text, direction, expected) => {
    expect(seen(text, direction)).toBe(expected);
  });

  test("with a mark that says where what is beside it stands", () => {
    expect(seen("שלום abc!", "ltr")).toBe("[שלום] abc!");
    expect(seen("abc שלום!\u200F", "ltr")).toBe("abc [שלום!\u200F]");
  });

  test("with no accent parted from its letter, and no emoji from what it is joined with", () => {
    const text = "שָׁלוֹם é 👩‍👩‍👧 1️⃣ 🇮🇱";
    const parts = inVisualOrder(text, [{ from: 0, to: text.length }], "rtl");
    const whole = parts.map(({ from, to }) => text.slice(from, to));
    for (const kept of ["שָׁלוֹם", "é", "👩‍👩‍👧", "1️⃣", "🇮🇱"]) {
      expect(whole.filter((part) => part.includes(kept))).toHaveLength(1);
    }
  });

  test("as one of the lines of its paragraph", () => {
    const text = "אחת two שלוש";
    expect(inVisualOrder(text, [{ from: 4, to: 12 }], "rtl").map(({ from, to }) => text.slice(from, to))).toEqual([
      " שלוש",
      "two",
    ]);
  });
});
