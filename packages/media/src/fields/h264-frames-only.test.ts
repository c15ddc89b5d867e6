import { readFileSync } from "node:fs";
import { makeClip, testPicture } from "@proxx/testing";
import { expect, test } from "vitest";
import { isFramesOnly } from "./h264-frames-only.ts";

/** The parameters of a clip's H.264, encoded so. */
function parametersOf(...options: string[]): Uint8Array {
  const clip = makeClip("parameters.mp4", [
    ...testPicture({ size: "320x192", seconds: 0.2 }),
    ...["-c:v", "libx264", "-preset", "ultrafast", ...options],
  ]);
  const bytes = readFileSync(clip);
  return bytes.subarray(bytes.indexOf("avcC", 0, "latin1") + 4);
}

test.each([
  ["frames", ["-pix_fmt", "yuv420p"], true],
  ["frames of the baseline profile", ["-pix_fmt", "yuv420p", "-profile:v", "baseline"], true],
  ["frames of 4:4:4", ["-pix_fmt", "yuv444p"], true],
  ["frames of 10 bits", ["-pix_fmt", "yuv422p10le"], true],
  ["fields", ["-pix_fmt", "yuv420p", "-flags", "+ildct+ilme", "-x264-params", "tff=1"], false],
  ["frames that are flagged as fields", ["-pix_fmt", "yuv420p", "-x264-params", "fake-interlaced=1"], false],
  ["frames with matrices of their own", ["-pix_fmt", "yuv420p", "-profile:v", "high", "-x264-params", "cqm=jvt"], true],
] as const)("%s", (_, options, expected) => {
  expect(isFramesOnly(parametersOf(...options))).toBe(expected);
});

test("what is no parameters says nothing", () => {
  expect(isFramesOnly(new Uint8Array())).toBeNull();
  expect(isFramesOnly(new Uint8Array([2, 100, 0, 40, 255, 225, 0, 20, 103, 100]))).toBeNull();
  expect(isFramesOnly(parametersOf("-pix_fmt", "yuv420p").subarray(0, 14))).toBeNull();
});
