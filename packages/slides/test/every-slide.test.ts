import { createFonts } from "@proxx/drawing";
import { expect, test } from "vitest";
import { checkSlide, createHighlighter, drawSlides, THEME_NAMES, type ThemeName } from "../src/index.ts";
import { sampleImages } from "./sample-images.ts";
import { ENGLISH, JAPANESE, MIXED } from "./sample-slides.ts";

const fonts = createFonts();
const highlightCode = createHighlighter();
const images = await sampleImages(fonts);

const WIDE = { width: 1920, height: 1080 };
const SIZES = [WIDE, { width: 1080, height: 1920 }, { width: 1080, height: 1080 }];
/** Of the nearest grid. */
const OTHER_SIZES = [
  { width: 1280, height: 720 },
  { width: 1440, height: 1080 },
  { width: 640, height: 640 },
];
const MAIN_THEMES: readonly ThemeName[] = ["quiet", "circuit", "folio", "signal"];
const DRAWN = [
  ...MAIN_THEMES.flatMap((theme) => SIZES.map((size) => ({ theme, size }))),
  // The variants have the same fonts, so that what is left to look at is their colours.
  ...THEME_NAMES.filter((theme) => !MAIN_THEMES.includes(theme)).map((theme) => ({ theme, size: WIDE })),
  ...OTHER_SIZES.map((size) => ({ theme: "folio" as const, size })),
].map((one) => ({ ...one, name: `${one.theme} ${one.size.width} × ${one.size.height}` }));
const SETS = [
  { language: "en", slides: ENGLISH },
  { language: "ja", slides: JAPANESE },
  { language: "en", slides: MIXED },
];

test.each(DRAWN)("every slide is as it should be: $name", { timeout: 120_000 }, async ({ theme, size }) => {
  const faults: string[] = [];
  for (const { language, slides } of SETS) {
    for (const slide of slides) {
      for (const subtitles of theme === "quiet" ? [true, false] : [true]) {
        const options = { theme, size, subtitles, language, fonts, images, highlightCode };
        for (const drawn of await drawSlides(slide, options)) {
          for (const { rule, message } of checkSlide(drawn)) faults.push(`${slide.layout}: ${rule}: ${message}`);
          const missing = await fonts.missingGlyphs(drawn.texts.flatMap(({ lines }) => lines).join("\n"), language);
          if (missing.length > 0) faults.push(`${slide.layout}: no glyphs for ${missing.join(" ")}`);
        }
      }
    }
  }
  expect(faults).toEqual([]);
});
