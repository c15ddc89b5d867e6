import type { Slide } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { expect, test } from "vitest";
import { sampleImages } from "../../test/sample-images.ts";
import { readImage } from "../images/read-image.ts";
import { contrastOf } from "../theme/contrast.ts";
import { drawSlides } from "./draw-slides.ts";
import type { SlideLayer } from "./draw-layers.ts";

const fonts = createFonts();
const images = await sampleImages(fonts);
const size = { width: 640, height: 360 };

const BULLETS: Slide = { layout: "bullets", title: "Three", items: ["One", "Two", "Three"] };

test("a slide is a ground, what stands from the start, and a layer for each point in their order", async () => {
  const [drawn] = await drawSlides(BULLETS, { size, fonts });
  expect(drawn?.layers.map(({ id, build, enter, item }) => [id, build, enter, item])).toEqual([
    ["ground", 0, "none", undefined],
    ["base", 0, "none", undefined],
    ["item-0", 1, "rise", 0],
    ["item-1", 2, "rise", 1],
    ["item-2", 3, "rise", 2],
  ]);
});

test.each([BULLETS, { layout: "image", image: "dusk.png", title: "Dusk" } satisfies Slide])(
  "its layers over one another are its picture: $layout",
  async (slide) => {
    const [drawn] = await drawSlides(slide, { size, fonts, images, theme: "circuit" });
    const over = Buffer.alloc(size.width * size.height * 4);
    for (const layer of drawn?.layers ?? []) await putOver(over, layer);
    const picture = await rawOf((await drawn?.png()) ?? new Uint8Array());
    const off = over.filter((value, index) => Math.abs(value - (picture[index] ?? 0)) > 3).length;
    // Text that is blended once and not twice differs at the edges of its letters.
    expect(off / over.length).toBeLessThan(0.002);
  },
);

test("the same slide is the same bytes, whatever was drawn before", async () => {
  const drawnBy = async (own: typeof fonts) =>
    (await (await drawSlides(BULLETS, { size, fonts: own }))[0]?.png()) ?? null;
  const others = createFonts();
  await drawSlides({ layout: "title", title: "Ελλάδα 灯台" }, { size, fonts: others, theme: "folio" });
  expect(await drawnBy(others)).toEqual(await drawnBy(fonts));
});

test("a layer lies within the frame, and its place and size are even", async () => {
  for (const slide of [BULLETS, { layout: "statement", text: "Odd sizes" } satisfies Slide]) {
    const [drawn] = await drawSlides(slide, { size: { width: 854, height: 480 }, fonts });
    for (const layer of drawn?.layers ?? []) {
      const { x, y, width, height } = layer;
      expect([x, y, width, height].map((value) => value % 2)).toEqual([0, 0, 0, 0]);
      expect(x + width <= 854 && y + height <= 480).toBe(true);
      expect((await layer.pixels()).length).toBe(width * height * 4);
    }
  }
});

test("what is too much for one slide goes on on another", async () => {
  const items = Array.from({ length: 8 }, (_, index) => `Point number ${index + 1}`);
  const drawn = await drawSlides({ ...BULLETS, items }, { size, fonts });
  expect(drawn.map(({ slide }) => (slide.layout === "bullets" ? slide.items.length : 0))).toEqual([4, 4]);
  expect(drawn.map(({ layers }) => layers.flatMap(({ item }) => item ?? []))).toEqual([
    [0, 1, 2, 3],
    [0, 1, 2, 3],
  ]);
  expect(drawn[0]?.findings).toEqual([
    { code: "slide-split", message: "It has more than fits on one slide, and is shown on 2." },
  ]);
});

test("what a layer stands for is counted as it stands in the slide", async () => {
  const bars = [3, 9, 5].map((value, index) => ({ label: `A long name ${index}`, value }));
  const left = { title: "Left", items: ["a", "b"] };
  const right = { title: "Right", items: ["c", "d"] };
  const itemsOf = async (slide: Slide) =>
    (await drawSlides(slide, { size, fonts }))[0]?.layers.flatMap(({ item }) => item ?? []);
  expect(await itemsOf({ layout: "bar-chart", title: "Sorted", bars })).toEqual([1, 1, 2, 2, 0, 0]);
  expect(await itemsOf({ layout: "comparison", title: "Two", left, right })).toEqual([0, 1, 2, 3]);
});

