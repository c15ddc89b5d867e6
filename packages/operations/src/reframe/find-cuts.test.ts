import { expect, test } from "vitest";
import { findCuts } from "./find-cuts.ts";

test("a frame unlike the one before it begins a shot", () => {
  expect(findCuts([0, 1, 1, 2, 60, 1, 1, 2, 40, 3, 1])).toEqual([4, 8]);
});

test("a flash is no cut", () => {
  expect(findCuts([0, 1, 1, 70, 70, 1, 1, 1])).toEqual([]);
});

test("much movement is no cut", () => {
  expect(findCuts([0, 20, 24, 18, 22, 30, 21, 19])).toEqual([]);
});

test("a slow change of everything is no cut", () => {
  expect(findCuts([0, 5, 6, 7, 8, 9, 8, 7])).toEqual([]);
});

test("a film of one picture after the other is cut at each", () => {
  expect(findCuts([0, 0, 0, 0, 50, 0, 0, 0, 60, 0, 0, 0])).toEqual([4, 8]);
});
