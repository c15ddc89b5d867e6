import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { discoverTools } from "@proxx/media";
import { decodePixels, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { renderTimeline } from "../src/index.ts";
import { everyMotion, partsIn } from "./movie-fixture.ts";

// Debian has it in gstreamer1.0-tools, -plugins-base, -plugins-good and -plugins-bad.
const hasOpenH264 = spawnSync("gst-inspect-1.0", ["openh264dec"]).status === 0;

test.skipIf(!hasOpenH264)("a decoder that is not ffmpeg's sees the same pictures, byte by byte", async () => {
  const folder = temporaryFolder();
  const [output, decoded] = [join(folder, "movie.mp4"), join(folder, "decoded.yuv")];
  const { keepPart } = partsIn(join(folder, "parts"));
  await renderTimeline(everyMotion(), { output, tools: await discoverTools(), keepPart });
  const elements = [
    ...["-q", "filesrc", `location=${output}`, "!", "qtdemux", "!", "h264parse", "!", "openh264dec", "!"],
    ...["video/x-raw,format=I420", "!", "filesink", `location=${decoded}`],
  ];
  expect(spawnSync("gst-launch-1.0", elements, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  expect(readFileSync(decoded).equals(decodePixels(output, { pixelFormat: "yuv420p" }))).toBe(true);
});
