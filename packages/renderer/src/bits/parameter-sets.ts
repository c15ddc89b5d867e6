import { ProxxError } from "@proxx/contract";
import { BitReader } from "./bit-reader.ts";
import { withoutEmulationPrevention, type NalUnit } from "./nal-unit.ts";

/** What slice headers need to know of a sequence parameter set (7.3.2.1). */
export interface SequenceSet {
  readonly frameNumberBits: number;
  readonly macroblocks: number;
}

/** What slice headers need to know of a picture parameter set (7.3.2.2). */
export interface PictureSet {
  readonly id: number;
  readonly hasDeblockingControl: boolean;
}

const HIGH_PROFILES = [100, 110, 122, 244];

export function readSequenceSet(unit: NalUnit): SequenceSet {
  const reader = new BitReader(withoutEmulationPrevention(unit), 8);
  const profile = reader.bits(8);
  reader.bits(16);
  reader.unsigned();
  if (HIGH_PROFILES.includes(profile)) {
    expect(reader.unsigned() === 1, "4:2:0");
    expect(reader.unsigned() === 0 && reader.unsigned() === 0, "eight bits");
    reader.bit();
    expect(reader.bit() === 0, "no scaling matrices");
  }
  const frameNumberBits = reader.unsigned() + 4;
  // Type 2: pictures are shown in the order in which they come, and no slice says so again.
  expect(reader.unsigned() === 2, "pictures in the order in which they are shown");
  expect(reader.unsigned() === 1, "one reference picture");
  reader.bit();
  const columns = reader.unsigned() + 1;
  const rows = reader.unsigned() + 1;
  expect(reader.bit() === 1, "whole frames");
  return { frameNumberBits, macroblocks: columns * rows };
}

export function readPictureSet(unit: NalUnit): PictureSet {
  const reader = new BitReader(withoutEmulationPrevention(unit), 8);
  const id = reader.unsigned();
  reader.unsigned();
  expect(reader.bit() === 0, "CAVLC");
  expect(reader.bit() === 0, "no order of fields");
  expect(reader.unsigned() === 0, "one slice group");
  expect(reader.unsigned() === 0, "one reference picture");
  reader.unsigned();
  expect(reader.bit() === 0 && reader.bits(2) === 0, "no weighted prediction");
  reader.signed();
  reader.signed();
  reader.signed();
  const hasDeblockingControl = reader.bit() === 1;
  reader.bit();
  expect(reader.bit() === 0, "no redundant pictures");
  return { id, hasDeblockingControl };
}

/** What the encoder was asked for; another that does not listen makes streams which cannot be held or joined. */
function expect(isSo: boolean, what: string): void {
  if (isSo) return;
  throw new ProxxError("tool_failed", `The encoder did not do as it was told: expected ${what}.`, {
    hint: "Install an ffmpeg with libx264; `ffmpeg -encoders` lists what it has.",
  });
}
