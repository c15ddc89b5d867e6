import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import {
  cutCopy,
  damagedCopy,
  encryptedMatroska,
  makeClip,
  patchedCopy,
  pictureClip,
  QUICK_H264,
  runFfmpeg,
  scrambledTransport,
  soundClip,
  temporaryFolder,
  testPicture,
  testTone,
  TITLE_TO_ENCRYPT,
} from "@proxx/testing";
import { validateJobSpec } from "@proxx/transcode";
import { describe, expect, test } from "vitest";
import { makeSmallProxy, refusalOf, runSpec, specOf } from "../make-proxy.ts";

// Several groups of pictures, so that a cut leaves something that plays.
const LONG = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "12"];

const WHOLE = {
  "mov with its index in front": () =>
    soundClip("front.mov", { seconds: 2 }, [...LONG, "-c:a", "pcm_s16le", "-movflags", "+faststart"]),
  "mp4 with its index in front": () =>
    soundClip("front.mp4", { seconds: 2 }, [...LONG, "-c:a", "aac", "-movflags", "+faststart"]),
  "mov with its index at the end": () => soundClip("end.mov", { seconds: 2 }, [...LONG, "-c:a", "pcm_s16le"]),
  "mp4 with its index at the end": () => soundClip("end.mp4", { seconds: 2 }, [...LONG, "-c:a", "aac"]),
  Matroska: () => soundClip("cut.mkv", { seconds: 2 }, [...LONG, "-c:a", "aac"]),
  WebM: () =>
    soundClip("cut.webm", { seconds: 2 }, [
      "-c:v",
      "libvpx-vp9",
      "-deadline",
      "realtime",
      "-cpu-used",
      "8",
      "-c:a",
      "libopus",
    ]),
  MXF: () =>
    makeClip("cut.mxf", [
      ...[...testPicture({ size: "720x576", seconds: 2 }), ...testTone({ seconds: 2 })],
      ...["-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-b:v", "5M", "-c:a", "pcm_s16le"],
    ]),
  AVI: () => soundClip("cut.avi", { seconds: 2 }, ["-c:v", "mpeg4", "-q:v", "3", "-c:a", "pcm_s16le"]),
  "intra-frame ProRes": () =>
    pictureClip("cut-prores.mov", { seconds: 2 }, ["-c:v", "prores_ks", "-movflags", "+faststart"]),
};

describe("a copy that broke off at 60 %", () => {
  test.each(Object.entries(WHOLE))("of %s is refused before anything is encoded", async (_name, clip) => {
    const whole = clip();
    const source = cutCopy(whole, join(temporaryFolder(), basename(whole)), 0.6);
    const output_dir = temporaryFolder();
    const issues = await refusalOf(source, { output_dir });
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({
      path: "$.sources[0]",
      code: expect.stringMatching(/^source_(truncated|not_media)$/),
    });
    expect(issues[0]?.hint).toMatch(/copy/i);
    expect(readdirSync(output_dir)).toEqual([]);
  });

  test("of a file whose size was set beforehand, as Windows does it, does not pass for a proxy", async () => {
    for (const whole of [WHOLE["mov with its index in front"](), WHOLE["intra-frame ProRes"](), WHOLE["Matroska"]()]) {
      const bytes = readFileSync(whole);
      bytes.fill(0, Math.floor(bytes.length * 0.6));
      const source = join(temporaryFolder(), basename(whole));
      writeFileSync(source, bytes);
      const output_dir = temporaryFolder();
      const result = await runSpec(source, { output_dir }).catch((error: unknown) => error);
      expect(result).not.toMatchObject({ status: "COMPLETED" });
      expect(readdirSync(output_dir).filter((name) => !name.startsWith("."))).toEqual([]);
    }
  });

  test("of a transport stream cannot be proven, and is marked so", async () => {
    const whole = soundClip("cut.ts", { seconds: 2 }, [...LONG, "-c:a", "mp2"]);
    const source = cutCopy(whole, join(temporaryFolder(), "cut.ts"), 0.6);
    const { clips } = await validateJobSpec(specOf(source));
    expect(clips).toMatchObject([{ source_completeness: "unprovable" }]);
  });
});

test("a whole file of every kind is proven or declared whole", async () => {
  for (const clip of Object.values(WHOLE)) {
    const { clips } = await validateJobSpec(specOf(clip()));
    expect(clips).toMatchObject([{ source_completeness: expect.stringMatching(/^(proven|declared)$/) }]);
  }
});

test("flipped bytes in ProRes never become a completed proxy", async () => {
  const whole = WHOLE["intra-frame ProRes"]();
  const source = damagedCopy(whole, join(temporaryFolder(), "damaged.mov"), { at: 0.5, length: 4000 });
  const output_dir = temporaryFolder();
  const result = await runSpec(source, { output_dir });
  expect(result.status).toBe("FAILED");
  expect(result.clips[0]?.failure_reason).toMatch(/^(execution_error|verification_failed)$/);
  expect(readdirSync(output_dir).filter((name) => !name.startsWith("."))).toEqual([]);
});

