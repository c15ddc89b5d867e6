import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  cutCopy,
  makeClip,
  numberedClip,
  openDmlCopy,
  QUICK_H264,
  shownNumbers,
  temporaryFolder,
  testPicture,
  testTone,
} from "@proxx/testing";
import { covering, first } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { makeSmallProxy, refusalOf } from "../make-proxy.ts";

/** The AVI with its last picture's chunk and its place in the index emptied, as a recorder leaves a dropped frame. */
function withoutLastPicture(bytes: Buffer): Buffer {
  const index = bytes.lastIndexOf("idx1");
  const end = index + 8 + bytes.readUInt32LE(index + 4);
  let last = end - 16;
  while (bytes.readUInt32LE(last + 12) === 0) last -= 16;
  const movi = bytes.indexOf("movi");
  const chunk = movi + bytes.readUInt32LE(last + 8);
  const length = bytes.readUInt32LE(last + 12);
  const emptied = Buffer.from(bytes);
  emptied.writeUInt32LE(0, last + 12);
  // What is left of it becomes padding.
  emptied.writeUInt32LE(0, chunk + 4);
  emptied.write("JUNK", chunk + 8, "latin1");
  emptied.writeUInt32LE(length + (length % 2) - 8, chunk + 12);
  return emptied;
}

describe("a last frame that is held", () => {
  /** Half a second of ten numbered frames at 20 a second, and the last of them for a second and a half more. */
  const held = () => {
    const short = numberedClip("short.mp4", { rate: "20", seconds: 0.5 });
    return makeClip("held.mp4", [
      ...["-i", short, "-c:v", "copy", "-bsf:v", "setts=duration=if(eq(N\\,9)\\,1.55/TB\\,DURATION)"],
    ]);
  };
  const frames = [0, 1, 2, 3, 4, 5, 6, 7, 8, ...Array<number>(31).fill(9)];

  const PROXIES = [
    ["prores_proxy", "mov"],
    ["h264", "mp4"],
    ["h265", "mp4"],
    ["h264", "mkv"],
    ["dnxhr_lb", "mov"],
    ["vp9", "webm"],
  ] as const;
  test.each(covering(PROXIES, 1))("is as long in %s in %s, by repeating it", async (codec, container) => {
    const { path, losses, clip } = await makeSmallProxy(held(), { codec, container });
    expect(shownNumbers(path)).toEqual(frames);
    expect(losses["last_frame"]).toMatchObject({ from: "1.550 s", to: "the same frame 31 times" });
    expect(clip.verification).toContainEqual(
      expect.objectContaining({ check: "duration", expected: expect.stringMatching(/^2\.000 s/) }),
    );
  });

  test("is as long at another rate", async () => {
    const { path } = await makeSmallProxy(held(), { fps_mode: "force_10" });
    expect(shownNumbers(path)).toEqual([0, 2, 4, 6, 8, ...Array<number>(15).fill(9)]);
  });

  test("under sound is no cut in Matroska", async () => {
    const source = makeClip("held.mkv", ["-i", held(), ...testTone({ seconds: 2 }), "-c:v", "copy"]);
    const { path } = await makeSmallProxy(source);
    expect(shownNumbers(path)).toEqual(frames);
  });

  test("is no cut in Matroska without sound, which tells it as the length of the track", async () => {
    const source = makeClip("silent-held.mkv", ["-i", held(), "-c:v", "copy"]);
    const { path, losses } = await makeSmallProxy(source);
    expect(shownNumbers(path)).toEqual(frames);
    expect(losses["last_frame"]).toMatchObject({ to: "the same frame 31 times" });
  });

  test("is a cut in Matroska whose copy broke off", async () => {
    const source = makeClip("silent-held.mkv", ["-i", held(), "-c:v", "copy"]);
    const issues = await refusalOf(cutCopy(source, join(temporaryFolder(), "cut.mkv"), 0.9));
    expect(issues).toMatchObject([{ code: "source_truncated" }]);
  });
});

describe("a last frame that is held behind frames at varying times", () => {
  /** Two thirds of a second of twenty frames at varying times, and the last of them for two seconds more. */
  const held = (fileName: string, args: readonly string[]) => {
    const drop = "select='not(between(n,5,7)+eq(n,12)+between(n,18,19))'";
    const picture = [
      ...testPicture({ size: "320x180", rate: "30", seconds: 1 }),
      "-vf",
      drop,
      "-fps_mode",
      "passthrough",
    ];
    const short = makeClip(`short-${fileName}`, [...picture, "-pix_fmt", "yuv420p", "-c:v", "libx264", ...args]);
    const reach = "2.967/TB-PTS+STARTPTS";
    return makeClip(fileName, [
      ...["-i", short, "-c:v", "copy", "-bsf:v", `setts=pts=PTS:dts=DTS:duration=if(eq(N\\,23)\\,${reach}\\,DURATION)`],
    ]);
  };

  const PROXIES = [
    ["prores_proxy", "mov"],
    ["prores_proxy", "mkv"],
    ["dnxhr_lb", "mov"],
    ["h264", "mp4"],
    ["h264", "mkv"],
    ["h265", "mp4"],
    ["vp9", "webm"],
    ["av1", "mp4"],
  ] as const;
  test.each(covering(PROXIES, 1))("is shown as long in %s in %s", async (codec, container) => {
    for (const source of first(1, [held("reordered.mp4", ["-bf", "3"]), held("held.mp4", ["-preset", "ultrafast"])])) {
      const { probed, clip } = await makeSmallProxy(source, { codec, container });
      expect(probed.frames).toHaveLength(24);
      expect(Number(probed.format.duration)).toBeCloseTo(2.967, 2);
      expect(clip.verification).toContainEqual(
        expect.objectContaining({
          check: "duration",
          expected: expect.stringMatching(/^2\.967 s ± 0\.019/),
          pass: true,
        }),
      );
    }
  });
});

