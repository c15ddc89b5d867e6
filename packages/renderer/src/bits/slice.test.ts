import { expect, test } from "vitest";
import { BitWriter } from "./bit-writer.ts";
import { withEmulationPrevention } from "./nal-unit.ts";
import { ORDER_BITS } from "./parameter-sets.ts";
import { placed, withRoomForOrder } from "./slice.ts";

const sequence = { frameNumberBits: 4, macroblocks: 8160 };

interface Header {
  frameNumber: number;
  /** Null where the picture is not a key picture. */
  keyNumber: number | null;
  /** Null where pictures have no order of their own. */
  order: number | null;
}

/** A slice as x264 writes it: behind the header ones to the next whole byte, then what CABAC coded. */
function slice({ frameNumber, keyNumber, order }: Header, coded: readonly number[]) {
  const isKey = keyNumber !== null;
  const writer = new BitWriter().bits(isKey ? 0x65 : 0x61, 8);
  writer
    .unsigned(0)
    .unsigned(isKey ? 7 : 5)
    .unsigned(0)
    .bits(frameNumber, 4);
  if (isKey) writer.unsigned(keyNumber);
  if (order !== null) writer.bits(order, ORDER_BITS);
  if (isKey) writer.bits(0, 2);
  else writer.bits(0, 3).unsigned(1);
  writer.signed(-2).unsigned(0).signed(0).signed(-1);
  return withEmulationPrevention(Buffer.concat([writer.filledWithOnes(), Uint8Array.from(coded)]));
}

const contents = [
  [128],
  [0, 0, 1, 0, 0, 3, 7],
  [255, 0, 0, 0, 0, 1],
  Array.from({ length: 40 }, (_, at) => (at * 37) % 256),
];

test.each(contents.map((coded) => [coded]))(
  "room is made for a picture's order, and its place is put there: %j",
  (coded) => {
    // The last bit is x264's mark, or set in any case.
    const alike = coded.map((byte, index) => (index === coded.length - 1 ? byte | 1 : byte));
    for (const keyNumber of [null, 0, 1, 300]) {
      const other = keyNumber === null ? null : 0;
      const roomy = withRoomForOrder(slice({ frameNumber: 9, keyNumber, order: null }, coded), sequence);
      expect(roomy).toEqual(slice({ frameNumber: 9, keyNumber: other, order: 0 }, alike));
      for (const [number, shownAt] of [
        [0, 0],
        [15, 59],
        [38, 700],
      ] as const) {
        expect(placed(roomy, sequence, { frameNumber: number, shownAt })).toEqual(
          slice({ frameNumber: number % 16, keyNumber: other, order: (2 * shownAt) % 1024 }, alike),
        );
      }
    }
  },
);
