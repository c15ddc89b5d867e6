import { createHash } from "node:crypto";
import { createFonts } from "@proxx/drawing";
import type { SlidePreview } from "@proxx/contract";
import { readImage } from "@proxx/slides";
import { expect, test } from "vitest";
import { createStepBrands } from "../steps/step-brands.ts";
import { previewSlide, type BaseSlides } from "./preview-slide.ts";
import { createSlideThread } from "./slide-thread.ts";

const fonts = createFonts();
const brands = createStepBrands({ fonts: () => fonts });
const thread = createSlideThread({ idleMs: 0 });
const NOTHING: BaseSlides = { outputs: [], read: async () => null };
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#2c6e49"/></svg>`;
const URL_OF_PICTURE = "https://example.com/tide.svg";

function preview(slide: SlidePreview["section"]["slide"], others: Partial<SlidePreview> = {}, base = NOTHING) {
  const section = { id: "tides", title: "Tides", narrations: [], ...(slide === undefined ? {} : { slide }) };
  return previewSlide({ section, language: "en", size: "640x360", ...others }, base, { brands, thread });
}

test("a slide is drawn in the shape of its movie, the same one of the same words", async () => {
  const drawn = await preview({ layout: "statement", text: "The sea rises." }, { size: "9:16" });
  expect(await readImage(fonts, "drawn", drawn.png)).toMatchObject({ width: 540, height: 960 });
  const again = await preview({ layout: "statement", text: "The sea rises." }, { size: "9:16" });
  expect(Buffer.from(again.png).equals(drawn.png)).toBe(true);
});

test("what is too much for one slide can be looked at slide by slide", async () => {
  const items = Array.from({ length: 8 }, (_, index) => `Point number ${index + 1}`);
  const slides = await Promise.all(
    [1, 2, 9].map((slide) => preview({ layout: "bullets", title: "A", items }, { slide })),
  );
  expect(slides.map((one) => one.slides)).toEqual([2, 2, 2]);
  const [first, second, last] = slides.map(({ png }) => Buffer.from(png));
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  expect(last?.equals(second ?? Buffer.alloc(0))).toBe(true);
});

test("a section without a slide shows what it would be given by what is said in it", async () => {
  const said = (text: string) => preview(undefined, { section: { title: "Tides", narrations: [{ text }] } });
  const [one, other] = await Promise.all([said("The sea rises."), said("The sea falls.")]);
  expect(Buffer.from(one.png).equals(other.png)).toBe(false);
});

test("a picture is shown where the movie shows it already, and left out where it would have to be fetched", async () => {
  const picture = Buffer.from(PICTURE);
  const sha256 = createHash("sha256").update(picture).digest("hex");
  const slide = { layout: "image-text" as const, title: "Tides", text: "It rises.", image: URL_OF_PICTURE };
  const document = { theme: "quiet", brand: null, size: { width: 640, height: 360 }, subtitles: true };
  const bytes = Buffer.from(JSON.stringify({ ...document, sections: [{ id: "tides", slide, picture: sha256 }] }));
  const base = {
    outputs: [
      { kind: "slides" as const, sha256: "0".repeat(64) },
      { kind: "document" as const, sha256 },
    ],
    read: async (wanted: string) => (wanted === sha256 ? picture : bytes),
  };
  const bare = { layout: "statement" as const, text: "It rises." };
  const ofPage = { id: "tides", title: "Tides", narrations: [], slide: bare, source_image_url: URL_OF_PICTURE };
  const drawn = await Promise.all([
    preview(slide, {}, base),
    previewSlide({ section: ofPage, language: "en", size: "640x360" }, base, { brands, thread }),
    preview(slide),
    preview(bare),
    preview({ ...slide, image: "https://example.com/other.svg" }, {}, base),
  ]);
  const [pictured, fromPage, ...without] = drawn.map(({ png }) => createHash("sha256").update(png).digest("hex"));
  expect(fromPage).toBe(pictured);
  expect(new Set(without).size).toBe(1);
  expect(without).not.toContain(pictured);
});

test("one that takes too long is ended, and the next is drawn", async () => {
  const hurried = createSlideThread({ idleMs: 0, longestMs: 8000 });
  const draw = (slide: NonNullable<SlidePreview["section"]["slide"]>) =>
    previewSlide({ section: { title: "Tides", narrations: [], slide }, language: "en" }, NOTHING, {
      brands,
      thread: hurried,
    });
  const drawn = await Promise.allSettled([
    draw({ layout: "code", code: `f({[${"a b(c) ".repeat(60)}\n`.repeat(600), language: "ts" }),
    draw({ layout: "statement", text: "The sea rises." }),
  ]);
  expect(drawn).toMatchObject([{ reason: { code: "job_timeout" } }, { value: { slides: 1 } }]);
});

test("a brand that there is not is told, and is no fault", async () => {
  await expect(preview({ layout: "statement", text: "It rises." }, { brand: "acme" })).rejects.toMatchObject({
    code: "invalid_document",
  });
});
