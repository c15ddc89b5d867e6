import { expect, test } from "vitest";
import { BitReader } from "./bit-reader.ts";
import { withoutEmulationPrevention } from "./nal-unit.ts";
import { blendedPicture, heldPicture } from "./uncoded-picture.ts";

const sequence = { frameNumberBits: 4, macroblocks: 8160 };
const place = { frameNumber: 21, shownAt: 600 };

test("a held picture is eleven bytes that skip every macroblock", () => {
  const unit = heldPicture(sequence, place);
  expect(unit.length).toBeLessThanOrEqual(11);
  const reader = new BitReader(withoutEmulationPrevention(unit));
  expect(reader.bits(8)).toBe(0x61);
  expect([reader.unsigned(), reader.unsigned(), reader.unsigned()]).toEqual([0, 5, 1]);
  expect([reader.bits(4), reader.bits(10)]).toEqual([21 % 16, 1200 % 1024]);
  expect([reader.bits(3), reader.signed(), reader.unsigned(), reader.unsigned()]).toEqual([0, 0, 1, 8160]);
});

test.each([1, 64, 127])("a picture of which %i parts in 128 are the later one's says so for each plane", (share) => {
  const reader = new BitReader(withoutEmulationPrevention(blendedPicture(sequence, place, share)));
  expect(reader.bits(8)).toBe(0x01);
  expect([reader.unsigned(), reader.unsigned(), reader.unsigned()]).toEqual([0, 6, 1]);
  reader.bits(14);
  expect([reader.bits(4), reader.unsigned(), reader.unsigned()]).toEqual([0b1000, 6, 6]);
  for (const weight of [128 - share, share]) {
    expect([reader.bit(), reader.signed(), reader.signed()]).toEqual([1, weight, 0]);
    expect([reader.bit(), reader.signed(), reader.signed()]).toEqual([1, weight, 0]);
    expect([reader.signed(), reader.signed()]).toEqual([weight, 0]);
  }
  expect([reader.signed(), reader.unsigned(), reader.unsigned()]).toEqual([0, 1, 8160]);
});
