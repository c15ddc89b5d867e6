import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  makeClip,
  patchedCopy,
  pictureClip,
  QUICK_H264,
  runFfmpeg,
  soundClip,
  temporaryFolder,
  testPicture,
  testTone,
} from "@proxx/testing";
import { first, inTurn } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { makeProxy } from "../make-proxy.ts";

const EVERYWHERE = [
  ["prores_proxy", "mov"],
  ["h264", "mp4"],
  ["prores_proxy", "mkv"],
  ["vp9", "webm"],
  ["dnxhr_lb", "mxf"],
] as const;

const labelled = (fileName: string, rate: string, label: string) => {
  // QuickTime only takes labels that exist; Matroska keeps any text.
  const kept = fileName.endsWith(".mkv") ? ["-metadata", `timecode=${label}`] : ["-timecode", label];
  return pictureClip(fileName, { rate, seconds: 0.2 }, [...QUICK_H264, ...kept]);
};

describe("a start timecode", () => {
  const SOURCES = ["mov", "mkv", "mxf"].map((extension, index) => [extension, inTurn(2, EVERYWHERE, index)] as const);
  test.each(SOURCES)("from %s is carried everywhere", async (extension, everywhere) => {
    const source =
      extension === "mxf"
        ? makeClip("label.mxf", [
            ...testPicture({ size: "720x576", seconds: 0.2 }),
            "-c:v",
            "mpeg2video",
            "-pix_fmt",
            "yuv422p",
            "-b:v",
            "5M",
            "-timecode",
            "10:11:12:13",
          ])
        : labelled(`label.${extension}`, "25", "10:11:12:13");
    for (const [codec, container] of everywhere) {
      const { found } = await makeProxy(source, { codec, container });
      expect(found["start_timecode"]).toBe("10:11:12:13");
    }
  });

  const LABELS = [
    ["30000/1001", "00:59:59;28"],
    ["30000/1001", "00:59:59:28"],
    ["60000/1001", "01:00:00;58"],
    ["50", "10:11:12:43"],
  ] as const;
  // MXF, which has a field of its own for it, comes first.
  test.each(LABELS.map(([rate, label], index) => [rate, label, inTurn(1, EVERYWHERE, index + 4)] as const))(
    "at %s stays %s, with its mark of drop-frame",
    async (rate, label, everywhere) => {
      for (const [codec, container] of everywhere) {
        const { found } = await makeProxy(labelled("dropping.mov", rate, label), { codec, container });
        expect(found["start_timecode"]).toBe(label);
      }
    },
  );

  test("of drop-frame at 25 fps, which has none, becomes plain, and that is told", async () => {
    for (const [codec, container] of first(1, EVERYWHERE)) {
      const { found, losses } = await makeProxy(labelled("odd.mkv", "25", "01:00:00;10"), { codec, container });
      expect(found["start_timecode"]).toBe("01:00:00:10");
      expect(losses["timecode"]).toMatchObject({ from: "01:00:00;10", to: "01:00:00:10" });
    }
  });

  test.each([
    ["25", "01:00:00:30"],
    ["30000/1001", "00:01:00;00"],
    ["25", "25:00:00:00"],
    ["25", "yesterday"],
  ])("that does not exist at %s (%s) is left out, and that is told", async (rate, label) => {
    for (const container of first(1, ["mov", "mkv"] as const)) {
      const { found, losses } = await makeProxy(labelled("wrong.mkv", rate, label), { container });
      expect(found["start_timecode"]).toBe("none");
      expect(losses["timecode"]).toMatchObject({ from: label, to: "none" });
    }
  });

  test.each([
    ["24", "force_25", "01:00:00:23", "01:00:00:23"],
    ["25", "force_24", "01:00:00:24", "01:00:00:23"],
    ["30000/1001", "force_59_94", "00:59:59;28", "00:59:59;56"],
    ["30000/1001", "force_25", "00:59:59;28", "00:59:59:23"],
  ])("at %s under %s counts the new frames: %s is %s", async (rate, fps_mode, label, expected) => {
    const { found, losses } = await makeProxy(labelled("forced.mov", rate, label), { fps_mode });
    expect(found["start_timecode"]).toBe(expected);
    expect(losses["timecode"]?.to).toBe(label === expected ? undefined : expected);
  });
});

