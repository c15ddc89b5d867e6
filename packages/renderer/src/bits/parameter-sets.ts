import { ProxxError } from "@proxx/contract";
import { BitReader } from "./bit-reader.ts";
import { BitWriter } from "./bit-writer.ts";
import { UNIT, withEmulationPrevention, withoutEmulationPrevention, type NalUnit } from "./nal-unit.ts";

/** What slice headers need to know of a sequence parameter set (7.3.2.1). */
export interface SequenceSet {
  readonly frameNumberBits: number;
  readonly macroblocks: number;
}

/** `pic_order_cnt_lsb` counts to 1024, two for a frame: a key picture comes long before it has gone round half of them. */
export const ORDER_BITS = 10;
/** Pictures that lie between two others are decoded after both: two are kept, and one waits until it is shown. */
const KEPT_PICTURES = 2;
const WAITING_PICTURES = 1;

const HIGH_PROFILES = [100, 110, 122, 244];
const BIPREDICTION_BY_GIVEN_WEIGHTS = 1;

/** The set that the encoder wrote for pictures in the order in which they are shown, made one for pictures in any order. */
export function withOrder(unit: NalUnit): NalUnit {
  const { reader, writer, copy, copyUnsigned } = copying(withoutEmulationPrevention(unit));
  copyBeginning(copy, copyUnsigned);
  copyUnsigned();
  expect(reader.unsigned() === 2, "pictures in the order in which they are shown");
  writer.unsigned(0).unsigned(ORDER_BITS - 4);
  expect(reader.unsigned() === 1, "one reference picture");
  writer.unsigned(KEPT_PICTURES);
  copy(1);
  copyUnsigned();
  copyUnsigned();
  expect(copy(1) === 1, "whole frames");
  copy(1);
  if (copy(1) === 1) for (let edge = 0; edge < 4; edge++) copyUnsigned();
  expect(copy(1) === 1, "a description of the pictures");
  copyDescription(copy, copyUnsigned);
  expect(copy(1) === 1, "how many pictures are kept");
  copy(1);
  for (let limit = 0; limit < 4; limit++) copyUnsigned();
  writer.unsigned(WAITING_PICTURES).unsigned(KEPT_PICTURES);
  return withEmulationPrevention(writer.closed());
}

/** Of a set that `withOrder` has made. */
export function readSequenceSet(unit: NalUnit): SequenceSet {
  const { reader, copy, copyUnsigned } = copying(withoutEmulationPrevention(unit));
  copyBeginning(copy, copyUnsigned);
  const frameNumberBits = reader.unsigned() + 4;
  expect(reader.unsigned() === 0 && reader.unsigned() === ORDER_BITS - 4, "pictures in any order");
  reader.unsigned();
  reader.bit();
  return { frameNumberBits, macroblocks: (reader.unsigned() + 1) * (reader.unsigned() + 1) };
}

/** Throws unless slices of this set look as `slice.ts` reads them. */
export function checkPictureSet(unit: NalUnit): void {
  const reader = new BitReader(withoutEmulationPrevention(unit), 8);
  expect(reader.unsigned() === 0 && reader.unsigned() === 0, "one set of parameters");
  expect(reader.bit() === 1, "CABAC");
  expect(reader.bit() === 0, "no order of fields");
  expect(reader.unsigned() === 0, "one slice group");
  expect(reader.unsigned() === 0, "one reference picture");
  reader.unsigned();
  expect(reader.bit() === 0 && reader.bits(2) === 0, "no weighted prediction");
  reader.signed();
  reader.signed();
  reader.signed();
  expect(reader.bit() === 1, "deblocking that slices control");
  reader.bit();
  expect(reader.bit() === 0, "no redundant pictures");
}

/** The number of `HELD_SET`. */
export const HELD_SET_ID = 1;

/**
 * The parameters of pictures of which nothing is coded (7.3.2.2). They are CAVLC, in which all their macroblocks are one
 * number, and may lie between two others by weights that they give.
 */
export const HELD_SET: NalUnit = withEmulationPrevention(
  new BitWriter()
    .bits(0x60 | UNIT.pictureSet, 8)
    .unsigned(HELD_SET_ID)
    .unsigned(0)
    .bit(0)
    .bit(0)
    .unsigned(0)
    .unsigned(0)
    .unsigned(0)
    .bit(0)
    .bits(BIPREDICTION_BY_GIVEN_WEIGHTS, 2)
    .signed(0)
    .signed(0)
    .signed(0)
    .bit(1)
    .bit(0)
    .bit(0)
    .closed(),
);

/** What is read is written as it is, until something else is written in its place. */
function copying(content: Uint8Array) {
  const reader = new BitReader(content);
  const writer = new BitWriter();
  const copy = (count: number) => {
    const value = reader.bits(count);
    writer.bits(value, count);
    return value;
  };
  const copyUnsigned = () => {
    const value = reader.unsigned();
    writer.unsigned(value);
    return value;
  };
  return { reader, writer, copy, copyUnsigned };
}

type Copy = (count: number) => number;
type CopyUnsigned = () => number;

/** Up to `log2_max_frame_num_minus4`. */
function copyBeginning(copy: Copy, copyUnsigned: CopyUnsigned): void {
  copy(8);
  const profile = copy(8);
  copy(16);
  copyUnsigned();
  if (!HIGH_PROFILES.includes(profile)) return;
  expect(copyUnsigned() === 1, "4:2:0");
  expect(copyUnsigned() === 0 && copyUnsigned() === 0, "eight bits");
  copy(1);
  expect(copy(1) === 0, "no scaling matrices");
}

/** Of the description of the pictures (E.1.1) what stands before `bitstream_restriction_flag`. */
function copyDescription(copy: Copy, copyUnsigned: CopyUnsigned): void {
  const OTHER_ASPECT = 255;
  if (copy(1) === 1 && copy(8) === OTHER_ASPECT) copy(32);
  if (copy(1) === 1) copy(1);
  if (copy(1) === 1) {
    copy(4);
    if (copy(1) === 1) copy(24);
  }
  if (copy(1) === 1) {
    copyUnsigned();
    copyUnsigned();
  }
  if (copy(1) === 1) {
    copy(32);
    copy(32);
    copy(1);
  }
  expect(copy(1) === 0 && copy(1) === 0, "no buffer of a broadcaster");
  copy(1);
}

/** What the encoder was asked for; another that does not listen makes streams which cannot be held or joined. */
function expect(isSo: boolean, what: string): void {
  if (isSo) return;
  throw new ProxxError("tool_failed", `The encoder did not do as it was told: expected ${what}.`, {
    hint: "Install an ffmpeg with libx264; `ffmpeg -encoders` lists what it has.",
  });
}
