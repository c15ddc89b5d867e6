import { BitReader } from "./bit-reader.ts";
import { BitWriter } from "./bit-writer.ts";
import { UNIT, unitType, withEmulationPrevention, withoutEmulationPrevention, type NalUnit } from "./nal-unit.ts";
import type { PictureSet, SequenceSet } from "./parameter-sets.ts";

/** `nal_ref_idc` 3 and type 1: a slice of a reference picture that is not a key picture. */
const REFERENCE_SLICE = 0x61;
/** Every slice of the picture is a P slice. */
const ALL_P = 5;

export function isPicture(unit: NalUnit): boolean {
  return unitType(unit) === UNIT.slice || unitType(unit) === UNIT.keySlice;
}

/** The macroblock that a slice begins with: of a slice that is a whole picture, the first. */
export function firstMacroblock(slice: NalUnit): number {
  return new BitReader(withoutEmulationPrevention(slice.subarray(0, 16)), 8).unsigned();
}

/**
 * A picture that is the one before it: a P slice that skips every macroblock (7.3.4), about ten bytes. It is a reference,
 * as all our pictures are: of several in a row that are none, the order could not be told.
 */
export function skippedPicture(sequence: SequenceSet, picture: PictureSet, frameNumber: number): NalUnit {
  const writer = new BitWriter().bits(REFERENCE_SLICE, 8);
  writer.unsigned(0).unsigned(ALL_P).unsigned(picture.id);
  writer.bits(frameNumber % 2 ** sequence.frameNumberBits, sequence.frameNumberBits);
  // No other number of references, no other order of them, no marking but the sliding window.
  writer.bit(0).bit(0).bit(0);
  writer.signed(0);
  // Nothing is coded, so there is nothing to deblock.
  if (picture.hasDeblockingControl) writer.unsigned(1);
  writer.unsigned(sequence.macroblocks);
  return withEmulationPrevention(writer.closed());
}

/** The slice, counted as another picture since the last key picture. */
export function withFrameNumber(slice: NalUnit, sequence: SequenceSet, frameNumber: number): NalUnit {
  const content = withoutEmulationPrevention(slice);
  const from = frameNumberPosition(content);
  for (let index = 0; index < sequence.frameNumberBits; index++) {
    setBit(content, from + index, (frameNumber >> (sequence.frameNumberBits - 1 - index)) & 1);
  }
  return withEmulationPrevention(content);
}

/**
 * A key picture with `idr_pic_id` 0. An encoder numbers its key pictures by turns, so that the same picture is other bytes
 * in another place. Two key pictures in a row must differ in it, and of ours no two follow each other.
 */
export function withoutKeyNumber(slice: NalUnit, sequence: SequenceSet): NalUnit {
  const content = withoutEmulationPrevention(slice);
  const from = frameNumberPosition(content) + sequence.frameNumberBits;
  const reader = new BitReader(content, from);
  if (reader.unsigned() === 0) return slice;
  return withEmulationPrevention(withOneInstead(content, { from, to: reader.position }));
}

/** After `first_mb_in_slice`, `slice_type` and `pic_parameter_set_id` (7.3.3). */
function frameNumberPosition(content: Uint8Array): number {
  const reader = new BitReader(content, 8);
  for (let index = 0; index < 3; index++) reader.unsigned();
  return reader.position;
}

/** A single one, which is ue(0), in place of some bits; what follows moves up. */
function withOneInstead(content: Uint8Array, { from, to }: { from: number; to: number }): Uint8Array {
  const moved = Uint8Array.from(content);
  setBit(moved, from, 1);
  const end = closingBit(content);
  const reader = new BitReader(content, to);
  let position = from + 1;
  while (reader.position <= end) setBit(moved, position++, reader.bit());
  const length = Math.ceil(position / 8);
  while (position < length * 8) setBit(moved, position++, 0);
  return moved.subarray(0, length);
}

/** Where the one stands that closes a unit. */
function closingBit(content: Uint8Array): number {
  let last = content.length - 1;
  while (content[last] === 0) last--;
  const byte = content[last] ?? 0;
  return last * 8 + 7 - Math.log2(byte & -byte);
}

function setBit(bytes: Uint8Array, position: number, value: number): void {
  const mask = 128 >> (position & 7);
  const byte = bytes[position >> 3] ?? 0;
  bytes[position >> 3] = value === 1 ? byte | mask : byte & ~mask;
}
