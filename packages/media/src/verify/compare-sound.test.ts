import { makeClip, QUICK_H264, testPicture, testTone } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { discoverTools } from "../process/discover-tools.ts";
import { verifyMedia } from "./verify-media.ts";

const FORMS = {
  "PCM in mov": { extension: "mov", codec: "pcm_s16le", priming: 0 },
  "PCM in mkv": { extension: "mkv", codec: "pcm_s16le", priming: 0 },
  "AAC in mp4": { extension: "mp4", codec: "aac", priming: 0 },
  "AAC in mkv": { extension: "mkv", codec: "aac", priming: 1024 },
  "Opus in mkv": { extension: "mkv", codec: "libopus", priming: 0 },
} as const;

type Form = keyof typeof FORMS;

/** The rows about two seconds of sound that begin with the picture, of a file in which `fault` happened to them. */
async function rowsOf(form: Form, fault: string) {
  const { extension, codec, priming } = FORMS[form];
  // What Opus is told to play earlier is not what is looked at here.
  const filters = codec === "libopus" ? `${fault},asetpts=PTS+0.0065/TB` : fault;
  const path = makeClip(`sound.${extension}`, [
    ...[...testPicture({ size: "320x180" }), ...testTone(), "-af", filters],
    ...[...QUICK_H264, "-c:a", codec, "-fflags", "+bitexact"],
  ]);
  const filled = priming > 0 ? 1024 : 0;
  const samples = { promised: 96000, least: 96000 - 150, most: 96000 + 150 + filled, decodedFrom: codec };
  const sync = { startSeconds: 0, toleranceSeconds: 0.002, primingSeconds: priming / 48000 };
  const track = { codec: codec.replace("lib", ""), channels: 1, sampleRate: 48000, endSeconds: null, sync, samples };
  const { ffprobe } = await discoverTools();
  // A rate that is not compared has the packets read, as they are where frames vary.
  const rows = await verifyMedia(path, { audio: [track], rate: null }, { ffprobe, level: "ends" });
  return Object.fromEntries(rows.map(({ check, pass }) => [check, pass]));
}

describe.each(Object.keys(FORMS) as Form[])("sound as %s", (form) => {
  test("that begins with the picture and lacks nothing passes", async () => {
    expect(await rowsOf(form, "anull")).toMatchObject({ sync_1: true, audio_samples_1: true });
  });

  test("that begins a few milliseconds late fails", async () => {
    // MP4 begins with as much of the priming of AAC as the sound is late: there is more to be heard than there was.
    const seenBy = form === "AAC in mp4" ? "audio_samples_1" : "sync_1";
    expect(await rowsOf(form, "asetpts=PTS+0.006/TB")).toMatchObject({ [seenBy]: false });
  });

  test("that lacks a few milliseconds in the middle or at the end fails", async () => {
    expect(await rowsOf(form, "aselect='not(eq(n,40))',asetpts=N/SR/TB")).toMatchObject({ audio_samples_1: false });
    expect(await rowsOf(form, "atrim=end_sample=93500")).toMatchObject({ audio_samples_1: false });
  });
});

test("what gives a fifth of the sound is named", async () => {
  const path = makeClip("fifth.mov", [
    ...[...testPicture({ size: "320x180" }), ...testTone({ seconds: 0.4 }), ...QUICK_H264, "-c:a", "pcm_s16le"],
  ]);
  const samples = { promised: 96000, least: 95000, most: 97000, decodedFrom: "amr_nb" };
  const track = { codec: "pcm_s16le", channels: 1, sampleRate: 48000, endSeconds: null, samples };
  const { ffprobe } = await discoverTools();
  expect(await verifyMedia(path, { audio: [track] }, { ffprobe, level: "ends" })).toContainEqual({
    check: "audio_samples_1",
    expected: "96000 (95000 to 97000)",
    found: "19200: ffmpeg's decoder of amr_nb gave 20 % of what its packets hold",
    pass: false,
  });
});
