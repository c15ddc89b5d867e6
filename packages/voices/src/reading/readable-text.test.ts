import { expect, test } from "vitest";
import { findPronunciations } from "./pronunciations.ts";
import { takeReading } from "./given-reading.ts";
import { readText, withoutForeignScripts } from "./readable-text.ts";
import { openJapaneseAnalyser } from "./japanese-analyser.ts";
import { writtenPlace } from "./spoken-text.ts";

const DICTIONARY = [
  { word: "API", reading: "ay pee eye" },
  { word: "nginx", reading: "engine x" },
  { word: "ライン", reading: "ラ、イン", language: "ja" },
];

test("words of the dictionary are found whole, and with a capital at their beginning", () => {
  expect(readText("Nginx has an API, not APIs; mynginx.", "en-GB", DICTIONARY).text).toBe(
    "engine x has an ay pee eye, not APIs; mynginx.",
  );
  expect(findPronunciations("オンラインとライン", "ja", DICTIONARY)).toEqual([{ from: 6, to: 9, spoken: "ラ、イン" }]);
  expect(findPronunciations("ライン", "en", DICTIONARY)).toEqual([]);
});

test("emoji are not heard, and what comes after them keeps its place", () => {
  const text = "Good 👩‍💻 day 🇯🇵!";
  const spoken = readText(text, "en", []);
  expect(spoken.text).toBe("Good  day !");
  expect(writtenPlace(spoken, spoken.text.indexOf("day"))).toBe(text.indexOf("day"));
});

test("a script that a voice makes noise of is left out, and told", () => {
  const { text, unsaid } = withoutForeignScripts(readText("The word 漢字 means kanji", "en", []), "en");
  expect(text).toBe("The word    means kanji");
  expect(unsaid).toEqual([{ text: "漢字", why: expect.stringContaining("does not read this script") }]);
  expect(withoutForeignScripts(readText("漢字とкино", "ja", []), "zh-TW").unsaid.map((one) => one.text)).toEqual([
    "と",
  ]);
});

test("a reading is followed word by word, also where it is not the dictionary's", async () => {
  const analyse = await openJapaneseAnalyser();
  const text = "明日は雨が降ります";
  const spoken = takeReading(text, "あすはあめがふります", { language: "ja", analyse });
  expect(writtenPlace(spoken, "あすは".length)).toBe(text.indexOf("雨"));
  expect(writtenPlace(spoken, "あすはあめが".length)).toBe(text.indexOf("降"));
  expect(writtenPlace(spoken, 0)).toBe(0);
});

test("a reading in letters is taken to go as the text goes", () => {
  const spoken = takeReading("one two", "wunn tooo", { language: "en", analyse: null });
  expect([spoken.text, writtenPlace(spoken, 3), writtenPlace(spoken, 6)]).toEqual(["wunn tooo", 0, 4]);
});
