import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, decodePixels, temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { CAPTION_STYLES, type CaptionStyleName } from "./caption-styles.ts";
import type { CaptionStyle } from "./caption-style.ts";
import { captionLines, type CaptionWord } from "./caption-words.ts";
import { drawCaption, type CaptionOptions, type DrawnCaption } from "./draw-caption.ts";
import { createFonts } from "../fonts/fonts.ts";

const fonts = createFonts();
const LANDSCAPE = { width: 1920, height: 1080 };
const SMALL = { width: 640, height: 360 };
const NAMES = Object.keys(CAPTION_STYLES) as CaptionStyleName[];

function draw(text: string, options: Partial<CaptionOptions> = {}): Promise<DrawnCaption> {
  return drawCaption(fonts, { lines: captionLines(text, options.language), frame: SMALL, format: "rgba", ...options });
}

/** Where there is more than a trace of ink, in pixels of the frame; `of` picks by colour, `between` by column. */
function inkOf(
  { image, x, y, width }: DrawnCaption,
  of: (r: number, g: number, b: number) => boolean = () => true,
  between: readonly [number, number] = [0, Infinity],
) {
  const ink = { left: Infinity, right: -1, top: Infinity, bottom: -1, count: 0 };
  for (let index = 0; index < image.length; index += 4) {
    const [r = 0, g = 0, b = 0, a = 0] = image.subarray(index, index + 4);
    if (a < 40 || !of(r, g, b)) continue;
    const [column, row] = [x + ((index / 4) % width), y + Math.floor(index / 4 / width)];
    if (column < between[0] || column >= between[1]) continue;
    ink.left = Math.min(ink.left, column);
    ink.right = Math.max(ink.right, column + 1);
    ink.top = Math.min(ink.top, row);
    ink.bottom = Math.max(ink.bottom, row + 1);
    ink.count++;
  }
  return ink;
}

const isBright = (r: number, g: number, b: number) => r > 200 && g > 200 && b > 200;

describe("the box", () => {
  const texts = [
    "Short.",
    "Ẩ ấ Ő gjpqy ẞ Ç",
    "The ship's horn sounded twice, and then there was nothing at all but fog.",
    "灯台の明かりが消えるまで",
    "ที่นี่ ปู่ ฟื้น ฐู ญุ กิ๊ป",
    "شُكْرًا جَزِيلًا للهِ، مرحبًا",
    "שָׁלוֹם לְכֻלָּם",
    "ऋषियों को दुष्ट श्री कॉपी",
    "🙂 👩‍👩‍👧 🇯🇵",
  ];

  test("is even and within the frame, in every style, size and length", async () => {
    const random = createRandom(3);
    for (let round = 0; round < 60; round++) {
      const frame = { width: 100 + Math.floor(random() * 700), height: 100 + Math.floor(random() * 700) };
      const style = CAPTION_STYLES[NAMES[round % NAMES.length] ?? "default"];
      const drawn = await draw(texts[Math.floor(random() * texts.length)] ?? "", { frame, style });
      for (const value of [drawn.x, drawn.y, drawn.width, drawn.height]) expect(value % 2).toBe(0);
      expect(Math.min(drawn.x, drawn.y)).toBeGreaterThanOrEqual(0);
      expect(drawn.x + drawn.width).toBeLessThanOrEqual(frame.width);
      expect(drawn.y + drawn.height).toBeLessThanOrEqual(frame.height);
      expect(drawn.image.length).toBe(drawn.width * drawn.height * 4);
    }
  });

  test("cuts no ink off: its edges are clear", async () => {
    // A box with a background ends where the background does.
    for (const name of NAMES.filter((name) => CAPTION_STYLES[name].background === null)) {
      for (const text of texts) {
        const lines = captionLines(text).map((line) => line.map((word) => ({ ...word, state: "active" as const })));
        const drawn = await draw(text, { lines, style: CAPTION_STYLES[name], frame: LANDSCAPE });
        const { image, width, height } = drawn;
        const edge = (index: number) =>
          index < width || index >= width * (height - 1) || index % width === 0 || (index + 1) % width === 0;
        let most = 0;
        for (let index = 0; index < width * height; index++) {
          if (edge(index)) most = Math.max(most, image[index * 4 + 3] ?? 0);
        }
        expect(most).toBeLessThan(6);
      }
    }
  });

  test("keeps the letters within the safe margins", async () => {
    const text = "The ship's horn sounded twice, and then there was nothing at all but fog on the water";
    for (const name of NAMES) {
      for (const position of ["top", "middle", "bottom"] as const) {
        for (const frame of [SMALL, { width: 360, height: 640 }]) {
          const style: CaptionStyle = { ...CAPTION_STYLES[name], position, shadow: null };
          const ink = inkOf(await draw(text, { style, frame }));
          expect(ink.left).toBeGreaterThanOrEqual(Math.floor(frame.width * style.marginX) - 1);
          expect(ink.right).toBeLessThanOrEqual(Math.ceil(frame.width * (1 - style.marginX)) + 1);
          expect(ink.top).toBeGreaterThanOrEqual(Math.floor(frame.height * style.marginY) - 1);
          expect(ink.bottom).toBeLessThanOrEqual(Math.ceil(frame.height * (1 - style.marginY)) + 1);
        }
      }
    }
  });
});

