import type { Rational } from "@proxx/media";
import type { StreamPicture } from "../bits/show-pictures.ts";
import { box, fullBox, unsigned32, unsigned64 } from "./box.ts";
import { FRAMES_OF_DELAY, ticksOfFrame } from "./movie-header.ts";

const TRACK = 1;
/** Every offset is from the beginning of the fragment. */
const FROM_FRAGMENT = 0x02_00_00;
/** Where the pictures begin; of each its size, what it depends on, and how much later than decoded it is shown. */
const TOLD_OF_PICTURES = 0x01 | 0x2_00 | 0x4_00 | 0x8_00;
const NEEDS_NO_OTHER = 0x2_00_00_00;
const NEEDS_OTHERS = 0x1_01_00_00;

/** Pictures in the order of decoding, the first of which is decoded as frame `from` of the movie. */
export function movieFragment(
  pictures: readonly StreamPicture[],
  { from, number, frameRate }: { from: number; number: number; frameRate: Rational },
): Uint8Array {
  const ticks = ticksOfFrame(frameRate);
  const told = pictures.flatMap(({ unit, isKey, shownAt }, index) => [
    unit.length + 4,
    isKey ? NEEDS_NO_OTHER : NEEDS_OTHERS,
    (shownAt - index + FRAMES_OF_DELAY) * ticks,
  ]);
  const fragment = (dataOffset: number) =>
    box(
      "moof",
      fullBox("mfhd", {}, unsigned32(number)),
      box(
        "traf",
        fullBox("tfhd", { flags: FROM_FRAGMENT }, unsigned32(TRACK)),
        fullBox("tfdt", { version: 1 }, unsigned64(from * ticks)),
        fullBox("trun", { flags: TOLD_OF_PICTURES }, unsigned32(pictures.length, dataOffset, ...told)),
      ),
    );
  const HEAD_OF_DATA = 8;
  const length = fragment(0).length + HEAD_OF_DATA;
  const data = box("mdat", ...pictures.flatMap(({ unit }) => [unsigned32(unit.length), unit]));
  return Buffer.concat([fragment(length), data]);
}
