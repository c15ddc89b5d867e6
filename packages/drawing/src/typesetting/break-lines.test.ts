import { createRandom } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { unbrokenParts } from "./break-opportunities.ts";
import { breakLines, type BreakOptions } from "./break-lines.ts";
import { measureParagraph } from "./measure-paragraph.ts";
import { createFonts } from "../fonts/fonts.ts";
import { writingOf } from "../text/writing.ts";

const fonts = createFonts();

async function broken(text: string, width: number, options: Partial<BreakOptions> = {}) {
  const typesetting = { writing: writingOf(text), fontWeight: 500, letterSpacing: 0, wordSpacing: 0 };
  const paragraph = await measureParagraph(fonts.measure, text, typesetting);
  return breakLines(paragraph, { width, breakWords: true, shape: "even", ...options });
}

async function linesOf(text: string, width: number, options: Partial<BreakOptions> = {}): Promise<string[]> {
  return (await broken(text, width, options))?.map((line) => line.text) ?? [];
}

const JAPANESE =
  "「えっ、ちょっと待ってよ！」と彼女は言った……。それから（しばらくして）、コーヒーとサンドイッチ、クッキーを3つ" +
  "買って、時々『ヴァイオリン』を弾いたりもした。きゃっきゃっと笑う子どもたち〜ねぇ、まぁ、それもいいさ！？";
const CHINESE =
  "他说：“我们走吧！”（然后）就走了……《红楼梦》、《西游记》——都是名著；价格是￥3.50元，涨了５％。真的吗？！";

describe("kinsoku", () => {
  test.each([
    ["Japanese", JAPANESE],
    ["Chinese", CHINESE],
  ])("no line of %s starts or ends with what must not, at 300 widths", async (_, text) => {
    const random = createRandom(7);
    for (let round = 0; round < 300; round++) {
      const width = 4.3 + random() * 25;
      const shape = random() < 0.5 ? "even" : "ragged";
      const lines = await linesOf(text, width, { shape });
      for (const line of lines.slice(1))
        expect(line).not.toMatch(/^[、。，．：；？！）》」』”……ー〜ぁぃぅぇぉっゃゅょァッャュョ々％]/u);
      for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[（《「『“￥]$/u);
      expect(lines.join("")).toBe(text);
    }
  });

  test("dashes and dots in pairs stay together", async () => {
    for (let width = 3.1; width < 9; width += 0.3) {
      const lines = await linesOf("走了——真的——都是……名著", width);
      for (const line of lines) expect(line).not.toMatch(/^—[^—]|[^—]—$|^…/u);
    }
  });

  test("holds within a word that is broken as well", async () => {
    // Evener lines would be `12` and `))`, `((` and `12`.
    for (let width = 1.2; width < 1.7; width += 0.05) {
      expect((await linesOf("12))", width))[1]).toBe("2))");
      expect((await linesOf("((12", width))[0]).toBe("((1");
    }
  });

  test("rules give way only where a line cannot hold them", async () => {
    expect(await linesOf("！！！！！！", 2.05)).toEqual(["！！", "！！", "！！"]);
  });
});

test("no line is wider than it may be, and nothing is lost", async () => {
  const random = createRandom(11);
  const texts = [
    "We walked along the shore until the lighthouse went dark, and nobody — not even Anna — said a word.",
    "Donaudampfschifffahrtsgesellschaftskapitän trifft https://example.com/a/very/long/path?query=1&more=2",
    "우리는 등대의 불빛이 꺼질 때까지 해안을 따라 걸었다. 아주 오랫동안.",
    "Съешь же ещё этих мягких французских булок, да выпей чаю",
    `Mixed 日本語 and English, ${JAPANESE}`,
  ];
  for (let round = 0; round < 200; round++) {
    const text = texts[round % texts.length] ?? "";
    const width = 2 + random() * 30;
    const lines = (await broken(text, width)) ?? [];
    for (const line of lines) {
      expect(line.width).toBeLessThanOrEqual(width);
      const own = text.slice(line.start, line.start + line.text.length);
      expect([own, `${own.slice(0, -1)}-`]).toContain(line.text);
    }
    expect(
      lines
        .map((line, index) => text.slice(line.start, lines[index + 1]?.start).trimEnd())
        .join("")
        .replaceAll(" ", ""),
    ).toBe(text.replaceAll(" ", ""));
  }
});

test("even lines are the fewest, and about as long", async () => {
  const lines = (await broken("We walked along the shore until the lighthouse went dark.", 18)) ?? [];
  expect(lines.map((line) => line.text)).toEqual(["We walked along the shore", "until the lighthouse went dark."]);
  const widths = lines.map((line) => line.width);
  expect(Math.min(...widths) / Math.max(...widths)).toBeGreaterThan(0.75);
});

