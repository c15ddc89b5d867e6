import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import { BitReader } from "./bit-reader.ts";
import { BitWriter } from "./bit-writer.ts";

// ITU-T H.264, table 9-2 and 9-3.
test.each([
  [0, "1"],
  [1, "010"],
  [2, "011"],
  [3, "00100"],
  [6, "00111"],
  [7, "0001000"],
])("ue(%i) is %s", (value, bits) => {
  expect(written(new BitWriter().unsigned(value))).toBe(bits);
});

test.each([
  [0, "1"],
  [1, "010"],
  [-1, "011"],
  [2, "00100"],
  [-2, "00101"],
])("se(%i) is %s", (value, bits) => {
  expect(written(new BitWriter().signed(value))).toBe(bits);
});

test("what is written is read, wherever it begins", () => {
  const random = createRandom(1);
  const values = Array.from({ length: 2000 }, () => Math.floor(2 ** (random() * 31)) - 1);
  const writer = new BitWriter();
  for (const [index, value] of values.entries()) {
    if (index % 3 === 0) writer.unsigned(value);
    else if (index % 3 === 1) writer.signed(value % 2 === 0 ? value : -value);
    else writer.bits(value, 32);
  }
  const reader = new BitReader(writer.closed());
  const read = values.map((value, index) => {
    if (index % 3 === 0) return reader.unsigned();
    return index % 3 === 1 ? reader.signed() * (value % 2 === 0 ? 1 : -1) : reader.bits(32);
  });
  expect(read.map((value) => value + 0)).toEqual(values);
});

test("nothing is read behind the end", () => {
  expect(() => new BitReader(Uint8Array.of(0)).unsigned()).toThrow(RangeError);
});

/** What was written before the closing one. */
function written(writer: BitWriter): string {
  const bits = [...writer.closed()].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.slice(0, bits.lastIndexOf("1"));
}
