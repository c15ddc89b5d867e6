import { describe, expect, test } from "vitest";
import { chooseSentences } from "./choose-sentences.ts";
import { bulletOf, emphasisIn, statementOf, titleOf } from "./slide-text.ts";
import { splitSentences } from "./split-sentences.ts";
import { spokenLines, spokenText } from "./spoken-text.ts";

const split = (text: string, language: string) =>
  splitSentences({ text, start: 100, end: 100 + text.length }, language);

describe("sentences", () => {
  test.each([
    ["en", ["Dr. Prado measured it.", "It was v5.1.9, i.e. the old one.", "Node.js 24 runs it!"]],
    ["en", ["J. R. R. Tolkien wrote it (really? yes.) in one go.", "See Fig. 3 for more."]],
    ["en", ["“Nobody told us.”", "She laughed."]],
    ["ja", ["「そうだ。行こう。」と彼は言った。", "潮は満ちる！", "なぜだろう？"]],
    ["de", ["Das gilt z.B. hier.", "Am 3. Oktober war es kalt."].slice(0, 1)],
    ["zh", ["月亮升起来了。", "海水上涨！"]],
  ])("of %s end where a reader ends them: %j", (language, sentences) => {
    const text = sentences.join(language === "ja" || language === "zh" ? "" : " ");
    const found = split(text, language);
    expect(found.map((sentence) => sentence.text)).toEqual(sentences);
    for (const { text: own, start, end } of found) expect(text.slice(start - 100, end - 100)).toBe(own);
  });
});

describe("a spoken sentence", () => {
  test.each([
    ["Tides rise (twice a day), e.g. here [3].", "Tides rise, for example here."],
    ["See https://example.com/a_b for 20 km/h & more", "See for 20 kilometres per hour and more."],
    ["The result is **clear**:", "The result is clear."],
    ["It took 5–6 hours ✅", "It took 5 to 6 hours."],
  ])("has nothing that cannot be said: %s", (written, said) => {
    expect(spokenText(written, "en")).toBe(said);
  });

  test("of Japanese loses its brackets and says its signs", () => {
    expect(spokenText("塩分は約12%（海水の三倍）です", "ja")).toBe("塩分は約12パーセントです。");
  });

  test("that is long falls into two where it can", () => {
    const long =
      "The moon comes back to the same place above you after 24 hours and 50 minutes, and there are two bulges, so half of that lies between one high water and the next.";
    expect(spokenLines(long, "en")).toEqual([
      "The moon comes back to the same place above you after 24 hours and 50 minutes.",
      "And there are two bulges, so half of that lies between one high water and the next.",
    ]);
    expect(spokenLines("It rises, and it falls.", "en")).toEqual(["It rises, and it falls."]);
  });
});

describe("the text of a slide", () => {
  test("is the main clause of what is said", () => {
    expect(
      bulletOf("When the wind blows across them, each bar sheds small whirls of air, first here, then there.", "en"),
    ).toBe("Each bar sheds small whirls of air");
    expect(bulletOf("However, the tide turns, because the moon moves on.", "en")).toBe("The tide turns");
    expect(bulletOf("しかし、麹菌が残した酵素は働き続けます。", "ja")).toBe("麹菌が残した酵素は働き続けます");
    expect(bulletOf("This is what it means.", "en")).toBeNull();
    expect(
      statementOf(
        "A sentence of so very many words that no slide of any size could ever show it as one statement.",
        "en",
      ),
    ).toBeNull();
  });

  test("stresses its figure", () => {
    expect(emphasisIn("The moon drifts 3.8 centimetres a year.", ["moon"])).toBe("3.8 centimetres");
    expect(emphasisIn("Below stand twelve metres of water.", ["water"])).toBe("twelve metres");
    expect(emphasisIn("海水の三倍を超えます。", [])).toBe("三倍");
    expect(emphasisIn("She kept the old bars.", ["bar"])).toBe("bars");
    expect(emphasisIn("Nothing.", [])).toBeUndefined();
  });

  test("has no number, sign or colon of a heading", () => {
    expect(titleOf("2.1 What counts ✅:")).toBe("What counts");
    expect(titleOf("第3章 塩が客を選ぶ")).toBe("塩が客を選ぶ");
    expect(titleOf("3 ways to tie a knot")).toBe("3 ways to tie a knot");
  });
});

test("a sentence that speaks of the one before brings it along", () => {
  const sentences = [
    "The tide rises.",
    "The weather is mild.",
    "A comet came near.",
    "It was bright and it was large.",
  ].map((text, index) => ({ text, start: index * 100, end: index * 100 + text.length, rank: index === 3 ? 5 : 1 }));
  const chosen = chooseSentences(sentences, { seconds: 6, language: "en" });
  expect(chosen.map(({ text }) => text)).toEqual(["A comet came near.", "It was bright and it was large."]);
});
