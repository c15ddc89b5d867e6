import { expect, test } from "vitest";
import { guessLanguage } from "./guess-language.ts";

test.each([
  ["שלום לכולם, ברוכים הבאים ל־YouTube", "he"],
  ["مرحبا بكم في Proxx", "ar"],
  ["ที่นี่เป็นบ้าน", "th"],
  ["東京タワーへ", "ja"],
  ["The word שלום means peace", null],
  ["He said مرحبا بكم to all of them", null],
])("%j is in %j", (text, language) => {
  expect(guessLanguage(text)).toBe(language);
});
