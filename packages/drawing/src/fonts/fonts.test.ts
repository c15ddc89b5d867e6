import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { cleanText, graphemesOf } from "../text/clean-text.ts";
import { createFonts, type Fonts } from "./fonts.ts";
import { renderNode } from "../render-node.ts";
import { textNode } from "./text-node.ts";
import { writingOf } from "../text/writing.ts";

const require = createRequire(import.meta.url);
const fonts = createFonts();

const SAMPLES: [language: string, text: string][] = [
  ["en", "The quick brown fox — “jumps”… over £5 & €3½, 100% of it; isn't that naïve? [#@*] {x} <y>"],
  ["de", "Größe, Übermut, Äpfel, Straße, „Zitat“"],
  ["cs", "Příliš žluťoučký kůň úpěl ďábelské ódy"],
  ["pl", "Zażółć gęślą jaźń"],
  ["tr", "Pijamalı hasta yağız şoföre çabucak güvendi"],
  ["vi", "Tiếng Việt: Ễ ữ ợ ặ đ Ộ"],
  ["ru", "Съешь же ещё этих мягких французских булок, за́мок № 5"],
  ["uk", "Щебетання ґав їхній єдиний"],
  ["el", "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία· ἀρχή, ᾧ"],
  ["hi", "ऋषियों को सताने वाले क्षत्रिय श्री"],
  ["ja", "鷗外は髙島屋で①→②を𠮷野家へ。「ヴァイオリン」ｶﾅ ㎏ ～ ♪ Ⅳ 々〆"],
  ["zh", "我们沿着海岸走，直到“灯塔”的光熄灭……——《书名》"],
  ["zh-TW", "臺灣的繁體中文：龜、鬱、麵"],
  ["ar", "مرحبًا بكم، هل شاهدتم الفيلم؟ ٢٠٢٤ — ﷺ لا إِلَٰهَ"],
  ["fa", "می‌خواهم کتاب‌های پژوهشی را بخوانم؛ ۱۲۳۴"],
  ["ur", "کیا آپ ٹھیک ہیں؟ یہ اچھا ہے۔"],
  ["he", "שָׁלוֹם עוֹלָם, ש״ח 5 ₪ – בית־ספר"],
  ["yi", "ייִדיש איז אַ שפּראַך"],
  ["th", "ที่นี่ ปู่ ฟื้น ญุ ฐู น้ำ กิ๊ป ๆ ฯ ฿๕๐"],
  ["bn", "আমরা বাতিঘরের আলো নিভে যাওয়া পর্যন্ত হাঁটলাম।"],
  ["ta", "நாங்கள் கலங்கரை விளக்கத்தின் ஒளி, 2024"],
  ["km", "យើងបានដើរតាមឆ្នេរ"],
  ["ko", "우리는 등대의 불빛이 꺼질 때까지 뷁 걸었다, 大韓民國"],
];

test.each(SAMPLES)("has every glyph of a text in %s", async (language, text) => {
  expect(await fonts.missingGlyphs(text, language)).toEqual([]);
  expect(await fonts.missingGlyphs(text)).toEqual([]);
});

test("what is said to have a glyph is drawn with one, not with a box", async () => {
  for (const [language, text] of SAMPLES) {
    const writing = writingOf(text, language);
    for (const grapheme of new Set(graphemesOf(cleanText(text)))) {
      const [run] = await fonts.chooseRuns(grapheme, writing);
      if (run === undefined || grapheme.trim() === "") continue;
      const [drawn, box] = await Promise.all(
        [grapheme, "\u{10FFFD}"].map((one) => inkOf(fonts, { text: one, family: run.family })),
      );
      expect(drawn?.some((value) => value > 0)).toBe(true);
      expect(drawn?.equals(box ?? Buffer.alloc(0)), `${grapheme} of ${run.family}`).toBe(false);
    }
  }
});

test("an accent that does not know its place on a letter is no glyph for both", async () => {
  expect(await fonts.missingGlyphs("x́ À\u0307 за́мок が")).toEqual(["À\u0307"]);
});

test("names the graphemes that no font has, each once", async () => {
  const text = "Hi ᠮ ཀི 🙂 ᠮ ܐ ж̃ ❤️ ok";
  expect(await fonts.missingGlyphs(text)).toEqual(["ᠮ", "ཀི", "ܐ", "ж̃"]);
  await expect(fonts.requireGlyphs("Hi ሰላም")).rejects.toMatchObject({
    code: "glyph_missing",
    hint: expect.stringContaining("`@fontsource-variable/noto-sans-ethiopic`"),
  });
  await expect(fonts.requireGlyphs("Hi ᠮ")).rejects.toMatchObject({
    code: "glyph_missing",
    message: "No font has a glyph for “ᠮ” (U+182E).",
    hint: expect.stringMatching(/^Remove it from the text/),
  });
});

