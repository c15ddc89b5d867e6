import type { Rational } from "@proxx/media";
import type { NalUnit } from "../bits/nal-unit.ts";
import { box, fullBox, unsigned16, unsigned32, zeros } from "./box.ts";

/** What a player must know before the first picture. */
export interface MovieHeader {
  readonly width: number;
  readonly height: number;
  readonly frameRate: Rational;
  readonly sequenceSet: NalUnit;
  readonly pictureSets: readonly NalUnit[];
}

/** A picture may be shown by so many frames later than it is decoded. */
export const FRAMES_OF_DELAY = 1;

/** Ticks a second: a multiple of the rate of at least ten thousand, so that each frame is a whole number of them. */
export function timeScale({ numerator }: Rational): number {
  return numerator * 2 ** Math.max(0, Math.ceil(Math.log2(10_000 / numerator)));
}

export function ticksOfFrame(frameRate: Rational): number {
  return (frameRate.denominator * timeScale(frameRate)) / frameRate.numerator;
}

const TRACK = 1;
/** Nothing is turned or scaled: 16.16 and 2.30 fixed point. */
const UPRIGHT = unsigned32(65_536, 0, 0, 0, 65_536, 0, 0, 0, 2 ** 30);
const UNDETERMINED_LANGUAGE = 0x55c4;

/** The beginning of an MP4 whose pictures follow in fragments. */
export function movieHeader(header: MovieHeader): Uint8Array {
  const { width, height, frameRate } = header;
  const scale = timeScale(frameRate);
  const brands = box("ftyp", Buffer.from("iso5"), unsigned32(512), Buffer.from("iso5iso6mp41"));
  const movie = fullBox(
    "mvhd",
    {},
    unsigned32(0, 0, scale, 0, 65_536),
    unsigned16(256),
    zeros(10),
    UPRIGHT,
    zeros(24),
    unsigned32(TRACK + 1),
  );
  const track = fullBox(
    "tkhd",
    { flags: 3 },
    unsigned32(0, 0, TRACK, 0, 0),
    zeros(16),
    UPRIGHT,
    unsigned32(width * 65_536, height * 65_536),
  );
  // What is shown begins with the first picture, and that is decoded a frame before.
  const begin = FRAMES_OF_DELAY * ticksOfFrame(frameRate);
  const edits = box("edts", fullBox("elst", {}, unsigned32(1, 0, begin, 65_536)));
  const media = box(
    "mdia",
    fullBox("mdhd", {}, unsigned32(0, 0, scale, 0), unsigned16(UNDETERMINED_LANGUAGE, 0)),
    fullBox("hdlr", {}, unsigned32(0), Buffer.from("vide"), zeros(13)),
    box(
      "minf",
      fullBox("vmhd", { flags: 1 }, zeros(8)),
      box("dinf", fullBox("dref", {}, unsigned32(1), fullBox("url ", { flags: 1 }))),
      emptyTable(header),
    ),
  );
  const fragments = fullBox("trex", {}, unsigned32(TRACK, 1, ticksOfFrame(frameRate), 0, 0));
  return Buffer.concat([brands, box("moov", movie, box("trak", track, edits, media), box("mvex", fragments))]);
}

function emptyTable({ width, height, sequenceSet, pictureSets }: MovieHeader): Uint8Array {
  const entry = box(
    "avc1",
    zeros(6),
    unsigned16(1),
    zeros(16),
    unsigned16(width, height),
    unsigned32(72 * 65_536, 72 * 65_536, 0),
    unsigned16(1),
    zeros(32),
    unsigned16(24, 65_535),
    box("avcC", decoderSettings(sequenceSet, pictureSets)),
  );
  const none = unsigned32(0);
  return box(
    "stbl",
    fullBox("stsd", {}, unsigned32(1), entry),
    fullBox("stts", {}, none),
    fullBox("stsc", {}, none),
    fullBox("stsz", {}, none, none),
    fullBox("stco", {}, none),
  );
}

/** ISO/IEC 14496-15, 5.3.3.1: profile and level, lengths of four bytes, the sets; of High profile also 4:2:0, eight bits. */
function decoderSettings(sequenceSet: NalUnit, pictureSets: readonly NalUnit[]): Uint8Array {
  const HIGH = 100;
  return Buffer.concat([
    Uint8Array.of(1, ...sequenceSet.subarray(1, 4), 0xff, 0xe1),
    unsigned16(sequenceSet.length),
    sequenceSet,
    Uint8Array.of(pictureSets.length),
    ...pictureSets.flatMap((set) => [unsigned16(set.length), set]),
    sequenceSet[1] === HIGH ? Uint8Array.of(0xfd, 0xf8, 0xf8, 0) : zeros(0),
  ]);
}