describe("position and alignment", () => {
  const plain: CaptionStyle = { ...CAPTION_STYLES.default, outline: null, shadow: null };

  test.each([
    ["top", 0, 0.25],
    ["middle", 0.4, 0.6],
    ["bottom", 0.8, 1],
  ] as const)("%s", async (position, from, to) => {
    const ink = inkOf(await draw("Here", { style: { ...plain, position } }));
    expect(ink.count).toBeGreaterThan(100);
    expect(ink.top).toBeGreaterThan(SMALL.height * from);
    expect(ink.bottom).toBeLessThan(SMALL.height * to);
  });

  test("left, centre and right", async () => {
    const [left, center, right] = await Promise.all(
      (["left", "center", "right"] as const).map(async (align) =>
        inkOf(await draw("Here", { style: { ...plain, align } })),
      ),
    );
    expect(left?.left).toBeCloseTo(SMALL.width * plain.marginX, -1);
    expect(right?.right).toBeCloseTo(SMALL.width * (1 - plain.marginX), -1);
    expect(((center?.left ?? 0) + (center?.right ?? 0)) / 2).toBeCloseTo(SMALL.width / 2, -0.5);
  });

  test("letters of all scripts stand on one base line", async () => {
    const style = { ...plain, fontSize: 0.2, align: "left" as const };
    const bottoms = await Promise.all(
      ["HH", "HЖ", "HẾ", "Hक", "H日", "H한", "日H"].map(async (text) => {
        const drawn = await draw(text, { style });
        // The H alone: others reach below the line.
        const [from, to] = text.startsWith("H") ? [0, 0.6] : [1.1, 2];
        return inkOf(columnsOf(drawn, style.marginX * SMALL.width - drawn.x, [from, to])).bottom;
      }),
    );
    expect(new Set(bottoms)).toEqual(new Set([bottoms[0]]));
  });

  /** Only some columns of an image, in ems from where the text begins. */
  function columnsOf(drawn: DrawnCaption, start: number, [from, to]: readonly [number, number]): DrawnCaption {
    const image = Buffer.from(drawn.image);
    for (let index = 0; index < image.length; index += 4) {
      const ems = (((index / 4) % drawn.width) - start) / drawn.fontSize;
      if (ems < from || ems > to) image.fill(0, index, index + 4);
    }
    return { ...drawn, image };
  }
});

