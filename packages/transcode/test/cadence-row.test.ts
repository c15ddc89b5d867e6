import { compareCadence, discoverTools, framesTaken, rational } from "@proxx/media";
import { makeClip, numberedClip, pictureClip, QUICK_H264, testPicture } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { framesCompared } from "../src/encode/verify-cadence.ts";

const HALF = { from: 60, to: 30 };

/** The row for two seconds of `from` frames a second made `to`, of as many frames as a job looks at; every second one if not said. */
async function rowOf(sourcePath: string, outputPath: string, { from, to } = HALF) {
  const [sourceRate, rate] = [rational(from), rational(to)];
  const count = framesCompared(sourceRate, rate);
  const timeLine = { shown: 2 * from, times: null, stepSeconds: 1 / from, toleranceSeconds: 0.001 };
  const taken = framesTaken(timeLine, { sourceRate, rate, count });
  return compareCadence({ source: { path: sourcePath, streamIndex: 0 }, outputPath, taken }, await discoverTools());
}

describe("the row for cadence", () => {
  const encoded = (fileName: string, source: string, filter: string) =>
    makeClip(fileName, ["-i", source, "-vf", filter, "-fps_mode", "passthrough", ...QUICK_H264, "-crf", "30"]);
  const moving = () => makeClip("moving.mkv", [...testPicture({ size: "320x180", rate: "60" }), ...QUICK_H264]);

  test("passes where every second frame was taken, whatever size and range they have since", async () => {
    for (const source of [numberedClip("numbered.mkv", { rate: "60" }), moving()]) {
      for (const after of ["null", "scale=160:90", "scale=out_range=full"]) {
        const filter = `settb=1/60,setpts=N,fps=30:round=up,${after}`;
        expect(await rowOf(source, encoded("right.mp4", source, filter))).toMatchObject({
          check: "cadence",
          pass: true,
        });
      }
    }
  });

  test.each([
    ["by the rounded times of the container", "fps=30", 2, "5"],
    ["one frame late", "settb=1/60,setpts=N,trim=start_frame=1,setpts=N,fps=30:round=up", 0, "1"],
  ])("fails where frames were taken %s", async (_name, filter, at, number) => {
    for (const source of [numberedClip("numbered.mkv", { rate: "60" }), moving()]) {
      const row = await rowOf(source, encoded("wrong.mp4", source, filter));
      expect(row).toMatchObject({ expected: expect.stringContaining("0, 2, 4, 6, 8"), pass: false });
      expect(row.found.replace("source frames ", "").split(", ")[at]).toBe(number);
    }
  });

  test.each([
    ["the last of the second, as it is to be", 24, true],
    ["the one before it", 23, false],
    ["one of the next second, so that the last is still there", 30, false],
  ])("of 25 frames made 24, where what is left out is %s", async (_name, leftOut, pass) => {
    const source = numberedClip("numbered.mov", { rate: "25" });
    const made = encoded("made.mp4", source, `select=not(eq(n\\,${leftOut})),settb=1/24,setpts=N`);
    expect(await rowOf(source, made, { from: 25, to: 24 })).toMatchObject({ pass });
  });

  test("passes where nothing moves, since nothing can be told", async () => {
    const still = makeClip("still.mkv", ["-f", "lavfi", "-i", "smptebars=s=320x180:r=60:d=2", ...QUICK_H264]);
    expect(await rowOf(still, encoded("still.mp4", still, "fps=30"))).toMatchObject({ pass: true });
  });

  test("fails where nothing decodes", async () => {
    const row = await rowOf(pictureClip("whole.mov"), import.meta.filename);
    expect(row).toMatchObject({ found: "no frame of the output decodes", pass: false });
  });
});
