import { expect, test } from "vitest";
import { createDamageReader, type Damage } from "./read-damage.ts";

const PICTURE = { index: 0, kind: "picture", codec: "mpeg2video", tickSeconds: 1 / 90000 } as const;
const SOUND = { index: 1, kind: "sound", codec: "ac3", tickSeconds: 1 / 90000 } as const;

function damageOf(lines: readonly string[], forgiven: readonly string[] = []): Damage {
  const { read, summarise } = createDamageReader({ streams: [PICTURE, SOUND], startSeconds: 1.4, forgiven });
  lines.forEach(read);
  return summarise({ toTheEnd: true });
}

const frame = (number: number) =>
  `[showinfo@0 @ 0x55c3e3aa0380] [info] n:  ${number} pts: ${number * 3600} pts_time:${number * 0.04} pos:   196648 fmt:yuv420p sar:1/1 s:320x240 i:P iskey:0 type:P `;
const sound = (number: number) =>
  `[ashowinfo@1 @ 0x5592d2906a40] [info] n:${number} pts:${number * 1536} pts_time:${number * 0.032} pos:324317 fmt:fltp channels:1 chlayout:mono rate:48000 nb_samples:1536 checksum:0C9605A3 plane_checksums: [ 0C9605A3 ]`;

test("a frame that the decoder calls corrupt is counted, and not the one shown meanwhile", () => {
  const { streams, complaints } = damageOf([
    frame(0),
    "[mpeg2video @ 0x55c3e3aac880] [error] ac-tex damaged at 1 1",
    "[mpeg2video @ 0x55c3e3aac880] [error] Warning MVs not available",
    frame(1),
    "[warning] file:/films/a.ts: corrupt decoded frame in stream 0",
    frame(2),
    frame(3),
  ]);
  expect(streams).toEqual([
    {
      index: 0,
      kind: "picture",
      damaged: 1,
      all: 4,
      isLastPacket: false,
      firstSeconds: 0.08,
      firstNumber: 2,
      endSeconds: expect.closeTo(0.16),
      words: "ac-tex damaged at 1 1",
    },
  ]);
  expect(complaints).toEqual(["[mpeg2video] ac-tex damaged at 1 1", "[mpeg2video] Warning MVs not available"]);
});

test("of a decoder that calls no frame corrupt, the one behind its complaint is", () => {
  const { streams } = damageOf([frame(0), "[mpeg2video @ 0x1] [error] error dc", frame(1), frame(2)]);
  expect(streams).toMatchObject([{ damaged: 1, firstNumber: 1, words: "error dc" }]);
});

test("a packet of sound that becomes nothing is as many samples as the one before it", () => {
  const lost = [
    "[ac3 @ 0x55f8345f8d80] [error] frame sync error",
    "[error] Error while decoding stream #0:1: Invalid data found when processing input",
  ];
  const tail = damageOf([sound(0), sound(1), ...lost]);
  expect(tail.streams).toMatchObject([
    { index: 1, damaged: 1536, all: 4608, firstNumber: 3072, words: "frame sync error", isLastPacket: true },
  ]);
  expect(tail.streams[0]?.firstSeconds).toBeCloseTo(0.064);
  expect(damageOf([sound(0), ...lost, sound(2)]).streams).toMatchObject([{ damaged: 1536, isLastPacket: false }]);
  expect(damageOf([sound(0), ...lost, ...lost]).streams).toMatchObject([{ damaged: 3072, isLastPacket: false }]);
});

test("a broken packet of a transport stream is told once, and by its time from the beginning", () => {
  const broken = "[warning] file:/films/a.ts: corrupt input packet in stream 1";
  const { brokenPackets, streams } = damageOf([
    "[mpegts @ 0x55e7bb0399c0] [warning] Packet corrupt (stream = 1, dts = 306000).",
    ...[broken, sound(0), broken, sound(1)],
  ]);
  expect(streams).toEqual([]);
  expect(brokenPackets).toEqual([{ streamIndex: 1, seconds: expect.closeTo(2) }]);
});

test("of a picture of which nothing decodes ffmpeg's own last words are no damage of the container", () => {
  const { streams, container } = damageOf([
    "[mpeg2video @ 0x1] [error] Invalid mb type in I-frame at 0 0",
    "[error] Error while decoding stream #0:0: Invalid data found when processing input",
    "[error] Cannot determine format of input stream 0:0 after EOF",
  ]);
  expect(streams).toMatchObject([{ damaged: 1, all: 1 }]);
  expect(container).toBeNull();
});

test("a clock that begins again is a join, and a complaint of the container's reader stands by itself", () => {
  const { joinsSeconds, container } = damageOf([
    ...[frame(0), frame(1)],
    "[mpegts @ 0x56017475a40] [warning] DTS 127920 < 664320 out of order",
    "[mpegts @ 0x56017475a40] [warning] DTS 127920 < 664320 out of order",
    "[matroska,webm @ 0x55e5b12a0a80] [error] 0x00 at pos 310574 (0x4bd2e) invalid as first byte of an EBML number",
    "[null @ 0x56015f9f7a00] [error] Application provided invalid, non monotonically increasing dts to muxer",
  ]);
  expect(joinsSeconds).toEqual([0.08]);
  expect(container?.words).toMatch(/^\[matroska,webm\] 0x00 at pos/);
});

test("a join among the first packets, which are read before anything is shown, has its time by the packets", () => {
  const lines = ["[mpegts @ 0x5603347999c0] [warning] DTS 127920 < 306000 out of order", frame(0), frame(1)];
  expect(damageOf(lines).joinsSeconds).toEqual([expect.closeTo(2)]);
});

test("what is forgiven, each as often as it was said, is no damage", () => {
  const slice = "[mpeg2video @ 0x1] [error] slice mismatch";
  const lines = [slice, frame(0), frame(1), slice, frame(2)];
  expect(damageOf(lines, ["[mpeg2video] slice mismatch"]).streams).toMatchObject([{ damaged: 1, firstNumber: 2 }]);
  expect(damageOf(lines, ["[mpeg2video] slice mismatch", "[mpeg2video] slice mismatch"]).streams).toEqual([]);
});

test("broken packets of several streams, or at several times, are several", () => {
  const broken = (stream: number) => `[warning] file:/films/a.ts: corrupt input packet in stream ${stream}`;
  const { brokenPackets } = damageOf([
    ...[broken(0), broken(1), broken(1)],
    ...[sound(0), broken(1), broken(1), sound(1), broken(1)],
  ]);
  expect(brokenPackets).toEqual([
    { streamIndex: 0, seconds: 0 },
    { streamIndex: 1, seconds: 0 },
    { streamIndex: 1, seconds: expect.closeTo(0.032) },
    { streamIndex: 1, seconds: expect.closeTo(0.064) },
  ]);
});
