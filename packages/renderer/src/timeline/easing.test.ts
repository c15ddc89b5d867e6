import { expect, test } from "vitest";
import { ease, EASINGS, type Easing } from "./easing.ts";

test.each(Object.keys(EASINGS) as Easing[])("%s begins at 0, ends at 1 and never goes back", (easing) => {
  const values = Array.from({ length: 101 }, (_, index) => ease(easing, index / 100));
  expect(values[0]).toBe(0);
  expect(values[100]).toBe(1);
  expect(values).toEqual([...values].sort((one, other) => one - other));
});

test("is what browsers make of the same curves", () => {
  expect(ease("linear", 0.3)).toBe(0.3);
  // CSS `cubic-bezier(0.4, 0, 0.6, 1)` is symmetrical.
  expect(ease("gentle", 0.5)).toBeCloseTo(0.5, 6);
  expect(ease("enter", 0.2)).toBeGreaterThan(0.7);
  expect(ease("leave", 0.2)).toBeLessThan(0.1);
});
