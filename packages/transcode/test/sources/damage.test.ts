import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ClipResult } from "@proxx/contract";
import {
  damagedPacket,
  makeClip,
  runFfmpeg,
  soundClip,
  temporaryFolder,
  withCounterJump,
  withoutTransportPacket,
} from "@proxx/testing";
import { first } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { makeSmallProxy, runSpec } from "../make-proxy.ts";

const PICTURE = {
  h264: ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10"],
  mpeg2video: ["-c:v", "mpeg2video", "-g", "10", "-q:v", "4"],
  prores: ["-c:v", "prores_ks"],
  mjpeg: ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "4"],
};

function clip(fileName: string, picture: keyof typeof PICTURE, sound: string): string {
  return soundClip(fileName, { seconds: 2 }, [...PICTURE[picture], "-c:a", sound]);
}

const copyOf = (source: string) => join(temporaryFolder(), basename(source));

async function failureOf(source: string): Promise<ClipResult> {
  const { status, clips } = await runSpec(source);
  expect(status).toBe("FAILED");
  const [failed] = clips;
  if (failed === undefined) throw new Error("A failed job has its clip");
  return failed;
}

/** Does what a failure says can be done. */
function mendedAsTold({ failure_detail, source_path }: ClipResult): string {
  const command = /`ffmpeg ([^`]+)`/.exec(failure_detail ?? "")?.[1] ?? "";
  const mended = join(temporaryFolder(), "mended.mkv");
  const told: Readonly<Record<string, string>> = { SOURCE: source_path, "MENDED.mkv": mended };
  runFfmpeg(command.split(" ").map((argument) => told[argument] ?? argument));
  return mended;
}

describe("damage is told by how much, where, and what can be done", () => {
  const PICTURES = [
    ["H.264", () => clip("h264.mp4", "h264", "aac"), 600],
    ["MPEG-2 in a transport stream", () => clip("mpeg2.ts", "mpeg2video", "mp2"), 100],
    ["MPEG-2 in a program stream", () => clip("mpeg2.mpg", "mpeg2video", "mp2"), 200],
    ["ProRes", () => clip("prores.mov", "prores", "pcm_s16le"), 2000],
    ["MJPEG", () => clip("mjpeg.mov", "mjpeg", "pcm_s16le"), 1500],
  ] as const;
  test.each(first(3, PICTURES))("in a picture of %s", async (_name, make, offset) => {
    const source = make();
    const failed = await failureOf(damagedPacket(source, copyOf(source), { stream: "v:0", number: 34, offset }));
    expect(failed).toMatchObject({ failure_code: "source_damaged" });
    expect(failed.failure_detail).toMatch(/\d+ of 50 frames of picture do not decode whole, the first at 1\.3\d\d s/);
    expect(failed.failure_detail).toMatch(/frame 3[34], counted from 0; the decoder says "[^[]+"/);
    expect(failed.failure_detail).toContain("copy it again where they differ");
    await makeSmallProxy(mendedAsTold(failed));
  });

  const SOUNDS = [
    ["AAC", "aac", 1024],
    ["AC-3", "ac3", 1536],
    ["MP3", "libmp3lame", 1152],
  ] as const;
  test.each(first(1, SOUNDS))("in a packet of %s", async (name, codec, samples) => {
    const source = clip(`sound-${name}.mkv`, "h264", codec);
    const failed = await failureOf(
      damagedPacket(source, copyOf(source), { stream: "a:0", number: 30, offset: 8, length: 120 }),
    );
    expect(failed).toMatchObject({ failure_code: "source_damaged" });
    expect(failed.failure_detail).toMatch(/\d+ of \d+ samples of sound track 1 do not decode/);
    const place = Number(/\(sample (\d+), counted from 0/.exec(failed.failure_detail ?? "")?.[1]);
    expect(place / samples).toBeGreaterThan(27);
    expect(place / samples).toBeLessThan(33);
    expect(failed.failure_detail).not.toContain("of picture");
    await makeSmallProxy(mendedAsTold(failed));
  });

  test("where a packet of a transport stream is lost", async () => {
    const source = clip("lost.ts", "h264", "aac");
    const failed = await failureOf(withoutTransportPacket(source, copyOf(source), { stream: "v:0", number: 34 }));
    expect(failed).toMatchObject({ failure_code: "source_damaged" });
    expect(failed.failure_detail).toMatch(/A packet is missing or broken in the stream, the first at 1\.3\d\d s/);
    await makeSmallProxy(mendedAsTold(failed));
  });

  test("where two transport streams are joined end to end", async () => {
    const bytes = readFileSync(clip("joined.ts", "h264", "aac"));
    const source = join(temporaryFolder(), "joined.ts");
    writeFileSync(source, Buffer.concat([bytes, bytes]));
    const failed = await failureOf(source);
    expect(failed).toMatchObject({ failure_code: "source_damaged" });
    expect(failed.failure_detail).toMatch(/joined end to end: its clock begins again at [12]\.\d+ s/);
    expect(failed.failure_detail).not.toContain("copy it again");
    const { probed } = await makeSmallProxy(mendedAsTold(failed));
    expect(Number(probed.video.nb_read_frames)).toBeGreaterThanOrEqual(100);
  });
});

describe("a source of which no picture and no sound is missing is taken", () => {
  test.each(["mkv", "ts"])("with eight bytes of AC-3 behind its sound, in %s", async (extension) => {
    const sound = makeClip("whole.ac3", ["-f", "lavfi", "-i", "sine=f=440:r=48000:d=2", "-c:a", "ac3"]);
    const bytes = readFileSync(sound);
    const withTail = join(temporaryFolder(), "tail.ac3");
    writeFileSync(withTail, Buffer.concat([bytes, bytes.subarray(0, 8)]));
    const source = join(temporaryFolder(), `tail.${extension}`);
    const picture = clip("picture.mp4", "h264", "aac");
    runFfmpeg(["-i", picture, "-f", "ac3", "-i", withTail, "-map", "0:v", "-map", "1:a", "-c", "copy", source]);
    const { losses } = await makeSmallProxy(source);
    expect(losses["damaged_end"]).toMatchObject({ from: expect.stringContaining("track 1: its last packet, at 2.") });
  });

  test.each([
    ["AC-3", "ac3", 62],
    ["FLAC", "flac", 20],
  ])("where the last packet of %s does not decode, and no samples are promised of it", async (_name, codec, number) => {
    const source = clip(`last-${codec}.mkv`, "h264", codec);
    const damaged = damagedPacket(source, copyOf(source), { stream: "a:0", number, offset: 8, length: 120 });
    const { losses, clip: made } = await makeSmallProxy(damaged);
    expect(losses["damaged_end"]).toMatchObject({ from: expect.stringContaining("its last packet, at 1.9") });
    const counted = made.verification.find(({ check }) => check === "audio_samples_1");
    expect(Number.parseInt(counted?.expected ?? "", 10)).toBe(Number(counted?.found));
  });

  test("where the counter of a transport stream jumps", async () => {
    const source = clip("counter.ts", "h264", "aac");
    const { losses, probed } = await makeSmallProxy(
      withCounterJump(source, copyOf(source), { stream: "v:0", number: 34 }),
    );
    expect(probed.video.nb_read_frames).toBe("50");
    expect(losses["broken_packets"]).toMatchObject({ from: expect.stringMatching(/^1, the first at 1\.3\d\d s$/) });
  });
});
