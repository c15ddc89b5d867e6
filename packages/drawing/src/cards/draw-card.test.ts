import { describe, expect, test } from "vitest";
import { CARD_THEMES } from "./card-themes.ts";
import { drawCard, type CardOptions } from "./draw-card.ts";
import { createFonts } from "../fonts/fonts.ts";

const fonts = createFonts();
const LONG =
  "Slow dolly-in on an elderly watchmaker at his bench, warm key light from the left, dust floating in the beam. " +
  "He lifts a tiny gear with tweezers, pauses, and smiles. 灯台の明かりが消えるまで、私たちは海岸を歩き続けた。";
const CORNERS = { topLeft: "Shot 3", topRight: "5 s", bottomLeft: "a-model", bottomRight: "16:9" };

function draw(options: Partial<CardOptions>) {
  return drawCard(fonts, { width: 640, height: 360, format: "rgba", ...options });
}

/** How many pixels of a part of the picture (in shares of it) are of the text's brightness. */
function brightIn(
  image: Buffer,
  size: { width: number; height: number },
  [x0, y0, x1, y1]: [number, number, number, number],
) {
  let count = 0;
  for (let y = Math.floor(y0 * size.height); y < y1 * size.height; y++) {
    for (let x = Math.floor(x0 * size.width); x < x1 * size.width; x++) {
      if ((image[(y * size.width + x) * 4] ?? 0) > 130) count++;
    }
  }
  return count;
}

test.each([
  [1920, 1080],
  [1080, 1920],
  [1080, 1080],
  [1280, 536],
  [64, 64],
  [90, 160],
  [2, 2],
  [4096, 8],
])("fills %i×%i", async (width, height) => {
  const drawn = await draw({ width, height, title: "The Watchmaker", body: LONG, corners: CORNERS });
  expect(drawn.image.length).toBe(width * height * 4);
  for (let index = 3; index < drawn.image.length; index += 4 * 97) expect(drawn.image[index]).toBe(255);
});

describe("what stands where", () => {
  const size = { width: 640, height: 360 };

  test("corners are in their corners", async () => {
    const at: Record<keyof typeof CORNERS, [number, number, number, number]> = {
      topLeft: [0.06, 0.07, 0.5, 0.16],
      topRight: [0.5, 0.07, 0.94, 0.16],
      bottomLeft: [0.06, 0.84, 0.5, 0.93],
      bottomRight: [0.5, 0.84, 0.94, 0.93],
    };
    for (const [name, text] of Object.entries(CORNERS)) {
      const { image } = await draw({ corners: { [name]: text } });
      for (const [place, area] of Object.entries(at)) {
        const count = brightIn(image, size, area);
        expect(count > 5, `${name} in ${place}`).toBe(place === name);
      }
    }
  });

  test("a dot stands before the first label, and where there is none is no dot", async () => {
    const accents = async (corners: NonNullable<CardOptions["corners"]>) => {
      const { image } = await draw({ corners });
      let count = 0;
      for (let y = 25; y < 57; y++) {
        for (let x = 38; x < 52; x++) {
          const [r = 0, g = 0, b = 0] = image.subarray((y * size.width + x) * 4);
          if (r > 220 && g > 140 && b < 130) count++;
        }
      }
      return count;
    };
    expect(await accents({ topLeft: "Shot 3" })).toBeGreaterThan(10);
    expect(await accents({ topRight: "5 s" })).toBe(0);
  });

  test("a mark is in each corner, and nowhere else", async () => {
    const { image } = await draw({});
    const contrastIn = ([x0, y0]: readonly [number, number], width = 0.1, height = 0.1) => {
      const reds: number[] = [];
      for (let y = Math.floor(y0 * size.height); y < (y0 + height) * size.height; y++)
        for (let x = Math.floor(x0 * size.width); x < (x0 + width) * size.width; x++)
          reds.push(image[(y * size.width + x) * 4] ?? 0);
      return Math.max(...reds) - Math.min(...reds);
    };
    for (const corner of [
      [0, 0],
      [0.9, 0],
      [0, 0.9],
      [0.9, 0.9],
    ] as const)
      expect(contrastIn(corner)).toBeGreaterThan(40);
    for (const elsewhere of [
      [0.45, 0],
      [0, 0.45],
      [0.45, 0.45],
      [0.9, 0.45],
    ] as const)
      expect(contrastIn(elsewhere)).toBeLessThan(15);
    // None begins outside of the picture.
    for (const side of [0, 0.99]) {
      for (const end of [0, 0.9]) {
        expect(contrastIn([side, end], 0.01, 0.1)).toBeLessThan(15);
        expect(contrastIn([end, side], 0.1, 0.01)).toBeLessThan(15);
      }
    }
  });

  test("the body is in the middle, the title above it", async () => {
    const body = await draw({ body: "A fox runs." });
    expect(brightIn(body.image, size, [0, 0.35, 1, 0.65])).toBeGreaterThan(200);
    expect(brightIn(body.image, size, [0.1, 0.1, 0.9, 0.35])).toBe(0);
    const both = await draw({ title: "A title of some length", body: "A fox runs." });
    expect(brightIn(both.image, size, [0, 0.3, 1, 0.5])).toBeGreaterThan(200);
    expect(brightIn(both.image, size, [0, 0.5, 1, 0.7])).toBeGreaterThan(200);
  });

  test("nothing stands in the margins, however long the texts are", async () => {
    const long = "bytedance/some-model-with-a-very-long-name-".repeat(4);
    const corners = { topLeft: long, topRight: long, bottomLeft: long, bottomRight: long };
    const { image } = await draw({ title: LONG, body: LONG.repeat(3), corners });
    expect(brightIn(image, size, [0, 0, 0.04, 1])).toBe(0);
    expect(brightIn(image, size, [0.96, 0, 1, 1])).toBe(0);
    expect(brightIn(image, size, [0, 0, 1, 0.03])).toBe(0);
    expect(brightIn(image, size, [0, 0.97, 1, 1])).toBe(0);
  });
});

