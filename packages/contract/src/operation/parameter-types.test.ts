import { expect, test } from "vitest";
import {
  anchor,
  aspectRatio,
  colour,
  duration,
  frameRate,
  language,
  loudness,
  pixels,
  share,
  volume,
} from "./parameter-types.ts";

test.each([
  ["#fc0", "#ffcc00ff"],
  ["#FFCC00", "#ffcc00ff"],
  ["#ffcc0080", "#ffcc0080"],
  ["black", "#000000ff"],
  ["Green", "#008000ff"],
  ["transparent", "#00000000"],
])("the colour %s is %s", (written, read) => {
  expect(colour().parse(written)).toBe(read);
});

// The names and values of CSS.
test.each([
  ["white", "#ffffff"],
  ["red", "#ff0000"],
  ["lime", "#00ff00"],
  ["blue", "#0000ff"],
  ["yellow", "#ffff00"],
  ["cyan", "#00ffff"],
  ["aqua", "#00ffff"],
  ["magenta", "#ff00ff"],
  ["fuchsia", "#ff00ff"],
  ["orange", "#ffa500"],
  ["purple", "#800080"],
  ["pink", "#ffc0cb"],
  ["brown", "#a52a2a"],
  ["navy", "#000080"],
  ["teal", "#008080"],
  ["olive", "#808000"],
  ["maroon", "#800000"],
  ["gold", "#ffd700"],
  ["gray", "#808080"],
  ["grey", "#808080"],
  ["silver", "#c0c0c0"],
])("%s is the %s of a style sheet, and opaque", (name, written) => {
  expect(colour().parse(name)).toBe(colour().parse(written));
  expect(colour().parse(name)).toBe(`${written}ff`);
});

// What reaches a filter as a colour can be nothing but one.
test.each(["", "#ff", "#ffcc", "#ffcc00ff0", "#ggg", "ffcc00", "constructor", "black,drawtext=text=x", "#fc0\n"])(
  "%j is no colour",
  (written) => {
    expect(colour().safeParse(written).success).toBe(false);
  },
);

test("what has to be there lasts for a frame at least, and for a day at most", () => {
  expect([0.03, 0.04, 86_400, 86_401].map((seconds) => duration().safeParse(seconds).success)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test("a language is a tag, and not its name", () => {
  const tags = ["en", "pt-BR", "zh-Hant-TW", "fil"];
  for (const tag of tags) expect(language().safeParse(tag).success).toBe(true);
  for (const text of ["", "e", "English", "en_US", "en-", "en; rm"]) {
    expect(language().safeParse(text).success).toBe(false);
  }
});

test("an aspect ratio is between 8:1 and 1:8, as wide and as high as it says", () => {
  expect(aspectRatio().parse("9:16")).toMatchObject({ width: 9, height: 16 });
  for (const text of ["8:1", "1:8", "1:1", "1920:1080"]) expect(aspectRatio().safeParse(text).success).toBe(true);
  for (const text of ["9:1", "1:9", "0:1", "16x9", "16:9 ", "1.5:1", "10000:9999"]) {
    expect(aspectRatio().safeParse(text).success).toBe(false);
  }
});

test.each([
  ["a share", share(), [0, 1], [-0.01, 1.01]],
  ["how loud", volume(), [0, 1, 10], [-1, 10.1]],
  ["a side", pixels(), [16, 8192], [15, 8193, 100.5]],
  ["frames in a second", frameRate(), [1, 120, 29.97], [0.9, 121]],
  [
    "an anchor",
    anchor(),
    ["top-left", "top", "top-right", "left", "center", "right", "bottom-left", "bottom", "bottom-right"],
    ["centre", "middle", ""],
  ],
])("%s is what it can be and nothing beyond", (_what, schema, taken, refused) => {
  expect(taken.filter((value) => !schema.safeParse(value).success)).toEqual([]);
  expect(refused.filter((value) => schema.safeParse(value).success)).toEqual([]);
});

test("a loudness is a number, or a number and a peak; each has a default", () => {
  expect(loudness().parse(-14)).toEqual({ integrated: -14, truePeak: -1 });
  expect(loudness().parse({})).toEqual({ integrated: -16, truePeak: -1 });
  expect(loudness().parse({ integrated: -23, truePeak: -2 })).toEqual({ integrated: -23, truePeak: -2 });
  for (const value of [-40, -5, { integrated: -40, truePeak: -9 }, { integrated: -5, truePeak: 0 }]) {
    expect(loudness().safeParse(value).success).toBe(true);
  }
  for (const value of [
    -41,
    -4,
    { integrated: -41 },
    { integrated: -4 },
    { truePeak: -10 },
    { truePeak: 1 },
    { peak: -1 },
  ]) {
    expect(loudness().safeParse(value).success).toBe(false);
  }
});