describe("words", () => {
  const words = (active: number): CaptionWord[] =>
    ["One", "two", "three"].map((text, index) => ({ text, state: index === active ? "active" : "normal" }));
  const isYellow = (r: number, g: number, b: number) => r > 200 && g > 180 && b < 100;

  test("a highlight moves, and nothing else does", async () => {
    const drawn = await Promise.all(
      [-1, 0, 1, 2].map((active) => draw("", { lines: [words(active)], style: CAPTION_STYLES.tiktok })),
    );
    const boxes = drawn.map((one) => ({ ...one, image: null }));
    for (const box of boxes) expect(box).toEqual(boxes[0]);
    const [none, ...highlights] = drawn.map((one) => inkOf(one, isYellow));
    expect(none?.count).toBe(0);
    for (const [index, highlight] of highlights.entries()) {
      expect(highlight.count).toBeGreaterThan(50);
      expect(highlight.left).toBeGreaterThan(highlights[index - 1]?.right ?? 0);
    }
    // Left of the second word, a highlight of the third changes no pixel.
    const upTo = (highlights[1]?.left ?? 0) - (drawn[0]?.x ?? 0) - 8;
    const [plain, third] = [drawn[0], drawn[3]];
    for (let row = 0; row < (plain?.height ?? 0); row++) {
      const from = row * (plain?.width ?? 0) * 4;
      expect(
        third?.image
          .subarray(from, from + upTo * 4)
          .equals(plain?.image.subarray(from, from + upTo * 4) ?? Buffer.alloc(0)),
      ).toBe(true);
    }
  });

  test("the first and the last word of a line grow as those between do", async () => {
    const frame = { width: 1600, height: 400 };
    const style: CaptionStyle = { ...CAPTION_STYLES.tiktok, lineLength: 40 };
    const widths = await Promise.all(
      [0, 1, 2].map(async (active) => {
        const line = ["wide", "wide", "wide"].map(
          (text, index) => ({ text, state: index === active ? "active" : "normal" }) as const,
        );
        const { left, right } = inkOf(await draw("", { lines: [line], style, frame }), isYellow);
        return right - left;
      }),
    );
    expect(widths[1]).toBeGreaterThan(20);
    expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(1);
  });

  test("a word on a background has it, and no other", async () => {
    const isRed = (r: number, g: number, b: number) => r > 180 && g < 90 && b < 90;
    const second = inkOf(await draw("", { lines: [words(1)], style: CAPTION_STYLES.bold }), isRed);
    const all = inkOf(await draw("", { lines: [words(1)], style: CAPTION_STYLES.bold }), isBright);
    expect(second.count).toBeGreaterThan(500);
    expect(second.left).toBeGreaterThan(all.left + 20);
    expect(second.right).toBeLessThan(all.right - 20);
    expect(inkOf(await draw("One two", { style: CAPTION_STYLES.bold }), isRed).count).toBe(0);
  });

  describe.for([
    ["tiktok", 1.06],
    ["tiktok", 1.4],
    ["bold", 1.04],
    ["bold", 1.4],
  ] as const)("in %s, grown to %d, the active one touches no other", ([name, scale]) => {
    test.for([
      ["ja", ["灯台の", "明かり", "が"]],
      ["zh", ["我们", "沿着海岸", "一直"]],
      ["ko", ["우리는", "등대의", "불빛"]],
      ["th", ["ที่นี่", "เป็น", "น้ำ", "บ้าน"]],
      ["ar", ["مرحبا", "بكم", "جميعا"]],
      ["he", ["שלום", "Proxx", "לכולם"]],
      ["en", ["An", "extraordinary", "lighthouse"]],
    ] as const)("%s", async ([language, texts]) => {
      const { activeWord, ...base } = CAPTION_STYLES[name];
      const style = { ...base, lineLength: 40, outline: null, shadow: null };
      const frame = { width: 1600, height: 400 };
      const isMarked = (r: number, g: number, b: number) => b < 120 && r > 180 && g < 250;
      for (const active of texts.keys()) {
        const line = texts.map((text, index) => ({ text, state: index === active ? "active" : "normal" }) as const);
        const drawn = await draw("", {
          lines: [line],
          // Letters of the box's own colour, so that white is what the other words have.
          style: { ...style, activeWord: { ...activeWord, scale, color: activeWord.background?.color ?? "#ffe600" } },
          frame,
          language,
        });
        expect(drawn.lines).toHaveLength(1);
        const marked = inkOf(drawn, isMarked);
        const others = inkOf(drawn, isBright);
        expect(marked.count).toBeGreaterThan(200);
        expect(others.count).toBeGreaterThan(200);
        expect(inkOf(drawn, isBright, [marked.left, marked.right]).count).toBe(0);
      }
    });
  });

  test("keep their places whichever is active, where they stand without spaces as well", async () => {
    const at = async (active: number) => {
      const line = ["灯台の", "明かり", "が"].map(
        (text, index) => ({ text, state: index === active ? "active" : "normal" }) as const,
      );
      return await draw("", { lines: [line], style: CAPTION_STYLES.tiktok, frame: LANDSCAPE });
    };
    const [first, second] = [await at(0), await at(1)];
    expect([first.x, first.width]).toEqual([second.x, second.width]);
    // The last word is in neither.
    const lastThird = ({ image, width, height }: DrawnCaption) =>
      Array.from({ length: height }, (_, y) => image.subarray((y * width + width * 0.9) * 4, (y + 1) * width * 4));
    expect(Buffer.concat(lastThird(first)).equals(Buffer.concat(lastThird(second)))).toBe(true);
  });

  test.for([
    ["he", ["אחת", "שתיים", "שלוש"], [2, 1, 0]],
    ["ar", ["مرحبا", "بكم", "(2024)", "جميعا!"], [3, 2, 1, 0]],
    ["ar", ["قال", "Big", "Sky", "أمس"], [3, 1, 2, 0]],
    ["en", ["so", "שלום", "עולם", "means"], [0, 2, 1, 3]],
    ["th", ["ที่นี่", "เป็น", "บ้าน"], [0, 1, 2]],
  ] as const)("in %s the highlight of %j goes the way in which they are read", async ([language, texts, order]) => {
    const frame = { width: 1600, height: 400 };
    const style: CaptionStyle = { ...CAPTION_STYLES.tiktok, lineLength: 60, fontSize: 0.1 };
    const drawn = await Promise.all(
      texts.map((_, active) => {
        const line = texts.map((text, index) => ({ text, state: index === active ? "active" : "normal" }) as const);
        return draw("", { lines: [line], style, frame, language });
      }),
    );
    const inks = drawn.map((one) => inkOf(one, isYellow));
    expect(drawn.map(({ lines }) => lines.length)).toEqual(texts.map(() => 1));
    const seen = order.map((index) => inks[index]);
    for (const [place, ink] of seen.entries()) {
      expect(ink?.count).toBeGreaterThan(50);
      expect(ink?.left).toBeGreaterThan(seen[place - 1]?.right ?? 0);
    }
  });

  test("are drawn as their line is, if none is marked", async () => {
    // One word or four: the same letters in the same places.
    const style: CaptionStyle = { ...CAPTION_STYLES.default, outline: null, shadow: null, lineLength: 60 };
    for (const text of ["مرحبا بكم (2024) جميعا!", "שלום לכולם, 50% הנחה", "so שלום עולם means"]) {
      const [parted, whole] = await Promise.all(
        [captionLines(text), [[{ text }]]].map((lines) => draw("", { lines, style, frame: LANDSCAPE })),
      );
      const [one, other] = [inkOf(parted ?? (await draw(""))), inkOf(whole ?? (await draw("")))];
      expect(Math.abs(one.left - other.left), `in ${text}`).toBeLessThan(2);
      expect(Math.abs(one.right - other.right), `in ${text}`).toBeLessThan(2);
      expect(Math.abs(one.count - other.count) / one.count, `in ${text}`).toBeLessThan(0.02);
    }
  });

  test.each(["حج\nآأ", "ปู่\nฟื้", "Agj\nÉÅ"])("of one line stand clear of the next: %j", async (text) => {
    const { activeWord, ...base } = CAPTION_STYLES.bold;
    const style = {
      ...base,
      outline: null,
      shadow: null,
      activeWord: { ...activeWord, color: "#ffe600", background: null },
    };
    const [first = [], second = []] = captionLines(text);
    const lines = [first.map((word) => ({ ...word, state: "active" as const })), second];
    const drawn = await draw("", { lines, style, frame: LANDSCAPE });
    expect(inkOf(drawn, isYellow).bottom).toBeLessThan(inkOf(drawn, isBright).top);
  });

  test("are joined as their script does", async () => {
    const line = (texts: string[]) => [texts.map((text) => ({ text }))];
    expect((await draw("", { lines: line(["Hello", ",", "wide", "world", "!"]) })).lines).toEqual([
      "Hello, wide world!",
    ]);
    expect((await draw("", { lines: line(["灯台", "の", "明かり"]) })).lines).toEqual(["灯台の明かり"]);
    expect((await draw("", { lines: line(["우리는", "등대의"]) })).lines).toEqual(["우리는 등대의"]);
    expect((await draw("", { lines: [[{ text: "e" }, { text: "mail", joined: true }]] })).lines).toEqual(["email"]);
  });

  test("of a plain text are found, with their spaces and lines", () => {
    expect(captionLines(" Two  words,\r\n\n灯台の明かり。")).toEqual([
      [
        { text: "Two", joined: false },
        { text: "words,", joined: false },
      ],
      [
        { text: "灯台", joined: false },
        { text: "の", joined: true },
        { text: "明かり。", joined: true },
      ],
    ]);
  });

  test("upper case follows the language", async () => {
    const style = CAPTION_STYLES.bold;
    expect((await draw("istanbul'da ışık", { style, language: "tr" })).lines.join(" ")).toBe("İSTANBUL'DA IŞIK");
    expect((await draw("straße", { style, language: "de" })).lines).toEqual(["STRASSE"]);
  });
});