describe("what is no moving picture", () => {
  const still = (fileName: string, args: readonly string[] = []) =>
    makeClip(fileName, ["-f", "lavfi", "-i", "testsrc2=s=320x180", "-frames:v", "1", ...args]);

  test.each(["png", "jpg", "gif", "webp", "tiff", "bmp"])(
    "a still %s is refused by its name, whatever that is",
    async (extension) => {
      const picture = still(`still.${extension}`);
      const disguised = join(temporaryFolder(), "still.mov");
      copyFileSync(picture, disguised);
      for (const source of [picture, disguised]) {
        const issues = await refusalOf(source);
        expect(issues).toMatchObject([
          { path: "$.sources[0]", code: "source_still_image", message: expect.stringContaining(extname(source)) },
        ]);
      }
    },
  );

  test.each([
    ["sound.wav", []],
    ["sound.mp3", []],
    ["sound.flac", []],
    ["sound.m4a", ["-c:a", "aac"]],
  ])("%s has no picture", async (fileName, args) => {
    const source = makeClip(fileName, ["-f", "lavfi", "-i", "sine=d=0.5", ...args]);
    expect(await refusalOf(source)).toMatchObject([{ path: "$.sources[0]", code: "source_no_video" }]);
  });

  test("a song with cover art has no picture either", async () => {
    const cover = still("cover.png", ["-s", "64x64"]);
    const source = makeClip("song.m4a", [
      ...["-f", "lavfi", "-i", "sine=d=0.5", "-i", cover, "-map", "0", "-map", "1"],
      ...["-c:a", "aac", "-c:v", "png", "-disposition:v:0", "attached_pic", "-f", "ipod"],
    ]);
    expect(await refusalOf(source)).toMatchObject([{ path: "$.sources[0]", code: "source_no_video" }]);
  });

  test.each([
    ["noise.mov", Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))],
    ["zeros.mov", Buffer.alloc(1_000_000)],
    ["letter.mov", Buffer.from("Dear editor,\nthe clip follows tomorrow.\n")],
  ])("%s is no media", async (fileName, bytes) => {
    const source = join(temporaryFolder(), fileName);
    writeFileSync(source, bytes);
    expect(await refusalOf(source)).toMatchObject([{ path: "$.sources[0]", code: "source_not_media" }]);
  });

  test("a file whose beginning was never written is told from other noise", async () => {
    const bytes = readFileSync(WHOLE["mp4 with its index at the end"]());
    const source = join(temporaryFolder(), "unwritten.mp4");
    writeFileSync(source, bytes.fill(0, 0, 4096));
    expect(await refusalOf(source)).toMatchObject([{ hint: expect.stringContaining("begins with zeros") }]);
  });

  test("an empty file and a folder are what they are", async () => {
    const folder = temporaryFolder();
    const empty = join(folder, "empty.mov");
    writeFileSync(empty, "");
    expect(await refusalOf(empty)).toMatchObject([{ code: "source_empty" }]);
    expect(await refusalOf(folder)).toMatchObject([{ code: "source_not_file" }]);
  });

  test("a GIF that moves is one, with the times of its frames", async () => {
    const source = makeClip("moving.gif", ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=1"]);
    const { found } = await makeSmallProxy(source);
    expect(found).toMatchObject({ frame_count: "10", frame_rate: "10/1" });
  });

  test("an animated PNG is named as what it is", async () => {
    const source = makeClip("moving.apng", ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=0.5", "-f", "apng"]);
    const named = join(temporaryFolder(), "moving.png");
    copyFileSync(source, named);
    expect(await refusalOf(named)).toMatchObject([
      { code: "source_animation_unreadable", message: expect.stringContaining("animated PNG") },
    ]);
  });

  test("a video of one frame is a moving picture all the same", async () => {
    const { found } = await makeSmallProxy(still("one.mp4", [...QUICK_H264]));
    expect(found["frame_count"]).toBe("1");
  });
});

