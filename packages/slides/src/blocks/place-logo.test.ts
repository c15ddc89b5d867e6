import { createFonts } from "@proxx/drawing";
import { expect, test } from "vitest";
import { checkSlide, drawSlides, readImage, type ThemeName } from "../index.ts";

const fonts = createFonts();
const size = { width: 640, height: 360 };
const INK = "#10202a";
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100" fill="${INK}"/></svg>`;
const logo = { image: await readImage(fonts, "logo.svg", Buffer.from(svg)) };
const STATEMENT = { layout: "statement", text: "One" } as const;

async function drawnIn(theme: ThemeName, slide: Parameters<typeof drawSlides>[0]) {
  const [drawn] = await drawSlides(slide, { theme, size, fonts, logo });
  if (drawn === undefined) throw new Error("Nothing was drawn");
  const layer = drawn.layers.find(({ id }) => id === "logo");
  if (layer === undefined) throw new Error("There is no logo");
  return { drawn, layer, pixels: await layer.pixels() };
}

const at = (pixels: Uint8Array, pixel: number) => [...pixels.subarray(pixel * 4, pixel * 4 + 4)];

test("the logo is seen in the corner of a slide", async () => {
  const { layer, pixels } = await drawnIn("quiet", STATEMENT);
  expect([layer.x, layer.y, layer.build]).toEqual([568, 28, 0]);
  const middle = Math.floor(layer.height / 2) * layer.width + Math.floor(layer.width / 2);
  expect(at(pixels, middle)).toEqual([0x10, 0x20, 0x2a, 255]);
});

test("where it would not stand out it has a plate, and that is said", async () => {
  const { drawn, layer, pixels } = await drawnIn("circuit", STATEMENT);
  expect(drawn.findings.map(({ code }) => code)).toEqual(["logo-on-plate"]);
  expect(at(pixels, 2 * layer.width + Math.floor(layer.width / 2))).toEqual([255, 255, 255, 255]);
});

test("no title reaches under it", async () => {
  const title = "A title that would go on for the whole width of a slide if nothing else stood there";
  const { drawn, layer } = await drawnIn("signal", { layout: "bullets", title, items: ["One", "Two"] });
  for (const text of drawn.texts) {
    expect(text.x + text.width > layer.x && text.y < layer.y + layer.height).toBe(false);
  }
  expect(checkSlide(drawn)).toEqual([]);
});

test("a title slide may have it large, and then not in its corner as well", async () => {
  const { drawn, layer } = await drawnIn("quiet", { layout: "title", title: "Bread", logo: true });
  expect(layer.x).toBe(drawn.frame.left);
  expect(layer.height).toBeGreaterThan(40);
  expect(drawn.scene.elements.filter((element) => element.layer === "logo")).toHaveLength(1);
  expect(checkSlide(drawn)).toEqual([]);
});
