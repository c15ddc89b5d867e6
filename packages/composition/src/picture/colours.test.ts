import { expect, test } from "vitest";
import { LEAST_CHROMA, toneOf } from "./colour-key.ts";
import { ffmpegColour, isOpaque } from "./ffmpeg-colour.ts";
import { overBackground } from "./over-background.ts";
import { filtersOf, picture } from "../../test/graph-of.ts";

test("a colour is spelt as ffmpeg spells it, and nothing else gets through", () => {
  expect(ffmpegColour("#ff8000cc")).toBe("0xff8000cc");
  for (const other of ["red", "#fff", "#ff8000", "#ff8000cc:x=1", "#FF8000CC", " #ff8000cc", "#ff8000cc\n"]) {
    expect(() => ffmpegColour(other)).toThrow("Expected a colour as `#rrggbbaa`");
  }
  expect([isOpaque("#ff8000ff"), isOpaque("#ff8000fe")]).toEqual([true, false]);
});

test("a colour's tone is that of BT.709 in limited range", () => {
  const rounded = (color: string) => {
    const { y, u, v } = toneOf(color);
    return [y, u, v].map(Math.round);
  };
  expect(rounded("#000000ff")).toEqual([16, 128, 128]);
  expect(rounded("#ffffffff")).toEqual([235, 128, 128]);
  expect(rounded("#ff0000ff")).toEqual([63, 102, 240]);
  expect(rounded("#00ff00ff")).toEqual([173, 42, 26]);
  expect(rounded("#0000ffff")).toEqual([32, 240, 118]);
});

test("greys have no tone to be keyed by, the green of a screen has", () => {
  expect(toneOf("#808080ff").distance).toBeLessThan(LEAST_CHROMA);
  expect(toneOf("#e8ece8ff").distance).toBeLessThan(LEAST_CHROMA);
  expect(toneOf("#00b140ff").distance).toBeGreaterThan(LEAST_CHROMA);
});

test("a picture without alpha hides its background; upon one that shows through it gets alpha all the same", () => {
  const plain = picture();
  expect(overBackground(plain, "#ff0000ff")).toBe(plain);
  const clear = overBackground(plain, "#ff000080");
  expect(clear.alpha).toBe(true);
  expect(filtersOf(clear)).toEqual(["format=pix_fmts=yuva420p"]);
});

test("a picture with alpha is laid upon its background, and is as opaque as that", () => {
  const cut = picture({ alpha: true });
  expect(overBackground(cut, "#ff0000ff").alpha).toBe(false);
  expect(overBackground(cut, "#ff000080").alpha).toBe(true);
  expect(filtersOf(overBackground(cut, "#ff0000ff"))).toContain("overlay=format=yuv420");
});