describe("what is encrypted is called so, and nobody is sent to copy it again", () => {
  const encrypted = (of: "picture" | "sound", hint: RegExp) => [
    {
      path: "$.sources[0]",
      code: "source_encrypted",
      message: expect.stringMatching(`^The ${of} of .* is encrypted`),
      hint: expect.stringMatching(hint),
    },
  ];
  const clip = () => soundClip("to-encrypt.mp4", { seconds: 0.6 }, [...QUICK_H264, "-c:a", "aac"]);

  test("MP4 by Common Encryption, with the command that takes its key", async () => {
    const key = "76a6c65c5ea762046bd749a2e632ccbb";
    const source = soundClip("encrypted.mp4", { seconds: 0.6 }, [
      ...[...QUICK_H264, "-c:a", "aac", "-encryption_scheme", "cenc-aes-ctr"],
      ...["-encryption_key", key, "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8"],
    ]);
    const issues = await refusalOf(source);
    expect(issues).toMatchObject(encrypted("picture", /decryption_key KEY/));
    const clear = join(temporaryFolder(), "clear.mp4");
    const told: Readonly<Record<string, string>> = { KEY: key, SOURCE: source, "CLEAR.mp4": clear };
    const command = /`ffmpeg ([^`]+)`/.exec(issues[0]?.hint ?? "")?.[1] ?? "";
    runFfmpeg(command.split(" ").map((argument) => told[argument] ?? argument));
    await makeSmallProxy(clear);
  });

  test.each([
    ["its sound alone, by Common Encryption", "mp4a", "enca", "sound", /decryption_key KEY/],
    ["a picture bought from a shop", "avc1", "drmi", "picture", /^Nothing can be made of it without its key\.$/],
    ["sound bought from a shop", "mp4a", "drms", "sound", /^Nothing can be made of it without its key\.$/],
  ] as const)("%s", async (_name, entry, protectedEntry, of, hint) => {
    const source = join(temporaryFolder(), "protected.mp4");
    writeFileSync(source, readFileSync(clip(), "latin1").replaceAll(entry, protectedEntry), "latin1");
    expect(await refusalOf(source)).toMatchObject(encrypted(of, hint));
  });

  test("but not what has such a name in its title", async () => {
    const args = ["-metadata", "title=encanto, drms, enca, encv", "-c:a", "aac"];
    const { found } = await makeSmallProxy(soundClip("titled.mp4", { seconds: 0.6 }, [...QUICK_H264, ...args]));
    expect(found["frame_count"]).toBe("15");
  });

  test("Matroska", async () => {
    const titled = ["-metadata:s:v", `title=${TITLE_TO_ENCRYPT}`, "-c:a", "aac"];
    const whole = soundClip("to-encrypt.mkv", { seconds: 0.6 }, [...QUICK_H264, ...titled]);
    const source = encryptedMatroska(whole, join(temporaryFolder(), "encrypted.mkv"));
    expect(await refusalOf(source)).toMatchObject(encrypted("picture", /without its key/));
  });

  test("a scrambled transport stream", async () => {
    const whole = soundClip("to-scramble.ts", { seconds: 0.6 }, [...QUICK_H264, "-c:a", "mp2"]);
    const source = scrambledTransport(whole, join(temporaryFolder(), "scrambled.ts"));
    expect(await refusalOf(source)).toMatchObject(encrypted("picture", /without its key/));
  });
});

describe("WMV that declares more than it plays", () => {
  const declaring = (share: number) => {
    const whole = soundClip("whole.wmv", { seconds: 2 }, ["-c:v", "wmv2", "-c:a", "wmav2"]);
    const bytes = readFileSync(whole);
    const properties = bytes.indexOf(Buffer.from("a1dcab8c47a9cf118ee400c00c205365", "hex"));
    // Play time in units of a ten-millionth of a second.
    bytes.writeBigUInt64LE(90_000_000n, properties + 64);
    const source = join(temporaryFolder(), "declaring.wmv");
    writeFileSync(source, bytes.subarray(0, Math.floor(bytes.length * share)));
    return source;
  };

  test("is whole when its bytes are all there", async () => {
    const { found } = await makeSmallProxy(declaring(1));
    expect(found["frame_count"]).toBe("50");
  });

  test("is refused when they are not", async () => {
    expect(await refusalOf(declaring(0.6))).toMatchObject([{ code: "source_truncated" }]);
  });
});

test("WMV that was sent while it was made declares nothing, and is taken as it is", async () => {
  const bytes = readFileSync(soundClip("whole.wmv", { seconds: 2 }, ["-c:v", "wmv2", "-c:a", "wmav2"]));
  const properties = bytes.indexOf(Buffer.from("a1dcab8c47a9cf118ee400c00c205365", "hex"));
  // Size, number of packets and play time, and the flag that says that they are not filled in.
  for (const at of [40, 56, 64]) bytes.writeBigUInt64LE(0n, properties + at);
  bytes.writeUInt32LE(bytes.readUInt32LE(properties + 88) | 1, properties + 88);
  const source = join(temporaryFolder(), "sent.wmv");
  writeFileSync(source, bytes);
  const { clip, found } = await makeSmallProxy(source);
  expect(found["frame_count"]).toBe("50");
  expect(clip.source_completeness).toBe("unprovable");
});

test("a note beside the picture that is cut short says nothing against a whole film", async () => {
  const note = "sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+hello";
  const sound = ["-bsf:v", `h264_metadata=${note}`, "-c:a", "aac"];
  const whole = soundClip("noted.mp4", { seconds: 1 }, [...LONG, ...sound]);
  // H.264's type 5, and how long the note is: a few bytes more than there are.
  const length = "hello".length + 17;
  const [header, longer] = [length, length + 9].map((bytes) => `\u0005${String.fromCharCode(bytes)}\u0008o6`);
  const source = patchedCopy(whole, join(temporaryFolder(), "noted.mp4"), header ?? "", longer ?? "");
  const { clip, found } = await makeSmallProxy(source);
  expect(clip.source_completeness).toBe("proven");
  expect(found["frame_count"]).toBe("25");
});
