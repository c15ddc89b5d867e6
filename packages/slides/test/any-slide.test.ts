import type { Slide } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import { checkSlide, createHighlighter, drawSlides, type ThemeName } from "../src/index.ts";
import { sampleImages } from "./sample-images.ts";

const fonts = createFonts();
const highlightCode = createHighlighter();
const images = await sampleImages(fonts);

const WORDS: Readonly<Record<string, readonly string[]>> = {
  en: "a the of in encode frame pipeline infrastructure 42 3.5 GB it’s “quoted” Donaudampfschifffahrtsgesellschaftskapitän https://example.com/a/very/long/path?query=1&more=2 — ok 🚀 I/O".split(
    " ",
  ),
  ja: [
    "動画",
    "エンコードする",
    "は",
    "を",
    "「引用」",
    "、",
    "。",
    "フレームレート",
    "3",
    "Proxx",
    "くり返して",
    "ー",
    "再生成",
    "一度でいい",
    "🎬",
  ],
  ar: ["مرحبا", "الفيديو", "في", "هذا", "الإطار", "42", "ترميز", "Proxx"],
  th: ["ที่นี่", "วิดีโอ", "เข้ารหัส", "ครั้งเดียว", "พอแล้ว", "ffmpeg"],
};

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1080, height: 1920 },
  { width: 1080, height: 1080 },
  { width: 2560, height: 1080 },
  { width: 426, height: 240 },
];

/** What the writer of a slide is to blame for, whatever the layout does. */
const OF_THE_WORDS: readonly string[] = ["too-many-words", "short-last-line", "bad-line-start"];

test.each(Object.keys(WORDS))(
  "whatever a slide says in %s, it fits or is told",
  { timeout: 180_000 },
  async (language) => {
    const random = createRandom(29);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] ?? (from[0] as T);
    const text = (most: number) =>
      Array.from({ length: 1 + Math.floor(random() ** 2 * most) }, () => pick(WORDS[language] ?? []))
        .join(language === "ja" || language === "th" ? "" : " ")
        .slice(0, 190);
    const several = <T>(most: number, make: () => T): T[] =>
      Array.from({ length: 1 + Math.floor(random() * most) }, make);
    const value = () => pick([0, 1, -3, 0.004, 12.5, 987_654_321, 100]);
    const makers: (() => Slide)[] = [
      () => ({ layout: "title", title: text(16), subtitle: text(20), eyebrow: text(5) }),
      () => ({ layout: "section", number: 3, title: text(14) }),
      () => ({ layout: "bullets", title: text(12), items: several(9, () => text(16)) }),
      () => ({ layout: "statement", text: text(20), emphasis: text(2) }),
      () => ({ layout: "quote", text: text(40), name: text(4), role: text(8) }),
      () => ({
        layout: "code",
        title: text(6),
        language: pick(["ts", "python", "none"]),
        code: several(24, () => `  ${text(12)}`).join("\n"),
      }),
      () => {
        const columns = several(5, () => text(3));
        return {
          layout: "table",
          title: text(8),
          columns,
          rows: several(20, () => columns.map(() => pick<string | number>([text(5), value()]))),
          source: text(8),
          highlight: 1,
        };
      },
      () => ({
        layout: "bar-chart",
        title: text(8),
        subtitle: text(6),
        unit: pick(["%", "million m³"]),
        bars: several(10, () => ({ label: text(4), value: value() })),
        source: text(6),
      }),
      () => {
        const labels = ["a", "b", ...several(20, () => text(2))];
        return {
          layout: "line-chart",
          title: text(8),
          labels,
          lines: several(6, () => ({ name: text(3), values: labels.map(value) })),
          source: text(6),
        };
      },
      () => ({
        layout: "image-text",
        title: text(8),
        items: several(5, () => text(10)),
        image: "dusk.png",
        credit: text(8),
      }),
      () => ({ layout: "image-text", title: text(8), text: text(40), image: "diagram.svg" }),
      () => ({ layout: "image", title: text(8), image: pick(["dusk.png", "diagram.svg"]), credit: text(20) }),
      () => ({
        layout: "comparison",
        title: text(8),
        left: { title: text(4), items: several(6, () => text(8)) },
        right: { title: text(4), items: several(6, () => text(8)) },
      }),
      () => ({ layout: "credits", title: text(4), rows: several(14, () => ({ role: text(4), name: text(6) })) }),
    ];
    const faults: string[] = [];
    for (let round = 0; round < 140; round++) {
      const slide = (makers[round % makers.length] ?? pick(makers))();
      const size = SIZES[Math.floor(round / makers.length) % SIZES.length] ?? { width: 1920, height: 1080 };
      const theme = pick<ThemeName>(["quiet", "circuit", "folio", "signal"]);
      const subtitles = random() < 0.7;
      for (const drawn of await drawSlides(slide, { theme, size, subtitles, language, fonts, images, highlightCode })) {
        for (const { rule, message } of checkSlide(drawn)) {
          if (!OF_THE_WORDS.includes(rule)) faults.push(`${round} ${slide.layout} ${size.width}: ${rule}: ${message}`);
        }
      }
    }
    expect(faults).toEqual([]);
  },
);
