import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { makeClip, temporaryFolder, testPicture } from "@proxx/testing";
import { describe, expect, it } from "vitest";
import { discoverTools } from "../process/discover-tools.ts";
import { probe } from "./probe.ts";

// Larger than the two kilobytes by which ffmpeg begins to guess, as every photograph is.
const picture = (name: string) => makeClip(name, [...testPicture(), "-frames:v", "1"]);

describe("a picture", () => {
  it.each(["photo.jpg", "photo.jpeg", "photo.png", "photo.webp", "photo.bmp", "photo.tiff", "photo.gif"])(
    "is read: %s",
    async (name) => {
      const { ffprobe } = await discoverTools();
      expect((await probe(picture(name), { ffprobe })).video).toMatchObject({ width: 640, height: 360 });
    },
  );

  it.each([
    ["photo.jpg", "photo.png"],
    ["photo.jpg", "PHOTO.JPG"],
    ["photo.jpg", "photo"],
    ["photo.png", "photo.jpg"],
  ])("is what its bytes are: %s as %s", async (name, calledNow) => {
    const path = join(temporaryFolder(), calledNow);
    copyFileSync(picture(name), path);
    const { ffprobe } = await discoverTools();
    expect((await probe(path, { ffprobe })).video).toMatchObject({ width: 640, height: 360 });
  });
});
