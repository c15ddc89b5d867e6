import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { encodePng } from "@proxx/media";
import { askFfprobe, decodePixels, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createPictureTrack } from "./picture-track.ts";

const SIZE = { width: 6, height: 4 };

function plain(value: number): Promise<Buffer> {
  return encodePng(new Uint8Array(SIZE.width * SIZE.height * 4).fill(value), SIZE.width, SIZE.height);
}

test("pictures are shown in the order and for the frames asked for, the same one more than once", async () => {
  const path = join(temporaryFolder(), "track.mov");
  const track = await createPictureTrack(path, { ...SIZE, rate: { numerator: 30000, denominator: 1001 } });
  const [clear, grey, white] = [
    await track.add(await plain(0)),
    await track.add(await plain(128)),
    await track.add(await plain(255)),
  ];
  for (const [picture, frames] of [
    [clear, 7],
    [white, 1],
    [clear, 100_000],
    [grey, 3],
    [white, 2],
  ] as const) {
    track.show(picture, frames);
  }
  await track.close();
  const args = ["-v", "error", "-show_entries", "packet=pts,duration", "-of", "csv=p=0", path];
  const packets = spawnSync("ffprobe", args, { encoding: "utf8" }).stdout.trim().split("\n");
  const inFrames = packets.map((packet) => packet.split(",").map((ticks) => Number(ticks) / 1001));
  expect(inFrames).toEqual([
    [0, 7],
    [7, 1],
    [8, 100_000],
    [100_008, 3],
    [100_011, 2],
  ]);
  expect(askFfprobe(path).video).toMatchObject({ codec_name: "png", width: 6, height: 4, pix_fmt: "rgba" });
  const pixels = decodePixels(path, { pixelFormat: "rgba" });
  const frameBytes = SIZE.width * SIZE.height * 4;
  expect([0, 1, 2, 3, 4].map((frame) => pixels[frame * frameBytes])).toEqual([0, 255, 0, 128, 255]);
});

test("a picture may stand for longer than a duration can say", async () => {
  const path = join(temporaryFolder(), "long.mov");
  const track = await createPictureTrack(path, { ...SIZE, rate: { numerator: 120_000, denominator: 1001 } });
  track.show(await track.add(await plain(0)), 10_000_000);
  track.show(await track.add(await plain(255)), 1);
  await track.close();
  const args = ["-v", "error", "-show_entries", "packet=pts", "-of", "csv=p=0", path];
  const packets = spawnSync("ffprobe", args, { encoding: "utf8" }).stdout.trim().split("\n");
  expect(packets.at(-1)).toBe(String(10_000_000 * 1001));
});
