import { expect, test } from "vitest";
import { alignKana, plainKana } from "./align-kana.ts";

test("writes kana as they sound", () => {
  expect(plainKana("とーきょー")).toEqual(["ト", "オ", "キョ", "オ"]);
  expect(plainKana("ヲ、ヅ！ｶ")).toEqual(["オ", "ズ", "カ"]);
});

test("finds words in morae, where the voice reads some in its own way", () => {
  const words = [
    { written: "明日", kana: "アシタ" },
    { written: "は", kana: "ワ" },
    { written: "、", kana: null },
    { written: "TypeScript", kana: null },
    { written: "を", kana: "ヲ" },
    { written: "書く", kana: "カク" },
  ];
  const morae = ["ア", "ス", "ワ", "タ", "イ", "プ", "ス", "ク", "リ", "プ", "ト", "オ", "カ", "ク"];
  expect(alignKana(words, morae)).toEqual([0, 2, 3, 3, 11, 12]);
});

test("what has no sound begins where the next word does, and at the end where none comes", () => {
  const words = [
    { written: "「", kana: null },
    { written: "か", kana: "カ" },
    { written: "」", kana: null },
  ];
  expect(alignKana(words, ["カ"])).toEqual([0, 0, 1]);
  expect(alignKana([], [])).toEqual([]);
});
