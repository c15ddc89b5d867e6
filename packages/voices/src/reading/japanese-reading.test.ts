import { expect, test } from "vitest";
import { openJapaneseAnalyser } from "./japanese-analyser.ts";
import { findJapaneseNumbers } from "./japanese-number.ts";
import { readJapanese } from "./japanese-reading.ts";
import { writtenPlace } from "./spoken-text.ts";

const analyse = await openJapaneseAnalyser();

/** The words as they are said, with one space between them. */
function said(text: string, pronunciations: { word: string; reading: string }[] = []): string {
  return readJapanese(text, pronunciations, analyse).text.replaceAll(/\s+/g, " ").trim();
}

test.each([
  ["私は東京へ行く。", "ワタシ ワ トーキョー エ イク 。"],
  ["動画を3人で見る", "ドーガ ヲ サンニン デ ミル"],
  ["2026年11月28日", "ニセンニジューロクネン ジューイチガツ ニジューハチニチ"],
  ["APIの使い方", "エーピーアイ ノ ツカイカタ"],
])("%s is said as %s", (text, expected) => {
  expect(said(text)).toBe(expected);
});

test.each([
  ["1本 3本 10本 100本", "イッポン サンボン ジュッポン ヒャッポン"],
  ["1人 2人 4人 14人", "ヒトリ フタリ ヨニン ジューヨニン"],
  ["1日 10日 20日 21日", "ツイタチ トーカ ハツカ ニジューイチニチ"],
  ["4時 7時 30分 4時間", "ヨジ シチジ サンジュップン ヨジカン"],
  ["1,234 と 12345678", "センニヒャクサンジューヨン と センニヒャクサンジューヨンマンゴセンロッピャクナナジューハチ"],
  ["3.14 ５０% 0", "サンテンイチヨン ゴジュッパーセント ゼロ"],
  ["007 1億", "ゼロゼロナナ イチ億"],
])("numbers: %s", (text, expected) => {
  let at = 0;
  const spoken = findJapaneseNumbers(text).map(({ from, to, spoken }) => {
    const before = text.slice(at, from);
    at = to;
    return before + spoken;
  });
  expect(spoken.join("") + text.slice(at)).toBe(expected);
});

test("the script's dictionary comes before everything else, word by word", () => {
  const pronunciations = [
    { word: "TypeScript", reading: "タイプスクリプト" },
    { word: "一日中", reading: "イチニチジュー" },
    { word: "Type", reading: "タイプ" },
  ];
  expect(said("一日中TypeScriptで作る", pronunciations)).toBe("イチニチジュー タイプスクリプト デ ツクル");
});

test("what is spelled out or left out is told", () => {
  expect(readJapanese("TypeScriptは🙂楽しい", [], analyse).unsaid).toEqual([
    { text: "TypeScript", why: expect.stringContaining("letter by letter") },
  ]);
  expect(readJapanese("漢字とかな", [], null)).toMatchObject({
    text: expect.stringMatching(/^\s*とかな\s*$/),
    unsaid: [{ text: "漢字", why: "left out: nothing here reads kanji" }],
  });
});

test("what is spoken is known by its place in what is written", () => {
  const text = "今日は東京で会う";
  const spoken = readJapanese(text, [], analyse);
  expect(writtenPlace(spoken, spoken.text.indexOf("トーキョー"))).toBe(text.indexOf("東京"));
  expect(writtenPlace(spoken, spoken.text.indexOf("アウ"))).toBe(text.indexOf("会う"));
});
