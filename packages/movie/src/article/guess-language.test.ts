import { expect, test } from "vitest";
import { generateScriptFromText } from "../writing/generate-script.ts";
import { guessLanguage, surelyOtherLanguage } from "./guess-language.ts";

test.each([
  ["en", "The sea rises twice a day, and that is the work of the moon."],
  ["ja", "味噌はなぜ腐らないのか。TypeScriptとは関係がありません。"],
  ["zh", "月球的引力使海水每天上涨两次。"],
  ["ko", "바다는 하루에 두 번 차오릅니다."],
  ["ru", "Море поднимается дважды в день."],
  ["de", "Das Meer steigt zweimal am Tag, und der Mond ist nicht allein."],
  ["fr", "La mer monte deux fois par jour, et les marées sont dans les tables."],
  ["es", "El mar sube dos veces al día por la luna y las mareas del sol."],
  ["en", "12345"],
])("takes a text for %s", (language, text) => {
  expect(guessLanguage(text)).toBe(language);
});

const ENGLISH =
  "The sea rises twice a day, and that is the work of the moon, for the water is pulled to it with the wind.";

test.each([
  ["de", ENGLISH, "en"],
  ["ja", ENGLISH, "en"],
  ["en", "味噌はなぜ腐らないのか。", "ja"],
  ["en-GB", ENGLISH, null],
  // Its own small words are not known here.
  ["sv", ENGLISH, null],
  ["uk", "Море поднимается дважды в день.", null],
  ["de", "12345", null],
])("that is to be in %s is in another language only where that is sure", (language, text, other) => {
  expect(surelyOtherLanguage(text, language)).toBe(other);
});

test("what only a model can do is told where there is none: to translate, to write a conversation", async () => {
  const told = async (options: object) =>
    (await generateScriptFromText(ENGLISH.repeat(2), options)).degradations.map(({ code, message }) => [code, message]);
  const personas = [
    { id: "a", name: "Ann" },
    { id: "b", name: "Ben" },
  ];
  expect(await told({})).toEqual([]);
  expect(await told({ language: "de", personas })).toEqual([
    ["extractive_script_instead_of_model", expect.stringContaining("nothing is translated")],
    ["extractive_script_instead_of_model", expect.stringContaining("not Ann and Ben")],
  ]);
});
