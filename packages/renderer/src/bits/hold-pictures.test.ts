import { expect, test } from "vitest";
import { BitReader } from "./bit-reader.ts";
import { BitWriter } from "./bit-writer.ts";
import { holdPictures, type CodedPictures } from "./hold-pictures.ts";
import { UNIT, unitType, withEmulationPrevention, withoutEmulationPrevention, type NalUnit } from "./nal-unit.ts";

const sequence = { frameNumberBits: 4, macroblocks: 99 };

/** The start of a slice, as an encoder counts that knows of no held pictures. */
function slice(frameNumber: number): NalUnit {
  const writer = new BitWriter()
    .bits(frameNumber === 0 ? 0x65 : 0x61, 8)
    .unsigned(0)
    .unsigned(7)
    .unsigned(0);
  return withEmulationPrevention(writer.bits(frameNumber, 4).bits(0b1011, 4).closed());
}

const coded: CodedPictures = {
  sequenceSet: Uint8Array.of(UNIT.sequenceSet, 1),
  pictureSet: Uint8Array.of(UNIT.pictureSet, 1),
  sequence,
  picture: { id: 0, hasDeblockingControl: true },
  slices: [slice(0), slice(1), slice(2)],
};

test("pictures and those that hold them are counted one after the other, in the four bits there are", () => {
  const units = [...holdPictures(coded, [20, 1, 3])];
  const pictures = units.filter((unit) => unitType(unit) === UNIT.slice || unitType(unit) === UNIT.keySlice);
  expect(pictures.map(frameNumberOf)).toEqual(Array.from({ length: 24 }, (_, index) => index % 16));
  expect(units.slice(0, 3)).toEqual([coded.sequenceSet, coded.pictureSet, coded.slices[0]]);
});

test("a picture that is not there cannot be held", () => {
  expect(() => [...holdPictures(coded, [1, 1, 1, 1])]).toThrow(RangeError);
});

function frameNumberOf(unit: NalUnit): number {
  const reader = new BitReader(withoutEmulationPrevention(unit), 8);
  for (let index = 0; index < 3; index++) reader.unsigned();
  return reader.bits(4);
}