describe("text is data", () => {
  test.each([
    ["<b>Hi</b>", "Hi"],
    ["{\\an8}Hi", "Hi"],
    ["a &amp; b", "a & b"],
    ["&#65;", "A"],
    ["a\\Nb", "a\nb"],
    ["<br/>", "\n"],
    ["%{pts} ${x} `y` $(z)", "  x y z"],
    ["</style><script>", ""],
  ])("%s is drawn as it is", async (text, meant) => {
    const drawn = await draw(text);
    expect(drawn.lines.join("")).toBe(text);
    const ink = inkOf(drawn, isBright);
    const [width = 0] = await fonts.measure([text], {
      writing: { han: "sc", widePunctuation: false, language: undefined },
      fontWeight: 600,
    });
    expect(ink.right - ink.left).toBeGreaterThan(width * drawn.fontSize * 0.9);
    const other = await draw(meant);
    expect(drawn.image.equals(other.image)).toBe(false);
  });

  test("a line break is a line break, in words a space", async () => {
    expect((await draw("a\nb")).lines).toEqual(["a", "b"]);
    expect((await draw("", { lines: [[{ text: "a\nb" }]] })).lines).toEqual(["a b"]);
  });

  test("no text at all is a picture of nothing", async () => {
    const drawn = await draw(" \n\u200B ");
    expect(drawn).toMatchObject({ lines: [], x: 0, y: 0, width: 2, height: 2 });
    expect(drawn.image.every((value) => value === 0)).toBe(true);
  });
});