test("asks preferred families first, and the usual ones for what these have not", async () => {
  const serif = fonts.preferring({ latin: "source-serif-4", japanese: "noto-serif-jp" });
  const familiesOf = async (one: Fonts, text: string) =>
    (await one.chooseRuns(text, writingOf(text, "ja"))).map(({ family }) => family.replace(/-\d+$/u, ""));
  expect(await familiesOf(serif, "Aй漢한🙂")).toEqual([
    "proxx-source-serif-4-latin",
    "proxx-source-serif-4-cyrillic",
    "proxx-noto-serif-jp",
    "proxx-noto-sans-kr",
    "proxx-twemoji",
  ]);
  expect(await familiesOf(fonts, "A漢")).toEqual(["proxx-noto-sans-latin", "proxx-noto-sans-jp"]);
  expect(fonts.preferring({ latin: "inter" })).toBe(serif.preferring({ latin: "inter" }));
  const code = fonts.preferring({ latin: "jetbrains-mono" });
  const widths = await code.measure(["i", "W", "0"], { writing: writingOf(""), fontWeight: 400 });
  expect(widths).toEqual([0.6, 0.6, 0.6]);
});

describe("emoji", () => {
  const EMOJI = ["🙂", "👍🏽", "👩‍👩‍👧", "👨🏽‍💻", "🧑🏻‍🤝‍🧑🏿", "🕵🏽‍♀️", "🇯🇵", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "#️⃣", "❤️", "❤️‍🔥", "☎️", "©️", "🏀"];
  const writing = writingOf("");

  test("are drawn in colours, each as wide as one, however many characters it is written with", async () => {
    const widths = await fonts.measure(EMOJI, { writing, fontWeight: 600 });
    expect(new Set(widths)).toEqual(new Set([widths[0]]));
    for (const emoji of EMOJI) {
      const runs = await fonts.chooseRuns(cleanText(`a${emoji}b`), writing);
      expect(runs.map(({ text }) => text)).toEqual(["a", emoji, "b"]);
      const ink = await inkOf(fonts, { text: emoji, family: runs[1]?.family ?? "" });
      expect(isColoured(ink), `of ${emoji}`).toBe(emoji !== "©️");
    }
  });

  test("are the same without the selectors that a shorter way of writing leaves out", async () => {
    for (const [bare, full] of [
      ["❤‍🔥", "❤️‍🔥"],
      ["1⃣", "1️⃣"],
      ["🕵🏽‍♀", "🕵🏽‍♀️"],
    ] as const) {
      const inks = await Promise.all(
        [bare, full].map(async (text) => {
          const [run] = await fonts.chooseRuns(cleanText(text), writing);
          return inkOf(fonts, run ?? { text: "", family: "" });
        }),
      );
      expect(inks[0]?.equals(inks[1] ?? Buffer.alloc(0)), `of ${bare}`).toBe(true);
    }
  });

  test("that are signs as well are drawn as is asked for", async () => {
    const families = async (text: string) => (await fonts.chooseRuns(text, writing)).map(({ family }) => family);
    expect(await families("©")).toEqual(["proxx-noto-sans-latin"]);
    expect(await families("©\uFE0E")).toEqual(["proxx-noto-sans-latin"]);
    expect(await families("©\uFE0F")).toEqual(["proxx-twemoji"]);
    expect(await families("1")).toEqual(["proxx-noto-sans-latin"]);
  });

  test("of which the font has only the parts are named, and not drawn as these", async () => {
    expect(await fonts.missingGlyphs("🙂‍↔️ 🙂🏽 👩‍👩‍👧")).toEqual(["🙂‍↔️", "🙂🏽"]);
  });

  test("leave a selector that belongs to no emoji", () => {
    expect(cleanText("a\uFE0F 1\uFE0F 葛\u{E0100} x\u{E0067} 🏴\u{E0067}\u{E007F}")).toBe(
      "a 1 葛 x 🏴\u{E0067}\u{E007F}",
    );
  });

  /** Whether it has more than greys. */
  function isColoured(rgba: Buffer): boolean {
    for (let index = 0; index < rgba.length; index += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(index, index + 4);
      if (alpha > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) return true;
    }
    return false;
  }
});

test("letters that are written together are not torn apart by the space between letters", async () => {
  const writing = writingOf("العربية");
  for (const [text, family] of [
    ["ببب", "proxx-noto-sans-arabic-arabic"],
    ["नमन", "proxx-noto-sans-devanagari"],
  ] as const) {
    await fonts.chooseRuns(text, writing);
    const draw = (letterSpacing: number) =>
      renderNode(
        fonts,
        [textNode([{ text, family }], { fontSize: 24, lineHeight: "40px", color: "#ffffff", letterSpacing })],
        {
          width: 200,
          height: 40,
          format: "rgba",
        },
      );
    expect((await draw(12)).equals(await draw(0)), `in ${text}`).toBe(true);
  }
});

