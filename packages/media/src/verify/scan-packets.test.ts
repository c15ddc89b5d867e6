import { describe, expect, test } from "vitest";
import { rational } from "../time/rational.ts";
import { createPacketReader, paceFitsRate, type PacketScan } from "./scan-packets.ts";

interface Packet {
  pts?: number;
  dts?: number;
  duration?: number;
  flags?: string;
  stream?: number;
  type?: string;
}

/** Reads packets on a clock of 1/1000 s. */
function scan(packets: readonly Packet[], durationSeconds: number | null = null): PacketScan {
  const reader = createPacketReader();
  for (const { flags = "K__", stream = 0, type = "video", ...times } of packets) {
    const fields = Object.entries(times).map(([name, value]) => `"${name}": ${value}, `);
    reader.read(
      `        { "codec_type": "${type}", "stream_index": ${stream}, ${fields.join("")}"flags": "${flags}" },`,
    );
  }
  return reader.summarise({ index: 0, timeBase: rational(1, 1000), startSeconds: 0, durationSeconds }, []);
}

const every = (step: number, count: number): Packet[] =>
  Array.from({ length: count }, (_, index) => ({ pts: Math.round(index * step), duration: step }));

describe("a scan", () => {
  test("knows the count, the span and that the rate is constant", () => {
    expect(scan(every(40, 25))).toEqual({
      packets: 25,
      shown: 25,
      startsWithKey: true,
      firstSeconds: 0,
      endSeconds: 1,
      stepSeconds: 0.04,
      constantRate: true,
      errors: [],
    });
  });

  test("sees through the order of coding and the rounding of milliseconds", () => {
    const reordered = every(1000 / 23.976, 24).map((packet) => ({ ...packet, duration: 42 }));
    expect(scan([...reordered.slice(0, 1), ...reordered.slice(1).reverse()])).toMatchObject({
      shown: 24,
      constantRate: true,
    });
  });

  test("sees a frame left out", () => {
    expect(scan(every(40, 25).filter((_, index) => index !== 12))).toMatchObject({ shown: 24, constantRate: false });
  });

  test("leaves out what an edit list hides, and other streams", () => {
    const hidden = { pts: -40, duration: 40, flags: "KD_" };
    const sound = { pts: 0, type: "audio", stream: 1 };
    expect(scan([hidden, sound, ...every(40, 3), { ...sound, type: "video", stream: 2 }])).toMatchObject({
      packets: 4,
      shown: 3,
      firstSeconds: 0,
    });
  });

  test("ends by the track's length where the last frame does not tell its own, else by the pace", () => {
    const open = every(40, 3).map(({ pts }) => ({ pts: pts ?? 0 }));
    expect(scan(open, 0.15).endSeconds).toBeCloseTo(0.15);
    expect(scan(open).endSeconds).toBeCloseTo(0.12);
  });

  test("of packets without times has no span, and the rate that the stream declares", () => {
    expect(scan([{}, {}, {}])).toMatchObject({ shown: 3, firstSeconds: null, endSeconds: null, constantRate: true });
  });

  test("of nothing is nothing", () => {
    expect(scan([])).toMatchObject({
      packets: 0,
      shown: 0,
      firstSeconds: null,
      endSeconds: null,
      startsWithKey: false,
    });
  });
});

test("a rate fits the pace of the frames, however long the last of them is said to be", () => {
  const second = scan(every(40, 25));
  expect(paceFitsRate(second, rational(25))).toBe(true);
  expect(paceFitsRate(second, rational(50))).toBe(false);
  expect(paceFitsRate(scan([...every(40, 24), { pts: 960, duration: 1 }]), rational(25))).toBe(true);
  expect(paceFitsRate(scan(every(40, 1)), rational(50))).toBe(true);
});