describe("a text that is too long", () => {
  const long = "and then there was nothing at all but fog on the water ".repeat(4).trim();

  test("shrinks before it takes more lines, and says so", async () => {
    const once = await draw("Short", { frame: LANDSCAPE });
    expect(once.shrunkTo).toBe(1);
    const drawn = await draw(long.slice(0, 130), { frame: LANDSCAPE });
    expect(drawn.lines.length).toBe(2);
    expect(drawn.shrunkTo).toBeLessThan(1);
    expect(drawn.fontSize / once.fontSize).toBeCloseTo(drawn.shrunkTo, 1);
  });

  test("takes more lines when it would get too small", async () => {
    const drawn = await draw(long.repeat(2), { frame: LANDSCAPE });
    expect(drawn.lines.length).toBeGreaterThan(2);
    expect(drawn.shrunkTo).toBeCloseTo(CAPTION_STYLES.default.smallest, 1);
    expect(drawn.lines.join(" ")).toBe(long.repeat(2));
  });

  test("is refused where it cannot be read", async () => {
    await expect(draw(long.repeat(10), { frame: { width: 320, height: 180 } })).rejects.toMatchObject({
      code: "text_too_long",
    });
    await expect(draw("a".repeat(20_000))).rejects.toMatchObject({ code: "text_too_long" });
  });

  test("gets as small as can be read, and no smaller", async () => {
    let smallest = Infinity;
    const frame = { width: 360, height: 360 };
    for (let words = 50; words < 500; words += 5) {
      const drawn = await draw("fog and water ".repeat(words), { frame }).catch(() => null);
      if (drawn === null) break;
      smallest = drawn.fontSize;
    }
    expect(smallest).toBe(8);
  });

  test("its own lines stay lines", async () => {
    expect((await draw("One\ntwo\nthree")).lines).toEqual(["One", "two", "three"]);
  });

  test("a word wider than the frame is broken", async () => {
    const drawn = await draw(
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2),
      {
        frame: { width: 320, height: 180 },
      },
    );
    expect(drawn.lines.length).toBeGreaterThan(1);
  });
});

test("names a glyph that no font has, before it draws", async () => {
  await expect(draw("Hi ᠮ")).rejects.toMatchObject({ code: "glyph_missing" });
});

test.each([
  ["a colour that is none", { color: "red;background:url(x)" }],
  ["a size that is none", { fontSize: Number.NaN }],
  ["a margin that leaves nothing", { marginX: 0.6 }],
])("refuses %s", async (_, part) => {
  await expect(draw("x", { style: { ...CAPTION_STYLES.default, ...part } })).rejects.toThrow(TypeError);
});

test("refuses frames of no size, and of too much", async () => {
  for (const width of [0, -2, 10.5, 9000, Number.NaN]) {
    await expect(draw("x", { frame: { width, height: 100 } })).rejects.toThrow(/width/);
  }
});

test("the PNG has the same pixels", async () => {
  const png = await draw("Ink: 灯台", { format: "png" });
  const raw = await draw("Ink: 灯台");
  const path = join(temporaryFolder(), "caption.png");
  writeFileSync(path, png.image);
  expect(decodePixels(path, { pixelFormat: "rgba" }).equals(raw.image)).toBe(true);
});
