import { expect, test } from "vitest";
import { BitReader } from "./bit-reader.ts";
import { BitWriter } from "./bit-writer.ts";
import { withEmulationPrevention, withoutEmulationPrevention } from "./nal-unit.ts";
import { skippedPicture, withFrameNumber, withoutKeyNumber } from "./slice.ts";

const sequence = { frameNumberBits: 4, macroblocks: 8160 };

test("a skipped picture is ten bytes that skip every macroblock", () => {
  const unit = skippedPicture(sequence, { id: 0, hasDeblockingControl: true }, 21);
  expect(unit.length).toBeLessThanOrEqual(10);
  const reader = new BitReader(withoutEmulationPrevention(unit));
  expect(reader.bits(8)).toBe(0x61);
  expect([reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.bits(4)]).toEqual([0, 5, 0, 21 % 16]);
  expect([reader.bits(3), reader.signed(), reader.unsigned(), reader.unsigned()]).toEqual([0, 0, 1, 8160]);
});

/** A slice whose header is followed by so many ones and zeros. */
function slice({ frameNumber, keyNumber = null }: { frameNumber: number; keyNumber?: number | null }, payload: string) {
  const writer = new BitWriter()
    .bits(keyNumber === null ? 0x61 : 0x65, 8)
    .unsigned(0)
    .unsigned(7)
    .unsigned(0);
  writer.bits(frameNumber, 4);
  if (keyNumber !== null) writer.unsigned(keyNumber);
  for (const bit of payload) writer.bit(Number(bit));
  return withEmulationPrevention(writer.closed());
}

const payloads = ["", "1", "0", "0".repeat(60), "1".repeat(33), "0110100".repeat(11), "0".repeat(23) + "1".repeat(8)];

test.each(payloads)("a slice is counted anew, and is the same besides: %s", (payload) => {
  for (const frameNumber of [0, 1, 7, 15]) {
    const counted = withFrameNumber(slice({ frameNumber: 9 }, payload), sequence, frameNumber);
    expect(counted).toEqual(slice({ frameNumber }, payload));
  }
});

test.each(payloads)("a key picture's number goes, and what follows it moves up: %s", (payload) => {
  const bare = slice({ frameNumber: 0, keyNumber: 0 }, payload);
  for (const keyNumber of [0, 1, 2, 5, 300]) {
    expect(withoutKeyNumber(slice({ frameNumber: 0, keyNumber }, payload), sequence)).toEqual(bare);
  }
});