test("a paragraph that is read from the right begins there", async () => {
  const size = { width: 640, height: 360 };
  for (const body of ["שלום עולם.", "مرحبا بكم."]) {
    const { image } = await draw({ body });
    expect(brightIn(image, size, [0.5, 0.35, 0.95, 0.65])).toBeGreaterThan(100);
    expect(brightIn(image, size, [0.05, 0.35, 0.5, 0.65])).toBe(0);
  }
  const mixed = await draw({ body: "Peace is\nשלום" });
  expect(brightIn(mixed.image, size, [0.05, 0.35, 0.5, 0.5])).toBeGreaterThan(100);
  expect(brightIn(mixed.image, size, [0.5, 0.5, 0.95, 0.65])).toBeGreaterThan(100);
});

test("a longer text is smaller, and one that is far too long ends in dots", async () => {
  const sizes = await Promise.all(["A fox.", LONG, LONG.repeat(4)].map((body) => draw({ body })));
  expect(sizes.map((drawn) => drawn.truncated)).toEqual([false, false, false]);
  const fontSizes = sizes.map((drawn) => drawn.fontSize);
  expect(fontSizes).toEqual([...fontSizes].sort((a, b) => b - a));
  expect(fontSizes[0]).toBeGreaterThan((fontSizes[2] ?? 0) * 1.5);
  expect((await draw({ body: LONG.repeat(30) })).truncated).toBe(true);
});

test.for([
  [{ width: 202, height: 360 }, [219, 421, 0, 360]],
  [{ width: 640, height: 200 }, [0, 640, 80, 280]],
] as const)(
  "all of it stands in the part that is seen in the end, of %j",
  async ([seen, [left, right, top, bottom]]) => {
    const { image, fontSize } = await draw({ title: "A title", body: LONG, corners: CORNERS, seen });
    const size = { width: 640, height: 360 };
    const whole = brightIn(image, size, [0, 0, 1, 1]);
    expect(whole).toBeGreaterThan(500);
    expect(brightIn(image, size, [left / 640, top / 360, right / 640, bottom / 360])).toBe(whole);
    expect(fontSize).toBeGreaterThan(6);
  },
);

test("at its foot a card leaves what is behind free", async () => {
  const size = { width: 640, height: 360 };
  const { image } = await draw({ body: "A fox runs.", corners: CORNERS, place: "foot", transparentBackground: true });
  for (let index = 3; index < 640 * 220 * 4; index += 4) expect(image[index]).toBe(0);
  expect(brightIn(image, size, [0, 0.64, 1, 1])).toBeGreaterThan(200);
});

test("without a background only the panel and the text are there", async () => {
  const size = { width: 640, height: 360 };
  const { image } = await draw({ body: "A fox runs.", transparentBackground: true });
  const alphaAt = (x: number, y: number) => image[(y * size.width + x) * 4 + 3];
  expect(alphaAt(2, 2)).toBe(0);
  expect(alphaAt(320, 30)).toBe(parseInt(CARD_THEMES.slate.scrim.slice(7), 16));
  expect(brightIn(image, size, [0, 0.35, 1, 0.65])).toBeGreaterThan(200);
});

test("markup is drawn, not obeyed", async () => {
  const [marked, plain] = await Promise.all(["<b>A</b> &amp; {\\an8}", "A &"].map((body) => draw({ body })));
  expect(marked?.image.equals(plain?.image ?? Buffer.alloc(0))).toBe(false);
  const size = { width: 640, height: 360 };
  expect(brightIn(marked?.image ?? Buffer.alloc(0), size, [0, 0, 1, 1])).toBeGreaterThan(
    2 * brightIn(plain?.image ?? Buffer.alloc(0), size, [0, 0, 1, 1]),
  );
});

test("refuses what cannot be drawn", async () => {
  await expect(draw({ body: "ᠮ" })).rejects.toMatchObject({ code: "glyph_missing" });
  await expect(draw({ corners: { topLeft: "ᠮ" } })).rejects.toMatchObject({ code: "glyph_missing" });
  await expect(draw({ body: "a".repeat(10_001) })).rejects.toMatchObject({ code: "text_too_long" });
  await expect(draw({ width: 8194 })).rejects.toThrow(TypeError);
  await expect(draw({ theme: { ...CARD_THEMES.slate, accent: "url(x)" } })).rejects.toThrow(/theme\.accent/);
});
