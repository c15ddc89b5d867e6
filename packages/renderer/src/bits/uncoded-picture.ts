import { BitWriter } from "./bit-writer.ts";
import { withEmulationPrevention, type NalUnit } from "./nal-unit.ts";
import { HELD_SET_ID, ORDER_BITS, type SequenceSet } from "./parameter-sets.ts";
import { pictureOrder, type PicturePlace } from "./slice.ts";

/** Type 1 with `nal_ref_idc` 3, and with 0: a slice of a picture that others build on, and of one that none does. */
const REFERENCE_SLICE = 0x61;
const OTHER_SLICE = 0x01;
/** Every slice of the picture is of this type. */
const ALL_P = 5;
const ALL_B = 6;

/** A picture that is the one before it: a P slice that skips every macroblock (7.3.4), about ten bytes. */
export function heldPicture(sequence: SequenceSet, place: PicturePlace): NalUnit {
  const writer = beginning(REFERENCE_SLICE, ALL_P, { sequence, place });
  // No other number of references, no other order of them, no marking but the sliding window.
  writer.bit(0).bit(0).bit(0);
  return withoutContent(writer, sequence);
}

/**
 * Held pictures, each of which is written once: from key picture to key picture most of a movie is the same few, and what
 * stays for minutes costs next to nothing.
 */
export function createHeldPictures(): (sequence: SequenceSet, place: PicturePlace) => NalUnit {
  const known = new Map<number, NalUnit>();
  let bits = 0;
  let area = 0;
  return (sequence, place) => {
    const { frameNumberBits, macroblocks } = sequence;
    if (frameNumberBits !== bits || macroblocks !== area) known.clear();
    bits = frameNumberBits;
    area = macroblocks;
    const key = (place.frameNumber % 2 ** frameNumberBits) * 2 ** ORDER_BITS + pictureOrder(place.shownAt);
    const unit = known.get(key) ?? heldPicture(sequence, place);
    known.set(key, unit);
    return unit;
  };
}

/** How finely the weights of a blend are told: in 128ths, which is as fine as weights can be of which the sum is one. */
export const BLEND_SHARES = 128;

/**
 * A picture that lies between the two that were decoded last: a B slice that skips every macroblock. Where nothing moves,
 * each of them is then the weighted mean of the same place in both (8.4.2.3.2). `share` is how much is of the later one.
 */
export function blendedPicture(sequence: SequenceSet, place: PicturePlace, share: number): NalUnit {
  const writer = beginning(OTHER_SLICE, ALL_B, { sequence, place });
  const SPATIAL_DIRECT = 1;
  writer.bit(SPATIAL_DIRECT);
  // No other number of references, no other order of them in either list.
  writer.bit(0).bit(0).bit(0);
  // The sum of two weights is divided by twice this power of two.
  const power = Math.log2(BLEND_SHARES) - 1;
  writer.unsigned(power).unsigned(power);
  for (const weight of [BLEND_SHARES - share, share]) {
    // Of brightness, and of both colours: a weight and nothing added to it.
    writer.bit(1).signed(weight).signed(0);
    writer.bit(1).signed(weight).signed(0).signed(weight).signed(0);
  }
  return withoutContent(writer, sequence);
}

function beginning(
  header: number,
  type: number,
  { sequence, place }: { sequence: SequenceSet; place: PicturePlace },
): BitWriter {
  const { frameNumberBits } = sequence;
  return new BitWriter()
    .bits(header, 8)
    .unsigned(0)
    .unsigned(type)
    .unsigned(HELD_SET_ID)
    .bits(place.frameNumber % 2 ** frameNumberBits, frameNumberBits)
    .bits(pictureOrder(place.shownAt), ORDER_BITS);
}

/** No other quantiser; nothing is coded, so there is nothing to deblock; every macroblock is skipped. */
function withoutContent(writer: BitWriter, { macroblocks }: SequenceSet): NalUnit {
  return withEmulationPrevention(writer.signed(0).unsigned(1).unsigned(macroblocks).closed());
}
