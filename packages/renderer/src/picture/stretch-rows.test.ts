import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SOURCE_SHA256 } from "./stretch-rows-code.ts";
import { stretchRows } from "./stretch-rows.ts";

function picture(width: number, height: number): { bytes: Uint8Array; width: number; height: number } {
  let seed = width * 31 + height;
  const bytes = Uint8Array.from({ length: width * height }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed >>> 24;
  });
  return { bytes, width, height };
}

/** So many places, evenly from one pixel to another. */
function samples(count: number, from: number, to: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) =>
    Math.round((from + ((to - from) * index) / Math.max(1, count - 1)) * 256),
  );
}

function expected({ bytes, width, height }: ReturnType<typeof picture>, rows: Int32Array, columns: Int32Array) {
  const between = (one: number, other: number, share: number) => (one * (256 - share) + other * share + 128) >> 8;
  const at = (x: number, y: number) => bytes[Math.min(y, height - 1) * width + Math.min(x, width - 1)] ?? 0;
  return Array.from(rows, (row) =>
    Array.from(columns, (column) => {
      const [x, y] = [column >> 8, row >> 8];
      const vertical = (place: number) => between(at(place, y), at(place, y + 1), row & 255);
      return between(vertical(x), vertical(x + 1), column & 255);
    }),
  );
}

function drawn(shown: ReturnType<typeof picture>, rows: Int32Array, columns: Int32Array): number[][] {
  const { bytes, stride } = stretchRows(shown, rows, columns);
  return Array.from(rows, (_, row) => [...bytes.subarray(row * stride, row * stride + columns.length)]);
}

describe("a picture drawn between its pixels", () => {
  test.each([
    ["nearer", picture(64, 40), samples(40, 2, 36), samples(64, 3, 60)],
    ["as it is", picture(33, 9), samples(9, 0, 8), samples(33, 0, 32)],
    [
      "from so far that sixteen columns reach further than sixteen pixels",
      picture(200, 90),
      samples(20, 0, 89),
      samples(50, 0, 199),
    ],
    ["in a part, of odd sizes", picture(37, 21), samples(7, 3.3, 11.9), samples(19, 9.7, 30.1)],
    ["of one pixel", picture(1, 1), samples(3, 0, 0), samples(5, 0, 0)],
    ["larger than the one before", picture(700, 500), samples(300, 0.5, 498.9), samples(900, 0.25, 698.9)],
    ["smaller again", picture(16, 2), samples(4, 0, 1), samples(16, 0, 15)],
  ])("%s", (_, shown, rows, columns) => {
    expect(drawn(shown, rows, columns)).toEqual(expected(shown, rows, columns));
  });
});

test("what was compiled is what is written", () => {
  const source = readFileSync(new URL("../../wasm/stretch-rows.ts", import.meta.url));
  expect(createHash("sha256").update(source).digest("hex"), "run `npm run build:wasm`").toBe(SOURCE_SHA256);
});