test("what has no form of its own needs no glyph", async () => {
  expect(
    await fonts.missingGlyphs("a\u200Bb\u2060c\u00ADd\u200Ee\uFEFFf\0g\u0007h\r\n\ti\u2003j\u00A0k\u{E0100}"),
  ).toEqual([]);
});

test("what says where lines may break takes no room", async () => {
  const writing = writingOf("ab");
  const [plain, parted, joined] = await fonts.measure(["ab", "a\u200Bb", "a\u2060b"], { writing, fontWeight: 500 });
  expect(parted).toBeCloseTo(plain ?? 0, 2);
  expect(joined).toBeCloseTo(plain ?? 0, 2);
});

test("a letter and its accent are one, however they are written", async () => {
  const decomposed = "é Ế が й".normalize("NFD");
  expect(await fonts.missingGlyphs(decomposed)).toEqual([]);
  expect(cleanText(decomposed)).toBe("é Ế が й");
});

describe("the form of shared characters", () => {
  test.each([
    ["直", "ja", "jp"],
    ["直", "zh", "sc"],
    ["直", "zh-Hant-TW", "sc"],
    ["直", "ko", "kr"],
    ["直", undefined, "sc"],
    ["直す", undefined, "jp"],
    ["直す", "fr", "jp"],
    ["直를", undefined, "kr"],
    ["한", "ja", "kr"],
    ["鷗𠮷", "zh", "sc"],
  ])("%s in %s is drawn by %s", async (text, language, family) => {
    const [run] = await fonts.chooseRuns(text, writingOf(text, language));
    expect(run?.family).toMatch(new RegExp(`^proxx-noto-sans-${family}-`));
  });

  test("a rare character comes from another font that has it", async () => {
    const runs = await fonts.chooseRuns("𠮷", writingOf("𠮷", "zh"));
    expect(runs[0]?.family).toContain("noto-sans-jp");
  });

  test("shared punctuation is wide among Chinese and narrow among English", async () => {
    const [wide] = await fonts.measure(["“"], { writing: writingOf("“灯塔”"), fontWeight: 400 });
    const [narrow] = await fonts.measure(["“"], { writing: writingOf("“tower” 灯"), fontWeight: 400 });
    expect(wide).toBe(1);
    expect(narrow).toBeLessThan(0.5);
  });

  test("refuses a language that is none", async () => {
    await expect(fonts.missingGlyphs("a", "no language")).rejects.toThrow(TypeError);
  });
});

test("heavier is wider, of any script", async () => {
  const texts = ["Weight", "Вес", "βάρος"];
  const writing = writingOf("Weight");
  const light = await fonts.measure(texts, { writing, fontWeight: 400 });
  const bold = await fonts.measure(texts, { writing, fontWeight: 800 });
  for (const [index, width] of bold.entries()) expect(width).toBeGreaterThan((light[index] ?? 0) * 1.03);
});

test("a font of one's own goes first, for what it has", async () => {
  const path = require.resolve("@fontsource-variable/noto-sans-jp/files/noto-sans-jp-latin-wght-normal.woff2");
  const own = createFonts({ fontFiles: [path] });
  const runs = await own.chooseRuns("Aж", writingOf("Aж"));
  expect(runs.map((run) => run.family)).toEqual(["proxx-own-0", "proxx-noto-sans-cyrillic"]);
  const [width] = await own.measure(["Weight"], { writing: writingOf("a"), fontWeight: 400 });
  const [bundled] = await fonts.measure(["Weight"], { writing: writingOf("a"), fontWeight: 400 });
  expect(width).not.toBe(bundled);
});

test("a family may do without the fonts of one's own, as code does, or ask another of them first", async () => {
  const fileOf = (name: string) =>
    require.resolve(`@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`);
  const own = createFonts({ fontFiles: [fileOf("archivo"), fileOf("inter")] });
  const familyOf = async (asked: Fonts) => (await asked.chooseRuns("A", writingOf("A")))[0]?.family;
  expect(await familyOf(own.preferring({ latin: "jetbrains-mono", own: [] }))).toBe("proxx-jetbrains-mono-latin");
  expect(await familyOf(own.preferring({ own: [1, 0] }))).toBe("proxx-own-1");
  expect(await familyOf(own.preferring({}))).toBe("proxx-own-0");
});

test("refuses a text without end", async () => {
  await expect(fonts.missingGlyphs("a".repeat(10_001))).rejects.toMatchObject({ code: "text_too_long" });
});

async function inkOf(fonts: Fonts, run: { text: string; family: string }): Promise<Buffer> {
  const node = textNode([run], { fontSize: 24, lineHeight: "40px", color: "#ffffff" });
  return renderNode(fonts, [node], { width: 60, height: 40, format: "rgba" });
}
