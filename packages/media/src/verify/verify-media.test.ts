import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { interlacedClip, makeClip, pictureClip, QUICK_H264, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { discoverTools } from "../process/discover-tools.ts";
import { verifyMedia, type MediaExpectations } from "./verify-media.ts";

async function verify(path: string, expected: MediaExpectations) {
  const { ffprobe } = await discoverTools();
  return await verifyMedia(path, expected, { ffprobe, level: "ends" });
}

async function frameCount(path: string, expected: MediaExpectations) {
  return (await verify(path, expected)).find(({ check }) => check === "frame_count");
}

test.each(["mov", "mp4", "mkv", "avi", "mxf"])(
  "the frames of a .%s are counted, and one too few or too many is seen",
  async (ending) => {
    const codec = ending === "mxf" ? ["-c:v", "mpeg2video", "-pix_fmt", "yuv420p"] : QUICK_H264;
    const path = pictureClip(`counted.${ending}`, {}, codec);
    expect(await frameCount(path, { frames: 10 })).toMatchObject({ expected: "10", found: "10", pass: true });
    expect(await frameCount(path, { frames: 9 })).toMatchObject({ expected: "9", found: "10", pass: false });
    expect(await frameCount(path, { frames: 11 })).toMatchObject({ expected: "11", found: "10", pass: false });
  },
);

test("fields are what is decoded, and not what is called so", async () => {
  const found = async (path: string, fieldOrder: "tt" | "bb") =>
    (await verify(path, { fieldOrder, rate: null })).find(({ check }) => check === "field_order");
  const encoder = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-x264opts", "tff=1"];
  for (const fileName of ["fields.mkv", "fields.mov"]) {
    const path = interlacedClip(fileName, "tff", encoder, "320x180");
    expect(await found(path, "tt")).toMatchObject({ found: "tt", pass: true });
    expect(await found(path, "bb")).toMatchObject({ found: "tt", pass: false });
  }
  const progressive = pictureClip("progressive.mkv", {}, [...QUICK_H264, "-field_order", "tt"]);
  expect(await found(progressive, "tt")).toMatchObject({ found: "progressive", pass: false });
});

test("what an edit list hides is not counted as shown, where frames have times of their own", async () => {
  // Begins in the middle of a group of pictures: the frames before are there, for the decoder.
  const whole = pictureClip("whole.mov", { seconds: 1 }, [...QUICK_H264, "-g", "25"]);
  const path = makeClip("edited.mov", ["-ss", "0.4", "-i", whole, "-c", "copy"]);
  expect(await frameCount(path, { frames: 15, rate: null })).toMatchObject({ found: "15", pass: true });
  expect(await frameCount(path, { frames: 25, rate: null })).toMatchObject({ found: "15", pass: false });
});

test("lasts as long as it is shown, wherever its clock begins", async () => {
  const path = pictureClip("later.mkv", {}, [...QUICK_H264, "-output_ts_offset", "3"]);
  const expected = { frames: 10, startSeconds: 3, durationSeconds: 0.4, durationToleranceSeconds: 0.01 };
  const rows = (await verify(path, expected)).filter(({ check }) => ["picture_start", "duration"].includes(check));
  expect(rows).toMatchObject([
    { found: "3.000 s", pass: true },
    { found: "0.400 s", pass: true },
  ]);
});

test("a file that is empty, or no media, fails by a row, in words that name no place in this machine", async () => {
  const path = join(temporaryFolder(), "a.mov");
  writeFileSync(path, "");
  expect(await verify(path, {})).toEqual([
    { check: "not_empty", expected: "more than 0 bytes", found: "0 bytes", pass: false },
  ]);
  writeFileSync(path, "a letter, and no film");
  const [notEmpty, readable, ...others] = await verify(path, {});
  expect(notEmpty).toMatchObject({ check: "not_empty", pass: true });
  expect(readable).toMatchObject({ check: "readable", expected: "ffprobe reads it", pass: false });
  expect(readable?.found).toMatch(/^[A-Z]/);
  expect(readable?.found).not.toMatch(/0x|the file: |a\.mov/);
  expect(others).toEqual([]);
});

test("what is expected of reel, timecode, chapters and tracks is compared, and nothing else", async () => {
  const path = pictureClip("counted.mov", {}, QUICK_H264);
  const asked = ["reel", "start_timecode", "chapters", "audio_tracks", "audio_track_1"];
  const rows = async (expected: MediaExpectations) =>
    (await verify(path, expected)).filter(({ check }) => asked.includes(check));
  expect(await rows({})).toEqual([]);
  const sound = { codec: "aac", channels: 2, sampleRate: 48000, endSeconds: null };
  expect(await rows({ reel: "A001", timecode: "01:00:00:00", chapters: 2, audio: [sound] })).toEqual([
    { check: "start_timecode", expected: "01:00:00:00", found: "none", pass: false },
    { check: "reel", expected: "A001", found: "none", pass: false },
    { check: "chapters", expected: "2", found: "0", pass: false },
    { check: "audio_tracks", expected: "1", found: "0", pass: false },
  ]);
  expect(await rows({ chapters: 0, audio: [] })).toMatchObject([{ pass: true }, { pass: true }]);
});
