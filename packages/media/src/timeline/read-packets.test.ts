import { describe, expect, test } from "vitest";
import { rational } from "../time/rational.ts";
import { createPacketReader } from "./read-packets.ts";
import { framesTaken, paceFitsRate, withoutUndecodable, type TimeLine } from "./time-line.ts";

interface Packet {
  pts?: number;
  dts?: number;
  duration?: number;
  flags?: string;
  stream?: number;
  type?: string;
}

/** Reads packets on a clock of 1/1000 s. */
function read(
  packets: readonly Packet[],
  durationSeconds: number | null = null,
  formatName = "mov",
  { startSeconds = 0, filmSeconds = durationSeconds }: { startSeconds?: number; filmSeconds?: number | null } = {},
): TimeLine {
  const reader = createPacketReader();
  for (const { flags = "K__", stream = 0, type = "video", ...times } of packets) {
    const fields = Object.entries(times).map(([name, value]) => `"${name}": ${value}, `);
    reader.read(
      `        { "codec_type": "${type}", "stream_index": ${stream}, ${fields.join("")}"flags": "${flags}" },`,
    );
  }
  const timeBase = rational(1, 1000);
  const video = { index: 0, timeBase, startSeconds, durationSeconds };
  const audio = [{ index: 1, timeBase, codec: "aac", sampleRate: 48000 }];
  const film = { startSeconds: 0, durationSeconds: filmSeconds };
  return reader.summarise({ video, audio, formatNames: [formatName], ...film }, []);
}

const every = (step: number, count: number): Packet[] =>
  Array.from({ length: count }, (_, index) => ({ pts: Math.round(index * step), duration: step }));

describe("a time line", () => {
  test("knows the count, the span and that the rate is constant", () => {
    expect(read(every(40, 25))).toEqual({
      timed: true,
      packets: 25,
      shown: 25,
      startsWithKey: true,
      hasHeadersBeside: false,
      leading: 0,
      undecodable: 0,
      firstSeconds: 0,
      endSeconds: 1,
      stepSeconds: 0.04,
      toleranceSeconds: 0.00101,
      times: null,
      sound: [
        {
          streamIndex: 1,
          packets: 0,
          bytes: 0,
          timed: true,
          firstSeconds: null,
          endSeconds: null,
          framesAPacket: 1,
          gaps: null,
        },
      ],
      constantRate: true,
      errors: [],
    });
  });

  test("sees through the order of coding and the rounding of milliseconds", () => {
    const reordered = every(1000 / 23.976, 24).map((packet) => ({ ...packet, duration: 42 }));
    expect(read([...reordered.slice(0, 1), ...reordered.slice(1).reverse()])).toMatchObject({
      shown: 24,
      constantRate: true,
    });
  });

  test("sees a frame left out", () => {
    expect(read(every(40, 25).filter((_, index) => index !== 12))).toMatchObject({ shown: 24, constantRate: false });
  });

  test("sees a frame left out by a clock that ticks once a frame", () => {
    const counted = (numbers: readonly number[]) => read(numbers.map((pts) => ({ pts, duration: 1 }))).constantRate;
    expect(counted([0, 1, 2, 3, 4, 5])).toBe(true);
    expect(counted([0, 1, 2, 4, 5])).toBe(false);
    expect(counted(Array.from({ length: 90 }, (_, index) => index).filter((index) => index !== 45))).toBe(false);
  });

  test("knows how much sound there is, and where it ends", () => {
    const sound = [0, 21, 42].map((pts) => ({ pts, duration: 21, type: "audio", stream: 1 }));
    expect(read([...every(40, 3), ...sound]).sound).toMatchObject([{ streamIndex: 1, packets: 3, endSeconds: 0.063 }]);
  });

  test("leaves out what an edit list hides, and other streams", () => {
    const hidden = { pts: -40, duration: 40, flags: "KD_" };
    const sound = { pts: 0, type: "audio", stream: 1 };
    expect(read([hidden, sound, ...every(40, 3), { ...sound, type: "video", stream: 2 }])).toMatchObject({
      packets: 4,
      shown: 3,
      firstSeconds: 0,
    });
  });

  test("ends by the track's length where the last frame does not tell its own, else by the pace", () => {
    const open = every(40, 3).map(({ pts }) => ({ pts: pts ?? 0 }));
    expect(read(open, 0.15).endSeconds).toBeCloseTo(0.15);
    expect(read(open).endSeconds).toBeCloseTo(0.12);
    // A track cannot end before its last frame is shown.
    expect(read(open, 0.05).endSeconds).toBeCloseTo(0.12);
    expect(read(open, 0.08).endSeconds).toBeCloseTo(0.12);
  });

  test("ends with a QuickTime track whose pictures are reordered, and whose packets tell when to decode", () => {
    const [first, second, third, fourth] = every(40, 4);
    const reordered = [first, third, second, fourth].flatMap((packet) => packet ?? []);
    expect(read(reordered, 2).endSeconds).toBe(2);
    expect(read(reordered, 2, "matroska").endSeconds).toBeCloseTo(0.16);
  });

  test("ends with the film where its track begins late: its length counts from the film's beginning, or from its own", () => {
    const reordered = [200, 280, 240].map((pts) => ({ pts, duration: 40 }));
    const ending = (filmSeconds: number) =>
      read(reordered, 0.34, "mov", { startSeconds: 0.2, filmSeconds }).endSeconds ?? 0;
    expect(ending(0.34)).toBeCloseTo(0.34);
    expect(ending(0.54)).toBeCloseTo(0.54);
    expect(ending(9)).toBeCloseTo(0.54);
  });

  test("of packets without times has no span, and the rate that the stream declares", () => {
    const line = { timed: false, shown: 3, firstSeconds: null, endSeconds: null, constantRate: true };
    expect(read([{}, {}, {}])).toMatchObject({ ...line, stepSeconds: null });
    expect(read(Array.from({ length: 3 }, () => ({ duration: 40 })))).toMatchObject({ ...line, stepSeconds: 0.04 });
  });

  test("of packets that tell only when they are decoded has those times", () => {
    const decoded = [0, 40, 80, 160].map((dts) => ({ dts, duration: 40 }));
    expect(read(decoded, null, "avi")).toMatchObject({
      timed: true,
      constantRate: false,
      times: [0, 0.04, 0.08, 0.16],
    });
  });

  test("whose clock jumps back starts where it did, and goes on at the pace of decoding", () => {
    const joined = [1080, 1000, 1040, 1120, 0, 40, 80, 120];
    const packets = joined.map((pts, index) => ({ pts, dts: [1000, 1040, 1080, 1120, 0, 40, 80, 120][index] ?? 0 }));
    const { endSeconds, ...line } = read(packets, null, "mpegts");
    expect(line).toMatchObject({
      timed: false,
      constantRate: true,
      times: null,
      shown: 8,
      leading: 0,
      firstSeconds: 1,
      stepSeconds: 0.04,
    });
    expect(endSeconds).toBeCloseTo(1.32);
  });

  test("believes a clock that stands still between two pictures", () => {
    const packets = [0, 40, 80, 120].map((pts, index) => ({ pts, dts: [0, 0, 40, 80][index] ?? 0, duration: 40 }));
    expect(read(packets, null, "mpegts")).toMatchObject({ timed: true, firstSeconds: 0, endSeconds: 0.16 });
  });

  test.each([
    ["mpeg", true, true],
    ["mpeg", false, false],
    ["mov", false, true],
    ["h264", true, false],
  ])("of a %s whose packets all tell when they are shown (%s) has times that can be used: %s", (format, all, timed) => {
    const packets = every(40, 4).map((packet, index) => ({ ...packet, dts: index * 40 }));
    const [first, , ...others] = packets;
    const second = { dts: 40, duration: 40 };
    const without = [first, second, ...others].flatMap((packet) => packet ?? []);
    expect(read(all ? packets : without, null, format).timed).toBe(timed);
  });

  test("of a bare stream goes at the pace of its header, whatever times are made up for reordered pictures", () => {
    const reordered = [0, 120, 40, 80, 240, 160, 200].map((time) => ({ pts: time, dts: time, duration: 40 }));
    const { timed, stepSeconds, endSeconds } = read(reordered, null, "m4v");
    expect(timed).toBe(false);
    expect(stepSeconds).toBeCloseTo(0.04);
    expect(endSeconds).toBeCloseTo(0.28);
  });

  test("of nothing is nothing", () => {
    expect(read([])).toMatchObject({
      packets: 0,
      shown: 0,
      firstSeconds: null,
      endSeconds: null,
      startsWithKey: false,
    });
  });
});