describe("AVI", () => {
  test("repeats the frame before what it left empty", async () => {
    const kept = "select='not(eq(mod(n,4),3))'";
    const source = numberedClip("empty.avi", { rate: "25", seconds: 1.6 }, [
      ...["-vf", kept, "-fps_mode", "passthrough", "-c:v", "mpeg4", "-q:v", "2"],
    ]);
    const { path, losses, found } = await makeSmallProxy(source);
    const expected = Array.from({ length: 39 }, (_, index) => (index % 4 === 3 ? index - 1 : index));
    expect(shownNumbers(path)).toEqual(expected);
    expect(found["frame_rate"]).toBe("25/1");
    expect(losses["empty_frames"]).toMatchObject({ from: "9 of 39", to: "the frame before them, again" });
  });

  test("begins with its first frame where a place is empty before the decoder gives that", async () => {
    const reordered = numberedClip("reordered.avi", { rate: "25", seconds: 0.8 }, ["-c:v", "libx264", "-bf", "2"]);
    const later = "+gt(N\\,0)";
    const source = makeClip("empty-start.avi", [
      ...["-i", reordered, "-c:v", "copy", "-bsf:v", `setts=pts=PTS${later}:dts=DTS${later}`],
    ]);
    const { path, losses } = await makeSmallProxy(source);
    expect(shownNumbers(path)).toEqual([...Array(20).keys()]);
    expect(losses["empty_frames"]).toBeUndefined();
  });

  test("holds the last frame through what is empty at its end, and is still refused when it is cut", async () => {
    // The last four of twenty are dropped; the writer counts them in its index.
    const source = numberedClip("empty-end.avi", { rate: "25", seconds: 0.8 }, [
      ...["-vf", "select='lt(n,16)+eq(n,19)'", "-fps_mode", "passthrough", "-c:v", "mpeg4", "-q:v", "2"],
    ]);
    const emptied = join(temporaryFolder(), "emptied.avi");
    writeFileSync(emptied, withoutLastPicture(readFileSync(source)));
    const { path, losses } = await makeSmallProxy(emptied);
    expect(shownNumbers(path)).toEqual([...Array(16).keys(), 15, 15, 15, 15]);
    expect(losses["last_frame"]).toMatchObject({ to: "the same frame 5 times" });

    const cut = join(temporaryFolder(), "cut.avi");
    writeFileSync(cut, readFileSync(emptied).subarray(0, -400));
    expect(await refusalOf(cut)).toMatchObject([{ code: "source_truncated" }]);
  });

  test("in several parts, as those of more than a gigabyte are, holds its last frame too", async () => {
    const source = numberedClip("empty-end.avi", { rate: "25", seconds: 0.8 }, [
      ...["-vf", "select='lt(n,16)+eq(n,19)'", "-fps_mode", "passthrough", "-c:v", "mpeg4", "-q:v", "2"],
    ]);
    const emptied = join(temporaryFolder(), "emptied.avi");
    writeFileSync(emptied, withoutLastPicture(readFileSync(source)));
    const parted = openDmlCopy(emptied, join(temporaryFolder(), "parted.avi"));
    const { path, losses } = await makeSmallProxy(parted);
    expect(shownNumbers(path)).toEqual([...Array(16).keys(), 15, 15, 15, 15]);
    expect(losses["last_frame"]).toMatchObject({ to: "the same frame 5 times" });
    const cut = cutCopy(parted, join(temporaryFolder(), "cut.avi"), 0.97);
    expect(await refusalOf(cut)).toMatchObject([{ code: "source_truncated" }]);
  });

  test.each([
    ["-c:v mpeg4 -c:a libmp3lame", ["-c:v", "mpeg4", "-q:v", "3", "-c:a", "libmp3lame"]],
    ["-c:v mpeg4 -bf 2 -c:a pcm_s16le", ["-c:v", "mpeg4", "-q:v", "3", "-bf", "2", "-c:a", "pcm_s16le"]],
  ])("as ffmpeg writes it with %s is whole", async (_name, args) => {
    const source = makeClip("plain.avi", [
      ...[...testPicture({ size: "320x180", seconds: 3 }), ...testTone({ seconds: 3 }), ...args],
    ]);
    const { found } = await makeSmallProxy(source);
    expect(["75", "76"]).toContain(found["frame_count"]);
  });
});

test.each(["flv", "wmv", "mkv", "mp4", "avi", "ts"])(
  "sound longer than the picture is no cut in %s",
  async (extension) => {
    const codecs: Record<string, string[]> = {
      flv: [...QUICK_H264, "-c:a", "aac"],
      wmv: ["-c:v", "wmv2", "-c:a", "wmav2"],
    };
    const source = makeClip(`longer-sound.${extension}`, [
      ...[...testPicture({ size: "320x180", seconds: 1 }), ...testTone({ seconds: 2 })],
      ...(codecs[extension] ?? [...QUICK_H264, "-c:a", "mp2"]),
    ]);
    const { probed } = await makeSmallProxy(source);
    expect(Number(probed.audio[0]?.duration)).toBeCloseTo(2, 0);
  },
);