test("what cannot go on elsewhere is shortened, and it is said", async () => {
  const [drawn] = await drawSlides(
    { layout: "statement", text: "Much too long for a slide. ".repeat(14) },
    { size, fonts },
  );
  expect(drawn?.findings.map(({ code }) => code)).toEqual(["text-shortened"]);
  expect(drawn?.texts[0]?.lines.at(-1)).toMatch(/…$/u);
});

test("a picture that is not there is left out, and it is said", async () => {
  const slide: Slide = { layout: "image-text", title: "Words", text: "Some words.", image: "gone.png" };
  const [drawn] = await drawSlides(slide, { size, fonts });
  expect(drawn?.slide).toEqual({ layout: "bullets", title: "Words", items: ["Some words."] });
  expect(drawn?.findings).toEqual([
    { code: "image-missing", message: "The picture gone.png is not there: drawn without it." },
  ]);
});

test("a character that no font has is left out, and it is said", async () => {
  const [drawn] = await drawSlides({ layout: "statement", text: "Mongol ᠮ here" }, { size, fonts });
  expect(drawn?.texts[0]?.lines.join(" ")).not.toContain("ᠮ");
  expect(drawn?.findings.map(({ message }) => message)).toEqual(["No font has a glyph for ᠮ: drawn without."]);
});

test("Arabic begins at the right", async () => {
  const [drawn] = await drawSlides(
    { layout: "bullets", title: "عنوان الشريحة", items: ["نقطة أولى"] },
    { size, fonts, language: "ar" },
  );
  for (const { x, width } of drawn?.texts ?? []) expect(x + width / 2).toBeGreaterThan(size.width / 2);
});

async function rawOf(png: Uint8Array): Promise<Uint8Array> {
  const node = {
    type: "container" as const,
    style: { ...size, display: "flex" as const },
    children: [{ type: "image" as const, src: "one", style: { ...size } }],
  };
  return fonts.renderer.render(node, { ...size, format: "raw", images: [{ src: "one", data: png }] });
}

async function putOver(frame: Buffer, layer: SlideLayer): Promise<void> {
  const pixels = await layer.pixels();
  for (let y = 0; y < layer.height; y++) {
    for (let x = 0; x < layer.width; x++) {
      const from = 4 * (y * layer.width + x);
      const to = 4 * ((layer.y + y) * size.width + layer.x + x);
      const alpha = (pixels[from + 3] ?? 0) / 255;
      for (const channel of [0, 1, 2]) {
        frame[to + channel] = Math.round(
          (pixels[from + channel] ?? 0) * alpha + (frame[to + channel] ?? 0) * (1 - alpha),
        );
      }
      frame[to + 3] = 255;
    }
  }
}

test("a word that is wider than a line is broken before points are parted", async () => {
  const long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzestextausgabe";
  const items = ["A short point", `The ${long} is long`, "Another short point"];
  const drawn = await drawSlides({ ...BULLETS, items }, { size, fonts });
  expect(drawn.map(({ slide }) => slide)).toMatchObject([{ items }]);
});

test("a single name does not hang under its title", async () => {
  const rows = [{ role: "Text", name: "Hanna Lind" }];
  const [drawn] = await drawSlides({ layout: "credits", title: "Credits", rows }, { size, fonts });
  const [title, role] = drawn?.texts ?? [];
  expect((role?.y ?? 0) - (title?.y ?? 0) - (title?.height ?? 0)).toBeGreaterThan(size.height / 8);
});

test("a picture behind a slide is darkened as far as its words need it, and no further", async () => {
  const picture = async (color: string) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="${color}"/></svg>`;
    return readImage(fonts, "a.svg", Buffer.from(svg));
  };
  const cornerOver = async (color: string) => {
    const backdrop = { image: await picture(color), fit: "cover", zoom: false } as const;
    const [drawn] = await drawSlides(BULLETS, { size, fonts, theme: "quiet", backdrop });
    return { corner: [...(await rawOf((await drawn?.png()) ?? new Uint8Array())).subarray(0, 3)], drawn };
  };
  const white = await cornerOver("#ffffff");
  const { muted } = white.drawn?.theme.colors ?? { muted: "#000000" };
  const hex = `#${white.corner.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  expect(contrastOf(muted, hex)).toBeGreaterThan(6.9);
  expect((await cornerOver("#203040")).corner).toEqual([16, 24, 32]);
});
