import type { Slide } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { expect, test } from "vitest";
import { checkSlide, drawSlides, type CheckedSlide, type SlideRule } from "../src/index.ts";
import type { PictureElement, Scene, SceneElement, TextElement } from "../src/scene/scene.ts";
import { sampleImages } from "./sample-images.ts";

const fonts = createFonts();
const images = await sampleImages(fonts);

const BULLETS: Slide = { layout: "bullets", title: "Two points", items: ["The first of them", "The second of them"] };
const PHOTO: Slide = { layout: "image", image: "dusk.png", title: "Hills at dusk" };

type Plant = (slide: CheckedSlide) => CheckedSlide;

const PLANTED: [rule: SlideRule, slide: Slide, plant: Plant][] = [
  ["outside-zone", BULLETS, texts((one) => ({ ...one, x: one.x - 60 }))],
  ["outside-zone", BULLETS, texts((one) => ({ ...one, x: one.x + 1200 }))],
  ["over-subtitles", BULLETS, texts((one) => ({ ...one, y: 800 }))],
  ["too-small", BULLETS, texts((one) => looking(one, { size: 27 }))],
  ["low-contrast", BULLETS, texts((one) => looking(one, { color: "#8a8a8a" }))],
  ["low-contrast", BULLETS, texts((one) => ({ ...one, spans: [{ from: 0, to: 3, color: "#bbbbbb" }] }))],
  ["wrong-ground", BULLETS, texts((one) => looking(one, { on: "#ffffff" }))],
  ["short-last-line", BULLETS, texts((one) => saying(one, ["A point that goes on for", "once"]))],
  ["short-last-line", BULLETS, texts((one) => saying(one, ["長い文がここで折り返して", "た。"]))],
  ["long-title", BULLETS, titles((one) => saying(one, ["One line", "two lines", "three lines"]))],
  ["too-many-points", BULLETS, (slide) => ({ ...slide, slide: { ...BULLETS, items: ["a", "b", "c", "d", "e", "f"] } })],
  ["too-many-words", BULLETS, texts((one) => saying(one, ["word ".repeat(40)]))],
  ["too-many-words", BULLETS, texts((one) => saying(one, ["字".repeat(140)]))],
  ["too-many-sizes", { layout: "table", title: "Sizes", columns: ["a"], rows: [["b"], ["c"], ["d"]] }, growing()],
  ["almost-aligned", BULLETS, texts((one) => ({ ...one, x: one.x + 9 }))],
  ["off-grid", BULLETS, texts((one) => ({ ...one, y: one.y + 4 }))],
  ["unknown-weight", BULLETS, texts((one) => looking(one, { weight: 900 }))],
  ["plain-typing", BULLETS, texts((one) => saying(one, ['It says "no"']))],
  ["plain-typing", BULLETS, texts((one) => saying(one, ["One -- two"]))],
  ["bad-line-start", BULLETS, texts((one) => saying(one, ["文がここで終わる", "。そして次の文がつづく"]))],
  ["bad-line-start", BULLETS, texts((one) => saying(one, ["サ", "ーバーを動かしている"]))],
  ["texts-collide", BULLETS, texts((one) => ({ ...one, y: 120, x: 120 }))],
  ["blown-up", PHOTO, pictures((one) => ({ ...one, crop: { ...one.crop, width: 400, height: 225 } }))],
  ["bent", PHOTO, pictures((one) => ({ ...one, height: 900 }))],
  [
    "bare-on-photo",
    PHOTO,
    elements((one) => (one.kind === "shape" && one.purpose === "scrim" ? { ...one, width: 2 } : one)),
  ],
];

test.each(PLANTED)("sees a planted fault: %s", async (rule, slide, plant) => {
  const [drawn] = await drawSlides(slide, {
    size: { width: 1920, height: 1080 },
    fonts,
    images,
    language: "en",
  });
  if (drawn === undefined) throw new Error("nothing was drawn");
  expect(checkSlide(drawn)).toEqual([]);
  const rules = checkSlide(plant(drawn)).map((fault) => fault.rule);
  expect(rules).toContain(rule);
});

test("sees what stands under the overlays of a phone", async () => {
  const [drawn] = await drawSlides(
    { layout: "statement", text: "Short" },
    { size: { width: 1080, height: 1920 }, fonts, language: "en" },
  );
  if (drawn === undefined) throw new Error("nothing was drawn");
  expect(checkSlide(drawn)).toEqual([]);
  const moved = elements((one) => (one.kind === "text" ? { ...one, x: 800, y: 900 } : one))(drawn);
  expect(checkSlide(moved).map(({ rule }) => rule)).toContain("outside-zone");
});

function elements(change: (one: SceneElement) => SceneElement): Plant {
  return (slide) => {
    const scene: Scene = { ...slide.scene, elements: slide.scene.elements.map(change) };
    return { ...slide, scene };
  };
}

/** Changes the last text. */
function texts(change: (one: TextElement) => TextElement): Plant {
  return (slide) => {
    const last = slide.scene.elements.findLast((one) => one.kind === "text");
    return elements((one) => (one === last && one.kind === "text" ? change(one) : one))(slide);
  };
}

function titles(change: (one: TextElement) => TextElement): Plant {
  return elements((one) => (one.kind === "text" && one.laid.look.role === "title" ? change(one) : one));
}

function pictures(change: (one: PictureElement) => PictureElement): Plant {
  return elements((one) => (one.kind === "picture" ? change(one) : one));
}

/** Each text larger than the one before. */
function growing(): Plant {
  let size = 30;
  return elements((one) => (one.kind === "text" ? looking(one, { size: size++ }) : one));
}

function looking(one: TextElement, look: Partial<TextElement["laid"]["look"]>): TextElement {
  return { ...one, laid: { ...one.laid, look: { ...one.laid.look, ...look } } };
}

function saying(one: TextElement, lines: readonly string[]): TextElement {
  const paragraph = lines.join(" ");
  const laid = lines.map((text) => ({ text, paragraph, start: 0, direction: "ltr" as const, width: text.length * 10 }));
  return { ...one, laid: { ...one.laid, lines: laid } };
}