test("even lines are no more than full ones would be", async () => {
  const random = createRandom(5);
  const words = "if we had, as I said, to go on, so be it, but not now, no, and not by car, at least not yet".split(
    " ",
  );
  const typesetting = { writing: writingOf("a"), fontWeight: 500 };
  const widths = await fonts.measure([...words, " "], typesetting);
  const space = widths.at(-1) ?? 0;
  for (let round = 0; round < 200; round++) {
    const width = 4 + random() * 30;
    let full = 1;
    let filled = -space;
    for (const word of widths.slice(0, -1)) {
      if (filled + space + word > width) [full, filled] = [full + 1, -space];
      filled += space + word;
    }
    expect((await linesOf(words.join(" "), width)).length).toBe(full);
  }
  expect((await linesOf("今日はコンピューターでスケジュールを管理した。", 8)).length).toBe(3);
});

test("breaks where a reader pauses", async () => {
  expect(await linesOf("灯台の明かりが消えるまで、私たちは海岸を歩き続けた。", 17)).toEqual([
    "灯台の明かりが消えるまで、",
    "私たちは海岸を歩き続けた。",
  ]);
  expect(await linesOf("When it rained, we stayed in the house.", 14)).toEqual([
    "When it rained,",
    "we stayed in the house.",
  ]);
});

test("a foreign word in katakana is broken last", () => {
  const costs = (text: string) => unbrokenParts(text, writingOf(text)).map(({ cost }) => cost);
  const [, ...withinWords] = costs("図書館");
  const [, ...withinForeign] = costs("テレビ");
  expect(withinWords).toHaveLength(2);
  expect(withinForeign).toHaveLength(2);
  expect(Math.min(...withinForeign)).toBeGreaterThan(Math.max(...withinWords));
});

test("Korean breaks at spaces, and within a word only where it does not fit", async () => {
  for (const line of await linesOf("우리는 등대의 불빛이 꺼질 때까지 해안을", 5)) {
    expect("우리는 등대의 불빛이 꺼질 때까지 해안을".split(" ")).toEqual(expect.arrayContaining(line.split(" ")));
  }
  expect(await linesOf("대한민국만세", 3.2)).toEqual(["대한민", "국만세"]);
});

test("a long word is broken only when allowed, an address at its signs", async () => {
  expect(await broken("Donaudampfschifffahrtsgesellschaft", 10, { breakWords: false })).toBeNull();
  expect((await linesOf("Donaudampfschifffahrtsgesellschaft", 10)).length).toBe(2);
  expect(await linesOf("https://example.com/pictures/2024/", 11)).toEqual(["https://example.com/", "pictures/2024/"]);
});

test("a word that is broken says so with a hyphen; an address, a number and other scripts have none", async () => {
  const word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
  const lines = (await broken(word, 14)) ?? [];
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines.slice(0, -1)) expect(line.text).toMatch(/^\p{L}+-$/u);
  expect(lines.map(({ text }) => text.replace(/-$/, "")).join("")).toBe(word);
  for (const line of lines) expect(line.width).toBeLessThanOrEqual(14);
  expect((await linesOf("(сверхвысокоэнергетический)", 8)).slice(0, -1).every((line) => line.endsWith("-"))).toBe(true);
  for (const other of [
    "https://example.com/pictures",
    "3.14159265358979323846",
    "대한민국만세",
    "ケーキケーキケーキ",
  ]) {
    expect((await linesOf(other, 3.2)).join("")).toBe(other);
  }
});

test("French punctuation stays with its word, and no-break spaces hold", async () => {
  for (let width = 3; width < 14; width += 0.5) {
    const lines = await linesOf("Vraiment ? Il a dit : « oui » ! Et 10\u00A0km", width);
    for (const line of lines) expect(line).not.toMatch(/^[?!:»]|[«]$|^km|10$/u);
  }
});

test("Thai breaks between its words, and not before a mark of repetition", async () => {
  const parts = unbrokenParts("สวัสดีครับ", writingOf("สวัสดีครับ", "th"));
  expect(parts.map((part) => part.text)).toEqual(["สวัสดี", "ครับ"]);
  const text = "ที่นี่เป็นสถานที่สวยงามมากๆและบ้านริมน้ำ";
  const words = [...new Intl.Segmenter("th", { granularity: "word" }).segment(text)].map(({ index }) => index);
  for (let width = 4; width < 15; width += 0.5) {
    const lines = (await broken(text, width)) ?? [];
    expect(lines.map((line) => line.text).join("")).toBe(text);
    for (const line of lines) {
      expect(words).toContain(line.start);
      expect(line.text).not.toMatch(/^[ๆ\p{M}]/u);
    }
  }
});

test("emoji may be parted from one another, and from what follows, but not within", async () => {
  expect(await linesOf("👩‍👩‍👧👍🏽🇯🇵1️⃣", 2.9)).toEqual(["👩‍👩‍👧👍🏽", "🇯🇵1️⃣"]);
  expect(await linesOf("🙂🙂!🙂", 1.9)).toEqual(["🙂", "🙂!", "🙂"]);
});

test("what a dictionary takes for words of their own stays with the word it belongs to", async () => {
  const textsOf = async (text: string, width: number) => (await broken(text, width))?.map((line) => line.text);
  expect(await textsOf("段階ごとに復号と符号化をくり返す", 10.5)).toEqual(["段階ごとに復号と", "符号化をくり返す"]);
  expect(await textsOf("全体を再エンコードする", 8.5)).toEqual(["全体を", "再エンコードする"]);
});
