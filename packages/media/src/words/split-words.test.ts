import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import { splitWords } from "./split-words.ts";

function words(text: string, locale?: string): string[] {
  return splitWords(text, locale).map(({ from, to, joined }) => (joined ? "+" : "") + text.slice(from, to));
}

test.each([
  ["en", "It's well-known: “yes”, he said.", ["It's", "well-known:", "“yes”,", "he", "said."]],
  ["en", "- Rock & roll — at 3.5 km/h!", ["- Rock &", "roll —", "at", "3.5", "km/h!"]],
  ["fr", "« Oui », dit-elle\u00A0! Bien ?", ["« Oui »,", "dit-elle\u00A0!", "Bien ?"]],
  ["es", "¿Qué? ¡Hola!", ["¿Qué?", "¡Hola!"]],
  ["ja", "「どうぞ」と彼は言った。", ["「どうぞ」と", "+彼は", "+言った。"]],
  ["ja", "それじゃ、またね。", ["それじゃ、", "+またね。"]],
  ["ja", "あの人はもうここにいない。", ["あの", "+人は", "+もう", "+ここにいない。"]],
  ["ja", "ちょっとまって。きっとだいじょうぶっ！", ["ちょっとまって。", "+きっと", "+だいじょうぶっ！"]],
  ["ja", "ええ、そうです。でも、まだです。", ["ええ、", "+そうです。", "+でも、", "+まだです。"]],
  ["ja", "ありがとうございました。", ["ありがとうございました。"]],
  ["ja", "食べちゃったんです。", ["食べちゃったんです。"]],
  ["ja", "ここにいました。", ["ここにいました。"]],
  ["ja", "きのうわたしはいえでほんをよんだ。", ["きのう", "+わたしはいえでほんをよんだ。"]],
  ["ja", "おじいさんはやまへしばかりにいきました。", ["おじいさんはやまへしばかりに", "+いきました。"]],
  ["zh", "今天天气很好，我们去公园。", ["今天", "+天气", "+很好，", "+我们", "+去", "+公园。"]],
  ["ko", "안녕하세요, 오늘은 좋네요.", ["안녕하세요,", "오늘은", "좋네요."]],
  ["th", "สวัสดีครับ", ["สวัสดี", "+ครับ"]],
  ["ja", "iPhone 15を買った", ["iPhone", "15を", "+買った"]],
  ["en", "…", ["…"]],
  ["en", "♪ la la ♪", ["♪ la", "la ♪"]],
  ["en", "  ", []],
])("of %s, %j is %j", (locale, text, expected) => {
  expect(words(text, locale)).toEqual(expected);
});

test("the first of each line says so, but for the first of all", () => {
  const text = "\nOne two\n\n- three\n—\n";
  expect(splitWords(text, "en").map(({ from, to, newLine }) => [text.slice(from, to), newLine])).toEqual([
    ["One", false],
    ["two", false],
    ["- three", true],
    ["—", true],
  ]);
});

test("no character that can be seen is lost, whatever the text", () => {
  const random = createRandom(11);
  const pieces = [
    ...Array.from("ab.,!?—-“”«»()[]  \n\n"),
    "漢",
    "字",
    "か",
    "な",
    "カ",
    "、",
    "。",
    "「",
    "」",
    "가",
    "ส",
    "🎉",
    "é",
    "\u00A0",
    "1",
  ];
  for (let round = 0; round < 3000; round++) {
    const text = Array.from(
      { length: Math.floor(random() * 24) },
      () => pieces[Math.floor(random() * pieces.length)],
    ).join("");
    const places = splitWords(text, round % 2 === 0 ? "en" : "ja");
    let position = 0;
    for (const { from, to } of places) {
      expect(from).toBeGreaterThanOrEqual(position);
      expect(to).toBeGreaterThan(from);
      expect(text.slice(position, from).trim()).toBe("");
      position = to;
    }
    expect(text.slice(position).trim()).toBe("");
  }
});