describe("chapters, titles and languages", () => {
  const clip = (extension: string) => {
    const about = join(temporaryFolder(), "about.txt");
    const chapter = (title: string, start: number, end: number) =>
      `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${start}\nEND=${end}\ntitle=${title}\n`;
    writeFileSync(about, `;FFMETADATA1\ntitle=Harbour\n${chapter("One", 0, 400)}${chapter("Two", 400, 1000)}`);
    const bare = makeClip("two-tongues.mkv", [
      ...[
        ...testPicture({ size: "320x180", seconds: 1 }),
        ...testTone({ seconds: 1 }),
        ...testTone({ seconds: 1 }),
        "-map",
        "0",
        "-map",
        "1",
        "-map",
        "2",
      ],
      ...[...QUICK_H264, "-c:a", "pcm_s16le", "-metadata:s:a:0", "language=ger", "-metadata:s:a:1", "language=eng"],
    ]);
    const to = join(temporaryFolder(), `chapters.${extension}`);
    runFfmpeg([
      "-i",
      bare,
      "-f",
      "ffmetadata",
      "-i",
      about,
      "-map",
      "0",
      "-map_metadata",
      "1",
      "-map_chapters",
      "1",
      "-c:v",
      "copy",
      "-c:a",
      "aac",
      to,
    ]);
    return to;
  };

  const WAYS = [
    ["h264", "mp4"],
    ["prores_proxy", "mkv"],
    ["prores_proxy", "mov"],
  ] as const;
  const SOURCES = ["mov", "mp4", "mkv"].map((extension, index) => [extension, inTurn(1, WAYS, index)] as const);
  test.each(SOURCES)("from %s are carried", async (extension, ways) => {
    const source = clip(extension);
    for (const [codec, container] of ways) {
      const { probed } = await makeProxy(source, { codec, container });
      expect(probed.chapters.map(({ tags }) => tags?.["title"])).toEqual(["One", "Two"]);
      expect(Number(probed.chapters[1]?.start_time)).toBeCloseTo(0.4, 1);
      expect(probed.format.tags).toMatchObject({ title: "Harbour" });
      expect(probed.audio.map(({ tags }) => tags?.["language"] ?? "eng")).toEqual(["ger", "eng"]);
    }
  });

  test("are told as lost in mxf, which has no place for them", async () => {
    const { losses } = await makeProxy(clip("mov"), { codec: "dnxhr_lb", container: "mxf" });
    expect(losses["chapters"]).toMatchObject({ from: "2", to: "none" });
  });
});

describe("what a proxy does not carry is told", () => {
  const cover = () => makeClip("cover.png", ["-f", "lavfi", "-i", "color=c=blue:s=64x64", "-frames:v", "1"]);

  test("cover art, which is never taken for the picture", async () => {
    const inMp4 = makeClip("covered.mp4", [
      ...["-i", cover(), ...testPicture({ size: "320x180", seconds: 0.2 }), "-map", "0", "-map", "1"],
      ...["-c:v:0", "png", "-disposition:v:0", "attached_pic", "-c:v:1", "libx264", "-pix_fmt:v:1", "yuv420p"],
    ]);
    const inMkv = soundClip("covered.mkv", { seconds: 0.2 }, [
      ...[...QUICK_H264, "-c:a", "aac", "-attach", cover()],
      ...["-metadata:s:t", "mimetype=image/png", "-metadata:s:t", "filename=cover.png"],
    ]);
    for (const source of [inMp4, inMkv]) {
      const { found, losses } = await makeProxy(source);
      expect(found).toMatchObject({ picture_size: "320x180", frame_count: "5" });
      expect(losses["cover_art"]).toMatchObject({ from: "1", to: "none" });
    }
  });

  test("a second picture, and subtitles", async () => {
    const words = join(temporaryFolder(), "words.srt");
    writeFileSync(words, "1\n00:00:00,000 --> 00:00:00,200\nHello\n");
    const source = join(temporaryFolder(), "much.mkv");
    runFfmpeg([
      ...[
        ...testPicture({ size: "320x180", seconds: 0.2 }),
        ...testPicture({ size: "160x90", seconds: 0.2 }),
        "-i",
        words,
      ],
      ...["-map", "0", "-map", "1", "-map", "2", ...QUICK_H264, "-c:s", "srt", source],
    ]);
    const { found, losses } = await makeProxy(source);
    expect(found["picture_size"]).toBe("320x180");
    expect(losses["video_track"]).toMatchObject({ from: "2", to: "1" });
    expect(losses["subtitles"]).toMatchObject({ from: "1", to: "none" });
  });

  test("a data track such as a drone's positions, but not the track of the timecode", async () => {
    const labels = labelled("flight.mov", "25", "01:00:00:00");
    // ffmpeg writes no such track itself; one of subtitles under a camera's names is read as one.
    const words = join(temporaryFolder(), "words.srt");
    writeFileSync(words, "1\n00:00:00,000 --> 00:00:00,200\nHello\n");
    const whole = join(temporaryFolder(), "whole.mp4");
    runFfmpeg([
      "-i",
      labels,
      "-i",
      words,
      "-map",
      "0:v",
      "-map",
      "1",
      "-c:v",
      "copy",
      "-c:s",
      "mov_text",
      "-timecode",
      "01:00:00:00",
      whole,
    ]);
    const renamed = patchedCopy(whole, join(temporaryFolder(), "renamed.mp4"), "sbtl", "meta");
    const source = patchedCopy(renamed, join(temporaryFolder(), "flight.mp4"), "tx3g", "gpmd");
    const { clip, found } = await makeProxy(source);
    expect(clip.losses.filter(({ property }) => property === "data_track")).toHaveLength(1);
    expect(found["start_timecode"]).toBe("01:00:00:00");
  });
});
