import { describe, expect, test } from "vitest";
import { createLineSplitter } from "./line-splitter.ts";

function linesOf(chunks: readonly (string | Uint8Array)[], maxLength = 1000): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line), maxLength);
  for (const chunk of chunks) splitter.push(Buffer.from(chunk as string));
  splitter.flush();
  return lines;
}

test.each([
  [["a\nb\n"], ["a", "b"]],
  [["a\nb"], ["a", "b"]],
  [["a\r\nb\r\n"], ["a", "b"]],
  [["a\rb\r"], ["a", "b"]],
  [
    ["a\r", "\nb"],
    ["a", "b"],
  ],
  [["a\n\n\n\r\r\nb"], ["a", "b"]],
  [
    ["a", "b", "\n", "c"],
    ["ab", "c"],
  ],
  [["", "\n", ""], []],
  [[], []],
  [[" \n\t\n"], [" ", "\t"]],
])("%j are the lines %j", (chunks, lines) => {
  expect(linesOf(chunks)).toEqual(lines);
});

test("a text is the same lines wherever it is cut", () => {
  const bytes = Buffer.from("für 源\r\n😀 two\rthree\n\nvier é");
  const whole = linesOf([bytes]);
  expect(whole).toEqual(["für 源", "😀 two", "three", "vier é"]);
  for (let first = 0; first <= bytes.length; first++) {
    for (let second = first; second <= bytes.length; second++) {
      expect(linesOf([bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)])).toEqual(whole);
    }
  }
});

test("bytes that are not UTF-8 become replacement characters, also at the very end", () => {
  expect(linesOf([Uint8Array.of(0x61, 0xff, 0x62, 0x0a, 0xe6, 0xba)])).toEqual(["a\uFFFDb", "\uFFFD"]);
});

describe("a line that is too long", () => {
  test("is cut, and the next line is whole", () => {
    expect(linesOf(["0123456789abcdef\nnext\n"], 10)).toEqual(["0123456789", "next"]);
    expect(linesOf("0123456789abcdef\nnext".split(""), 10)).toEqual(["0123456789", "next"]);
  });

  test("is not cut at exactly the length", () => {
    expect(linesOf(["0123456789\nx"], 10)).toEqual(["0123456789", "x"]);
  });

  test("is not cut inside a character", () => {
    expect(linesOf(["01234567😀\n"], 9)).toEqual(["01234567"]);
  });
});
