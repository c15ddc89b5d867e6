import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  decodePixels,
  makeClip,
  numberedClip,
  QUICK_H264,
  runFfmpeg,
  shownNumbers,
  temporaryFolder,
} from "@proxx/testing";
import { first } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { makeProxy, makeSmallProxy, type Proxy } from "../make-proxy.ts";

const half = (name: string, colour: string, size: string, args: readonly string[]) =>
  makeClip(name, ["-f", "lavfi", "-i", `color=${colour}:s=${size}:r=25:d=1`, ...args]);

/** One stream of several, as a broadcaster switches between them. */
function joined(fileName: string, parts: readonly string[]): string {
  const folder = temporaryFolder();
  const list = join(folder, "parts.txt");
  writeFileSync(list, parts.map((part) => `file '${part}'\n`).join(""));
  const path = join(folder, fileName);
  runFfmpeg(["-f", "concat", "-safe", "0", "-i", list, "-c", "copy", path]);
  return path;
}

/** The average red of the left edge and of the middle of every frame. */
function redsOf(path: string): { edge: number; middle: number }[] {
  const pixels = decodePixels(path, { filter: "scale=16:9:flags=area" });
  const size = 16 * 9 * 3;
  return Array.from({ length: pixels.length / size }, (_, frame) => {
    const at = (x: number) => pixels[frame * size + (4 * 16 + x) * 3] ?? 0;
    return { edge: at(0), middle: at(8) };
  });
}

