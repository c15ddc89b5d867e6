import { expect, test } from "vitest";
import { guessLanguage } from "./guess-language.ts";

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
