import type { Anchor } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { filtersOf, picture } from "../../test/graph-of.ts";
import { anchorShares, containPicture, fitPicture, largestPart, type Fit } from "./fit-picture.ts";

const wide = picture({ width: 1920, height: 1080 });

/** The options of the only filter of this name. */
function optionsOf(made: Parameters<typeof filtersOf>[0], name: string): string[] {
  return filtersOf(made).filter((one) => one.startsWith(`${name}=`));
}

function fitted(mode: Fit["mode"], more: Partial<Fit> = {}) {
  return fitPicture(wide, { width: 608, height: 1080, mode, ...more });
}

test("a picture that has the size already is left as it is", () => {
  for (const mode of ["crop", "pad", "blur", "stretch"] as const) {
    expect(fitPicture(wide, { width: 1920, height: 1080, mode })).toBe(wide);
  }
});

test("a picture of the same shape is scaled, whatever the mode", () => {
  for (const mode of ["crop", "pad", "blur", "stretch"] as const) {
    const made = fitPicture(wide, { width: 1280, height: 720, mode });
    expect(made).toMatchObject({ width: 1280, height: 720 });
    expect(filtersOf(made).map((one) => one.split("=")[0])).toEqual(["scale", "setsar", "format", "setparams"]);
  }
});

test("odd sizes become even ones", () => {
  expect(fitted("crop", { width: 607, height: 1079 })).toMatchObject({ width: 608, height: 1080 });
});

describe("crop", () => {
  test.each([
    ["left", 0],
    ["center", 656],
    ["right", 1312],
    ["top-left", 0],
    ["bottom-right", 1312],
  ] as const)("keeps the %s", (anchor, x) => {
    expect(optionsOf(fitted("crop", { anchor }), "crop")).toEqual([`crop=w=608:h=1080:x=${x}:y=0`]);
  });

  test.each([
    { x: 0.5, left: 656 },
    { x: 0.25, left: 176 },
    { x: 0, left: 0 },
    { x: 0.99, left: 1312 },
  ])("keeps a point at $x in the middle, as far as the picture goes", ({ x, left }) => {
    const made = fitted("crop", { focus: { x, y: 0.5 }, anchor: "left" });
    expect(optionsOf(made, "crop")).toEqual([`crop=w=608:h=1080:x=${left}:y=0`]);
  });

  test("cuts at the top and the bottom of what is too high", () => {
    const made = fitPicture(picture({ width: 608, height: 1080 }), {
      width: 1280,
      height: 720,
      mode: "crop",
      anchor: "bottom",
    });
    expect(optionsOf(made, "crop")).toEqual(["crop=w=608:h=342:x=0:y=738"]);
  });
});

describe("pad", () => {
  test("paints black itself, and transparent around what has alpha", () => {
    expect(optionsOf(fitted("pad"), "pad")).toEqual(["pad=w=608:h=1080:x=0:y=370:color=0x000000ff"]);
    const clear = fitPicture(picture({ width: 1920, height: 1080, alpha: true }), {
      width: 608,
      height: 1080,
      mode: "pad",
    });
    expect(optionsOf(clear, "pad")).toEqual(["pad=w=608:h=1080:x=0:y=370:color=0x00000000"]);
    expect(clear.alpha).toBe(true);
  });

  test("lays the picture upon a colour, since `pad` would paint another one", () => {
    const made = fitted("pad", { background: "#ff8000ff", anchor: "top" });
    expect(optionsOf(made, "pad")).toEqual([]);
    expect(optionsOf(made, "overlay")).toEqual(["overlay=x=0:y=0:format=yuv420"]);
    expect(made).toMatchObject({ width: 608, height: 1080, alpha: false });
  });

  test("around a colour that shows through has alpha", () => {
    expect(fitted("pad", { background: "#ff800080" }).alpha).toBe(true);
  });
});

test("blur lays the whole picture upon itself", () => {
  const made = fitted("blur");
  expect(made).toMatchObject({ width: 608, height: 1080, frames: 100 });
  expect(optionsOf(made, "overlay")).toEqual(["overlay=x=0:y=370:format=yuv420"]);
  expect(optionsOf(made, "gblur")).toHaveLength(1);
});

test("a part has the shape of the frame and fills one side of the picture", () => {
  for (const [width, height] of [
    [1, 1],
    [9, 16],
    [16, 9],
    [21, 9],
    [1, 100],
    [2, 3],
  ] as const) {
    const part = largestPart(wide, { width, height });
    expect(part.width === 1920 || part.height === 1080).toBe(true);
    expect(Math.abs(part.width - (part.height * width) / height)).toBeLessThanOrEqual(2 * Math.max(1, width / height));
  }
});

test("what is contained lies within the frame at even places, at every anchor", () => {
  const anchors: Anchor[] = [
    "top-left",
    "top",
    "top-right",
    "left",
    "center",
    "right",
    "bottom-left",
    "bottom",
    "bottom-right",
  ];
  for (const anchor of anchors) {
    for (const [width, height] of [
      [606, 1080],
      [1080, 1080],
      [1922, 400],
    ] as const) {
      const { inner, x, y } = containPicture(wide, { width, height, anchor });
      expect([x % 2, y % 2]).toEqual([0, 0]);
      expect(x + inner.width).toBeLessThanOrEqual(width);
      expect(y + inner.height).toBeLessThanOrEqual(height);
      const share = anchorShares(anchor);
      expect(Math.abs(x - (width - inner.width) * share.x)).toBeLessThanOrEqual(1);
      expect(Math.abs(y - (height - inner.height) * share.y)).toBeLessThanOrEqual(1);
    }
  }
});