describe("a picture that changes its size on the way", () => {
  const MPEG2 = ["-c:v", "mpeg2video", "-q:v", "2"];

  test.each([
    ["H.264 in a transport stream", "ts", QUICK_H264, 0],
    // At each change ffmpeg's decoder drops the picture that it holds back.
    ["MPEG-2 in a transport stream", "ts", MPEG2, 2],
    ["H.264 in FLV", "flv", QUICK_H264, 0],
  ])("(%s) is fitted into the first one, and the time is told", async (_name, extension, args, dropped) => {
    const source = joined(`changing.${extension}`, [
      half(`first.${extension}`, "red", "320x180", args),
      half(`second.${extension}`, "red", "240x180", args),
      half(`third.${extension}`, "red", "640x360", args),
    ]);
    for (const [codec, container] of first(1, [
      ["h264", "mp4"],
      ["prores_proxy", "mov"],
    ] as const)) {
      const { path, probed, clip } = await makeProxy(source, { codec, container });
      expect(probed.video).toMatchObject({ width: 320, height: 180, nb_read_frames: "75" });
      const gone = clip.losses.find(({ property }) => property === "dropped_frames");
      expect(gone?.from).toBe(dropped === 0 ? undefined : `${dropped} of 75`);
      const told = clip.losses.filter(({ property }) => property === "picture_change");
      expect(told.map(({ from }) => from)).toEqual([
        "240x180, yuv420p, from 1.000 s on",
        "640x360, yuv420p, from 2.000 s on",
      ]);
      // Narrower pictures get bars, and are not drawn out; larger ones of the same shape fill the frame.
      const reds = redsOf(path);
      expect(reds[10]?.edge).toBeGreaterThan(200);
      expect(reds[35]?.edge).toBeLessThan(40);
      expect(reds[35]?.middle).toBeGreaterThan(200);
      expect(reds[60]?.edge).toBeGreaterThan(200);
    }
  });

  test("keeps its frames at another rate and at half the size", async () => {
    const source = joined("changing.ts", [
      half("first.ts", "red", "320x180", QUICK_H264),
      half("second.ts", "red", "160x90", QUICK_H264),
    ]);
    const { probed } = await makeProxy(source, { fps_mode: "force_50", resolution: "half" });
    expect(probed.video).toMatchObject({ width: 160, height: 90, nb_read_frames: "100" });
  });

  test("may change its pixels instead", async () => {
    const source = joined("pixels.ts", [
      half("first.ts", "red", "320x180", QUICK_H264),
      half("444.ts", "red", "320x180", ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"]),
    ]);
    const { path, losses } = await makeSmallProxy(source);
    expect(losses["picture_change"]).toMatchObject({ from: expect.stringContaining("yuv444p, from 1.") });
    const reds = redsOf(path);
    expect(reds).toHaveLength(50);
    expect(reds[40]?.edge).toBeGreaterThan(200);
  });

  const SHAPES: readonly (readonly [string, string, readonly string[]])[] = [
    ["H.264 in a transport stream", "ts", QUICK_H264],
    ["MPEG-2 in a program stream", "mpg", [...MPEG2, "-bf", "2"]],
    ["MPEG-2 without a container", "m2v", MPEG2],
    ["H.264 in FLV", "flv", QUICK_H264],
    ["MPEG-2 in a transport stream", "ts", MPEG2],
  ];
  test.each(first(4, SHAPES))(
    "(%s) may change their shape instead, of which ffmpeg says nothing",
    async (_name, extension, args) => {
      expectFitted(await makeSmallProxy(joined(`shapes.${extension}`, shapes(extension, args))));
    },
  );

  test("may change their shape in a header that stands beside the packets, as FLV has them", async () => {
    const [wide, square] = shapes("flv", QUICK_H264);
    expectFitted(await makeSmallProxy(joinedFlv("beside.flv", [wide, square])));
    const same = await makeSmallProxy(joinedFlv("repeated.flv", [square, square]));
    expect(same.losses["picture_change"]).toBeUndefined();
  });

  test("keeps its frames in their places at another rate, where the decoder drops one at the change", async () => {
    const shows = (name: string, size: string) =>
      numberedClip(name, { seconds: 1 }, ["-s", size, ...MPEG2, "-bf", "2"]);
    for (const extension of ["ts", "mpg"]) {
      const source = joined(`numbers.${extension}`, [
        shows(`1.${extension}`, "320x180"),
        shows(`2.${extension}`, "640x360"),
      ]);
      const { path, losses } = await makeSmallProxy(source, { fps_mode: "force_50" });
      expect(losses["dropped_frames"]).toMatchObject({ from: "1 of 50", to: "the frame before them, again" });
      const shown = [...Array(24).keys(), 23, ...Array(25).keys()];
      expect(shownNumbers(path)).toEqual(shown.flatMap((number) => [number, number]));
    }
  });
});

/** A second of pixels that are wider than high, and a second of square ones. */
function shapes(extension: string, args: readonly string[]): [string, string] {
  return [
    half(`wide.${extension}`, "red", "320x180", ["-vf", "setsar=4/3", ...args]),
    half(`square.${extension}`, "red", "320x180", args),
  ];
}

function expectFitted({ path, losses }: Proxy): void {
  const reds = redsOf(path);
  expect(reds).toHaveLength(50);
  expect(losses["picture_change"]).toMatchObject({ from: "320x180, yuv420p, from 1.000 s on" });
  expect(reds[10]?.edge).toBeGreaterThan(200);
  expect(reds[40]?.edge).toBeLessThan(60);
  expect(reds[40]?.middle).toBeGreaterThan(200);
}

/** Several FLVs of a second each behind one another, each with the header that it began with. */
function joinedFlv(fileName: string, parts: readonly string[]): string {
  const [header = Buffer.alloc(0)] = parts.map((part) => readFileSync(part).subarray(0, 13));
  const tags = parts.flatMap((part, second) => flvTags(part).map((tag) => laterBy(tag, second * 1000)));
  const path = join(temporaryFolder(), fileName);
  writeFileSync(path, Buffer.concat([header, ...tags]));
  return path;
}

/** Each tag with its length behind it, without what is told of the file and where its pictures end. */
function flvTags(path: string): Buffer[] {
  const bytes = readFileSync(path);
  const tags: Buffer[] = [];
  for (let at = 13; at < bytes.length;) {
    const length = 11 + bytes.readUIntBE(at + 1, 3) + 4;
    const tag = Buffer.from(bytes.subarray(at, at + length));
    if (tag[0] === 9 && tag[12] !== 2) tags.push(tag);
    at += length;
  }
  return tags;
}

function laterBy(tag: Buffer, milliseconds: number): Buffer {
  tag.writeUIntBE(tag.readUIntBE(4, 3) + milliseconds, 4, 3);
  return tag;
}
