import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeClip, testPicture, testTone } from "@proxx/testing/make-clip";

/** The sources of a round, and how many frames each has. */
export const CLIP_FRAMES: Readonly<Record<string, number>> = {
  "a.mov": 10,
  "b.mov": 13,
  "c.mov": 20,
  "slow.mov": 150,
};

/** Copies the sources into a folder, so that every process that reads them names the folder. */
export function putSources(folder: string): void {
  mkdirSync(folder);
  const size = "128x72";
  const h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
  const prores = ["-c:v", "prores_ks", "-profile:v", "0"];
  const clips = {
    "a.mov": makeClip("a.mov", [
      ...testPicture({ size, seconds: 0.4 }),
      ...testTone({ seconds: 0.4 }),
      ...h264,
      "-c:a",
      "aac",
    ]),
    "b.mov": makeClip("b.mov", [...testPicture({ size, seconds: 0.52 }), ...prores, "-timecode", "01:00:00:00"]),
    "c.mov": makeClip("c.mov", [...testPicture({ size, seconds: 0.8 }), ...h264]),
    "slow.mov": makeClip("slow.mov", [
      ...testPicture({ size: "960x540", seconds: 6 }),
      "-vf",
      "noise=alls=20:allf=t",
      "-c:v",
      "mpeg4",
      "-q:v",
      "4",
    ]),
  };
  for (const [name, path] of Object.entries(clips)) copyFileSync(path, join(folder, name));
  // Frames overwritten behind the first ones: it demuxes whole and does not decode.
  const bytes = readFileSync(makeClip("damaged.mov", [...testPicture({ size: "320x180", seconds: 1 }), ...prores]));
  bytes.fill(0xa5, Math.floor(bytes.length * 0.3), Math.floor(bytes.length * 0.7));
  writeFileSync(join(folder, "damaged.mov"), bytes);
}
