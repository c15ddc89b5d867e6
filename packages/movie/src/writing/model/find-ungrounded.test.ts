import { expect, test } from "vitest";
import { readText } from "../../article/read-text.ts";
import { findUngrounded } from "./find-ungrounded.ts";
import { numbersIn } from "./numbers-in.ts";

const found = (
  source: string,
  line: string,
  language = "en",
  slide?: { layout: "bullets"; title: string; items: string[] },
) => {
  const { article } = readText(source, { name: "source" });
  const section = { title: "S", ...(slide === undefined ? {} : { slide }), narrations: [{ text: line }] };
  return findUngrounded({ sections: [section] }, { articles: [article], language }).map(({ text }) => text);
};

test.each([
  ["1,024 and 3.5", [1024, 3.5]],
  ["2.5 million boats", [2_500_000]],
  ["four hundred and twelve bars", [412]],
  ["twenty-five years", [25]],
  ["約1億2000万人", [100_000_000, 20_000_000]],
  ["四百十二本", [412]],
  ["二〇二四年", [2024]],
  ["三回", [3]],
])("reads the numbers of %s", (text, values) => {
  expect(numbersIn(text).map(({ value }) => value)).toEqual(values);
});

test.each([
  ["The bridge has 412 bars.", "Its four hundred and twelve bars ring.", []],
  ["It took 1,200 days.", "It took 1200 days.", []],
  ["It weighs 16.3 tonnes.", "It weighs about 16 tonnes.", []],
  ["It weighs 16.3 tonnes.", "It weighs 16 tonnes.", ["16"]],
  ["She sang.", "Both of them sang once, at one table.", []],
  ["She sang.", "Five of them sang.", ["Five"]],
  ["We went with Ana Prado.", "Dr. Prado and Ana went to Lisbon.", ["Lisbon"]],
  ["It rained in may, at nasa.", "In May it rained at NASA.", []],
  ["He is from Köln.", "In Köln they say “Prost”.", ["Prost"]],
  ["味噌の塩分は12パーセントです。", "塩分は十二パーセントで、三倍です。", ["三"]],
  ["佐藤さんが話しました。", "佐藤さんと田中さんが話しました。", ["田中"]],
])("of “%s” the line “%s” makes up %j", (source, line, made) => {
  const language = /[ぁ-ん]/u.test(line) ? "ja" : "en";
  expect(found(source, line, language)).toEqual(made);
});

test("a number that counts what stands on the slide is known", () => {
  const slide = { layout: "bullets" as const, title: "Remedies", items: ["Caps", "Strips", "Saws"] };
  expect(found("Caps, strips and saws help.", "There are three remedies.", "en", slide)).toEqual([]);
  expect(found("Caps, strips and saws help.", "There are four remedies.", "en", slide)).toEqual(["four"]);
});