test("a rate fits the pace of the frames, however long the last of them is said to be", () => {
  const second = read(every(40, 25));
  expect(paceFitsRate(second, rational(25))).toBe(true);
  expect(paceFitsRate(second, rational(50))).toBe(false);
  expect(paceFitsRate(read([...every(40, 24), { pts: 960, duration: 1 }]), rational(25))).toBe(true);
  expect(paceFitsRate(read(every(40, 1)), rational(50))).toBe(true);
});

test("leading pictures that the decoder does not give are not shown", () => {
  const [first, second, third, ...others] = every(40, 10);
  const line = read([third, first, second, ...others].flatMap((packet) => packet ?? []));
  expect(line).toMatchObject({ shown: 10, leading: 2, firstSeconds: 0 });
  expect(withoutUndecodable(line, 0.08)).toMatchObject({
    shown: 8,
    undecodable: 2,
    firstSeconds: 0.08,
    endSeconds: 0.4,
  });
  expect(withoutUndecodable(line, 0)).toEqual(line);
});

describe("the frames taken", () => {
  const second = { shown: 60, times: null, stepSeconds: 1 / 60, toleranceSeconds: 0.001 };

  test.each([
    [rational(60), rational(30), [0, 2, 4, 6, 8]],
    [rational(60), rational(20), [0, 3, 6, 9, 12]],
    [rational(60), rational(24), [0, 2, 5, 7, 10]],
    [rational(60000, 1001), rational(30000, 1001), [0, 2, 4, 6, 8]],
    [rational(24), rational(60), [0, 0, 0, 1, 1]],
  ])("of %j at %j are those on the screen: %j", (sourceRate, rate, taken) => {
    expect(framesTaken(second, { sourceRate, rate, count: 5 })).toEqual(taken);
  });

  test("of frames at varying times are those that have begun, within what the clock rounds", () => {
    const times = [0, 0.034, 0.1, 0.133];
    const varying = { shown: 4, times, stepSeconds: null, toleranceSeconds: 0.001 };
    expect(framesTaken(varying, { sourceRate: null, rate: rational(30), count: 6 })).toEqual([0, 1, 1, 2, 3, 3]);
  });
});

test("MXF that does not tell when some pictures are shown has no usable times", () => {
  const reordered = [{ dts: 0 }, { dts: 40 }, { pts: 80, dts: 80 }, { pts: 120, dts: 120 }];
  expect(read(reordered, null, "mxf")).toMatchObject({ timed: false, firstSeconds: 0, stepSeconds: 0.04, shown: 4 });
});
