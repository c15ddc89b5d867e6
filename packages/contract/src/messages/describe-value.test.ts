import { expect, test } from "vitest";
import { describeValue } from "./describe-value.ts";

const named = () => {};

test.each<[unknown, string]>([
  [1.5, "`1.5`"],
  [false, "`false`"],
  [10n, "`10`"],
  [null, "null"],
  [undefined, "undefined"],
  ["a.mp4", '"a.mp4"'],
  ["a".repeat(40), `"${"a".repeat(40)}"`],
  ["a".repeat(41), "a string"],
  [named, "a function (call it: `named()`)"],
  [[() => {}][0], "a function"],
  [[1], "an array"],
  [{ a: 1 }, "an object"],
  [Object.create(null), "an object"],
  [new Map(), "an object of class Map"],
  [Promise.resolve(), "a Promise (`await` it first)"],
  [Symbol("a"), "a symbol"],
])("%o is told as %s", (value, words) => {
  expect(describeValue(value)).toBe(words);
});
