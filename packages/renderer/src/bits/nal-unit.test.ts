import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import { byteStream, unitsOf } from "./byte-stream.ts";
import { createNalSplitter } from "./nal-splitter.ts";
import { withEmulationPrevention, withoutEmulationPrevention, type NalUnit } from "./nal-unit.ts";

const random = createRandom(2);
/** Content that is full of what looks like start codes, and ends as units do: not with a zero. */
const contents = Array.from({ length: 300 }, () => {
  const bytes = Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() ** 4 * 5));
  return Uint8Array.from([0x65, ...bytes, 0x80]);
});

test("content in which start codes stand comes back out of a unit in which none does", () => {
  for (const content of contents) {
    const unit = withEmulationPrevention(content);
    expect(Buffer.from(unit).toString("hex")).not.toMatch(/^(?:..)*00000[0-2]/);
    expect(withoutEmulationPrevention(unit)).toEqual(content);
  }
});

test.each([
  [
    [0x65, 0, 0, 0, 1],
    [0x65, 0, 0, 3, 0, 1],
  ],
  [
    [0x65, 0, 0, 3],
    [0x65, 0, 0, 3, 3],
  ],
  [
    [0x65, 0, 0, 4],
    [0x65, 0, 0, 4],
  ],
])("%j becomes %j", (content, unit) => {
  expect([...withEmulationPrevention(Uint8Array.from(content))]).toEqual(unit);
});

test("a stream is the same units wherever it is cut", () => {
  const units = contents.slice(0, 12).map(withEmulationPrevention);
  const stream = byteStream(units);
  expect(unitsOf(stream)).toEqual(units);
  for (let cut = 0; cut <= stream.length; cut++) {
    const found: NalUnit[] = [];
    const splitter = createNalSplitter((unit) => found.push(unit));
    splitter.push(stream.subarray(0, cut));
    splitter.push(stream.subarray(cut));
    splitter.flush();
    expect(found).toEqual(units);
  }
});

test("start codes of three bytes part units too, and zeros between units are nobody's", () => {
  expect(unitsOf(Uint8Array.of(0, 0, 1, 0x67, 9, 0, 0, 0, 0, 1, 0x68, 8, 0, 0, 1, 0x65, 7, 0, 0))).toEqual([
    Uint8Array.of(0x67, 9),
    Uint8Array.of(0x68, 8),
    Uint8Array.of(0x65, 7),
  ]);
  expect(unitsOf(Uint8Array.of(1, 2, 3))).toEqual([]);
});
