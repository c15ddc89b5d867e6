import { BitReader } from "./bit-reader.ts";
import { BitWriter } from "./bit-writer.ts";
import { UNIT, unitType, withEmulationPrevention, withoutEmulationPrevention, type NalUnit } from "./nal-unit.ts";
import { ORDER_BITS, type SequenceSet } from "./parameter-sets.ts";

export function isPicture(unit: NalUnit): boolean {
  return unitType(unit) === UNIT.slice || unitType(unit) === UNIT.keySlice;
}

/** The macroblock that a slice begins with: of a slice that is a whole picture, the first. */
export function firstMacroblock(slice: NalUnit): number {
  return new BitReader(withoutEmulationPrevention(slice.subarray(0, 16)), 8).unsigned();
}

/** Where a picture stands between two key pictures. */
export interface PicturePlace {
  /** How many that others build on come before it in the stream. */
  readonly frameNumber: number;
  /** How many frames are shown before it. */
  readonly shownAt: number;
}

/** `pic_order_cnt_lsb` of a frame: its two fields are shown one after the other. */
export function pictureOrder(shownAt: number): number {
  return (2 * shownAt) % 2 ** ORDER_BITS;
}

/**
 * A slice as the encoder wrote it, where pictures have no order of their own, with room for one: `pic_order_cnt_lsb` is
 * put in (7.3.3). An encoder numbers its key pictures by turns, so that the same picture is other bytes in another place:
 * `idr_pic_id` becomes 0. Two key pictures in a row must differ in it, and of ours no two follow each other.
 */
export function withRoomForOrder(slice: NalUnit, { frameNumberBits }: SequenceSet): NalUnit {
  const content = withoutEmulationPrevention(slice);
  const isKey = unitType(slice) === UNIT.keySlice;
  const reader = new BitReader(content, 8);
  const writer = new BitWriter().bits(content[0] ?? 0, 8);
  for (let field = 0; field < 3; field++) writer.unsigned(reader.unsigned());
  writer.bits(reader.bits(frameNumberBits), frameNumberBits);
  if (isKey) {
    reader.unsigned();
    writer.unsigned(0);
  }
  writer.bits(0, ORDER_BITS);
  const rest = reader.position;
  skipRestOfHeader(reader, isKey);
  const header = new BitReader(content, rest);
  while (header.position < reader.position) writer.bit(header.bit());
  // What is coded by CABAC begins with a whole byte, behind ones.
  const coded = content.subarray(Math.ceil(reader.position / 8));
  return withEmulationPrevention(markedAlike(Buffer.concat([writer.filledWithOnes(), coded])));
}

/**
 * x264 marks every other picture that it codes by CABAC with a one behind the end of its bits: the last bit of the slice,
 * where it is not the end itself. Marked alike, the same picture is the same bytes in any place.
 */
function markedAlike(content: Buffer): Buffer {
  const last = content.length - 1;
  content[last] = (content[last] ?? 0) | 1;
  return content;
}

/** The header of a slice behind `pic_order_cnt_lsb`, as `checkPictureSet` expects it. */
function skipRestOfHeader(reader: BitReader, isKey: boolean): void {
  if (isKey) reader.bits(2);
  else {
    // Another number of references; another order of them, which there is not; how they are marked.
    if (reader.bit() === 1) reader.unsigned();
    if (reader.bit() === 1) throw new RangeError("A slice with another order of its references");
    if (reader.bit() === 1) throw new RangeError("A slice that marks its references");
    reader.unsigned();
  }
  reader.signed();
  const WITHOUT_DEBLOCKING = 1;
  if (reader.unsigned() !== WITHOUT_DEBLOCKING) {
    reader.signed();
    reader.signed();
  }
}

/** A slice with room for its place, put there. */
export function placed(slice: NalUnit, { frameNumberBits }: SequenceSet, place: PicturePlace): NalUnit {
  const content = withoutEmulationPrevention(slice);
  const reader = new BitReader(content, 8);
  for (let field = 0; field < 3; field++) reader.unsigned();
  setBits(content, reader.position, { value: place.frameNumber, count: frameNumberBits });
  reader.position += frameNumberBits;
  if (unitType(slice) === UNIT.keySlice) reader.unsigned();
  setBits(content, reader.position, { value: pictureOrder(place.shownAt), count: ORDER_BITS });
  return withEmulationPrevention(content);
}

function setBits(bytes: Uint8Array, from: number, { value, count }: { value: number; count: number }): void {
  for (let index = 0; index < count; index++) {
    const position = from + index;
    const mask = 128 >> (position & 7);
    const byte = bytes[position >> 3] ?? 0;
    bytes[position >> 3] = (value >> (count - 1 - index)) & 1 ? byte | mask : byte & ~mask;
  }
}
