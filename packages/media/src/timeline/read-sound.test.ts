import { describe, expect, test } from "vitest";
import { rational } from "../time/rational.ts";
import { emptySoundLog, noteSoundPacket, soundLine, type SoundPacket } from "./read-sound.ts";

const LENGTH = 1024;

/** The line of packets on a clock of one tick a sample, 48 000 of them a second. */
function line(
  packets: readonly Partial<SoundPacket>[],
  { codec = "aac", skipped = 0, padded = 0, clock = 48000 } = {},
) {
  const log = { ...emptySoundLog(), skipped, padded };
  for (const packet of packets) noteSoundPacket(log, { time: null, length: LENGTH, bytes: 100, ...packet });
  return soundLine({ index: 1, timeBase: rational(1, clock), codec, sampleRate: 48000 }, log);
}

const each = (count: number, from = 0): { time: number; length: number }[] =>
  Array.from({ length: count }, (_, index) => ({ time: from + index * LENGTH, length: LENGTH }));

test("sound begins behind what a player is told to skip, and ends before what it is told to leave out", () => {
  const { firstSeconds, endSeconds } = line(each(50, -LENGTH), { skipped: LENGTH, padded: 128 });
  expect(firstSeconds).toBe(0);
  expect(endSeconds).toBeCloseTo((49 * LENGTH - 128) / 48000, 9);
});

describe("gaps", () => {
  test("are none where one packet follows the other", () => {
    expect(line(each(50)).gaps).toEqual([]);
  });

  test("are where the next packet begins late", () => {
    const [hole] = line([...each(10), ...each(10, 10 * LENGTH + 4800)]).gaps ?? [];
    expect(hole?.atSeconds).toBeCloseTo((10 * LENGTH) / 48000, 9);
    expect(hole?.seconds).toBeCloseTo(0.1, 9);
  });

  test("are where a packet of one frame lasts longer than a frame", () => {
    const packets = [{ time: 0, length: 8448 }, ...each(50, 8448)];
    expect(line(packets).gaps).toEqual([{ atSeconds: LENGTH / 48000, seconds: (8448 - LENGTH) / 48000 }]);
    expect(line(packets, { codec: "pcm_s16le" }).gaps).toEqual([]);
  });

  test("are behind a packet of AMR that lasts longer, though many jitter", () => {
    const lengths = [960, 1830, 960, 960, 1080, 960, 840, 960];
    let time = 0;
    const packets = lengths.map((length) => ({ length, time: (time += length) - length }));
    expect(line(packets, { codec: "amr_nb" }).gaps).toEqual([{ atSeconds: (960 * 2) / 48000, seconds: 870 / 48000 }]);
  });

  test("are not what a clock of milliseconds rounds away, nor what a recorder's jitter gives back", () => {
    const rounded = Array.from({ length: 500 }, (_, index) => ({ time: Math.round((index * 64) / 3), length: 21 }));
    expect(line(rounded, { clock: 1000 }).gaps).toEqual([]);
    const [late, ...others] = each(10, 10 * LENGTH);
    const jittery = [...each(10), { length: LENGTH, time: (late?.time ?? 0) + 900 }, ...others];
    expect(line(jittery).gaps).toEqual([]);
  });

  test("are what is left of them when later packets come early", () => {
    const late = each(10, 10 * LENGTH + 4800);
    const early = each(10, 20 * LENGTH + 3800);
    const [hole, ...others] = line([...each(10), ...late, ...early]).gaps ?? [];
    expect(hole?.atSeconds).toBeCloseTo((10 * LENGTH) / 48000, 9);
    expect(hole?.seconds).toBeCloseTo(3800 / 48000, 9);
    expect(others).toEqual([]);
  });

  test("are unknown where packets do not tell how long they are", () => {
    expect(line(each(10).map(({ time }) => ({ time, length: 0 }))).gaps).toBeNull();
  });
});

test("a packet that lasts longer at the end has no gap behind it, and ends where its sound does", () => {
  const { gaps, endSeconds } = line([...each(20), { time: 20 * LENGTH, length: 3000 }]);
  expect(gaps).toEqual([]);
  expect(endSeconds).toBeCloseTo((21 * LENGTH) / 48000, 9);
});

test("packets whose times would have them all sound at once follow one another", () => {
  const heap = each(50, 4800).map(({ length }, index) => ({ length, time: 4800 + index * 10 }));
  const { timed, firstSeconds, endSeconds, gaps } = line(heap);
  expect({ timed, gaps }).toEqual({ timed: false, gaps: [] });
  expect(firstSeconds).toBeCloseTo(0.1, 9);
  expect(endSeconds).toBeCloseTo(0.1 + (50 * LENGTH) / 48000, 9);
  const twiceAsLong = each(50).map(({ time }) => ({ time, length: 2 * LENGTH }));
  expect([line(each(50)).timed, line(each(1)).timed, line(twiceAsLong).timed]).toEqual([true, true, true]);
});

test("packets of AMR that hold several frames are told from those that hold one", () => {
  const second = { time: 0, length: 48000 };
  expect(line([second, { ...second, time: 48000 }], { codec: "amr_nb" }).framesAPacket).toBe(50);
  expect(line(each(3).map(({ time }) => ({ time, length: 960 }))).framesAPacket).toBe(1);
  expect(line([{ time: 0, length: 960 }], { codec: "amr_wb" }).framesAPacket).toBe(1);
});
