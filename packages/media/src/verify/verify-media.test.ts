import { makeClip, pictureClip, QUICK_H264 } from "@proxx/testing";
import { expect, test } from "vitest";
import { discoverTools } from "../process/discover-tools.ts";
import { verifyMedia, type MediaExpectations } from "./verify-media.ts";

async function frameCount(path: string, expected: MediaExpectations) {
  const { ffprobe } = await discoverTools();
  const rows = await verifyMedia(path, expected, { ffprobe, level: "ends" });
  return rows.find(({ check }) => check === "frame_count");
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

test("what an edit list hides is not counted as shown, where frames have times of their own", async () => {
  // Begins in the middle of a group of pictures: the frames before are there, for the decoder.
  const whole = pictureClip("whole.mov", { seconds: 1 }, [...QUICK_H264, "-g", "25"]);
  const path = makeClip("edited.mov", ["-ss", "0.4", "-i", whole, "-c", "copy"]);
  expect(await frameCount(path, { frames: 15, rate: null })).toMatchObject({ found: "15", pass: true });
  expect(await frameCount(path, { frames: 25, rate: null })).toMatchObject({ found: "15", pass: false });
});
