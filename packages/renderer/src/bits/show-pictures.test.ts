import { expect, test } from "vitest";
import { BitReader } from "./bit-reader.ts";
import { BitWriter } from "./bit-writer.ts";
import { UNIT, withEmulationPrevention, withoutEmulationPrevention, type NalUnit } from "./nal-unit.ts";
import { ORDER_BITS } from "./parameter-sets.ts";
import { byteStream } from "./byte-stream.ts";
import { readCodedPictures, showPictures, type CodedPictures } from "./show-pictures.ts";

const sequence = { frameNumberBits: 4, macroblocks: 99 };

/** A slice with room for its place. */
function slice(isKey: boolean): NalUnit {
  const writer = new BitWriter()
    .bits(isKey ? 0x65 : 0x61, 8)
    .unsigned(0)
    .unsigned(7)
    .unsigned(0)
    .bits(0, 4);
  if (isKey) writer.unsigned(0);
  return withEmulationPrevention(writer.bits(0, ORDER_BITS).bits(0b1011, 4).closed());
}

const coded: CodedPictures = {
  sequenceSet: Uint8Array.of(UNIT.sequenceSet, 1),
  pictureSet: Uint8Array.of(UNIT.pictureSet, 1),
  sequence,
  slices: [slice(true), slice(false), slice(false)],
};

const still = (count: number) => ({ count, share: null });

test("a part that begins with a picture which builds on others is refused: nobody knows what stands before it", () => {
  const { sequenceSet, pictureSet } = coded;
  const sets = [sequenceSet, pictureSet];
  expect(() => readCodedPictures(byteStream([...sets, slice(false), slice(true)]))).toThrow(
    /begins with no key picture/,
  );
  expect(() => readCodedPictures(byteStream(sets))).toThrow(/begins with no key picture/);
});

test("pictures and those that hold them are counted one after the other, in the four bits there are", () => {
  const pictures = [...showPictures(coded, [still(20), still(1), still(3)])];
  expect(pictures.map(({ shownAt }) => shownAt)).toEqual(countTo(24));
  expect(pictures.map(({ isKey }) => isKey)).toEqual(countTo(24).map((at) => at === 0));
  expect(pictures.map(({ unit }) => numbersOf(unit))).toEqual(
    countTo(24).map((at) => ({ frameNumber: at % 16, order: 2 * at })),
  );
});

test("pictures between two come after both, and nothing counts them", () => {
  const shown = [still(2), { count: 1, share: 32 }, { count: 2, share: 64 }, still(2)];
  const pictures = [...showPictures(coded, shown)];
  expect(pictures.map(({ shownAt }) => shownAt)).toEqual([0, 1, 5, 2, 3, 4, 6]);
  expect(pictures.map(({ unit }) => numbersOf(unit))).toEqual([
    { frameNumber: 0, order: 0 },
    { frameNumber: 1, order: 2 },
    { frameNumber: 2, order: 10 },
    { frameNumber: 3, order: 4 },
    { frameNumber: 3, order: 6 },
    { frameNumber: 3, order: 8 },
    { frameNumber: 3, order: 12 },
  ]);
  // Whether others build on it: `nal_ref_idc`.
  expect(pictures.map(({ unit }) => (unit[0] ?? 0) >> 5)).toEqual([3, 3, 3, 0, 0, 0, 3]);
});

test("a picture that is not there cannot be shown, nor one between a picture and none", () => {
  expect(() => [...showPictures(coded, [still(1), still(1), still(1), still(1)])]).toThrow(RangeError);
  expect(() => [...showPictures(coded, [still(1), { count: 1, share: 64 }])]).toThrow(RangeError);
});

function numbersOf(unit: NalUnit): { frameNumber: number; order: number } {
  const reader = new BitReader(withoutEmulationPrevention(unit), 8);
  for (let field = 0; field < 3; field++) reader.unsigned();
  const frameNumber = reader.bits(4);
  if ((unit[0] ?? 0) === 0x65) reader.unsigned();
  return { frameNumber, order: reader.bits(ORDER_BITS) };
}

function countTo(end: number): number[] {
  return Array.from({ length: end }, (_, index) => index);
}
