import { expect, test } from "vitest";
import { movieSizeOf } from "@proxx/contract";
import { rateOf } from "./frame-of.ts";

test.each([
  ["16:9", { width: 1920, height: 1080 }],
  ["9:16", { width: 1080, height: 1920 }],
  ["1280x720", { width: 1280, height: 720 }],
  ["1281x720", null],
  ["100x100", null],
  ["9000x9000", null],
  ["constructor", null],
])("%s is a size or none", (text, size) => {
  expect(movieSizeOf(text)).toEqual(size);
});

test.each([
  [30, 30, 1],
  [29.97, 30_000, 1001],
  [23.976, 24_000, 1001],
  [12.5, 25, 2],
])("%d frames a second is a fraction", (rate, numerator, denominator) => {
  expect(rateOf(rate)).toEqual({ numerator, denominator });
});
