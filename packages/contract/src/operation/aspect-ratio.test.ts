import { expect, test } from "vitest";
import { AspectRatio } from "./aspect-ratio.ts";
import { aspectRatio } from "./parameter-types.ts";

test.each([
  ["9:16", 9, 16],
  ["1920:1080", 1920, 1080],
  ["8:1", 8, 1],
  ["2:4", 2, 4],
])("%s is two numbers, and that text", (text, width, height) => {
  const ratio = aspectRatio().parse(text);
  expect(ratio).toEqual(new AspectRatio(width, height));
  expect(ratio.text).toBe(text);
});

test.each(["9/16", "09:16", "9:16,negate", "0:1", "16:9 ", "10000:1", ""])("%j is no aspect ratio", (text) => {
  expect(aspectRatio().safeParse(text).error?.issues).toMatchObject([
    { message: "Expected an aspect ratio such as `9:16`" },
  ]);
});

test.each(["9:1", "1:9"])("%s is too long for a picture", (text) => {
  expect(aspectRatio().safeParse(text).error?.issues).toMatchObject([
    { message: "Expected an aspect ratio between 8:1 and 1:8" },
  ]);
});

test("a frame fits it but for the rounding of its sides", () => {
  const tall = new AspectRatio(9, 16);
  expect([tall.fits({ width: 608, height: 1080 }), tall.fits({ width: 620, height: 1080 })]).toEqual([true, false]);
});
