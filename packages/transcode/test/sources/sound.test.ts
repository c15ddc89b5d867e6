import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  askFfprobe,
  decodeSound,
  makeClip,
  patchedCopy,
  QUICK_H264,
  soundClip,
  temporaryFolder,
  testPicture,
  testTone,
  type ProbedFile,
} from "@proxx/testing";
import { first, inTurn } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { makeSmallProxy, refusalOf, type Proxy } from "../make-proxy.ts";

const CONTAINERS = [
  ["prores_proxy", "mov"],
  ["h264", "mp4"],
  ["dnxhr_lb", "mxf"],
  ["vp9", "webm"],
] as const;

/** Half a second of picture with tracks made from `aevalsrc` expressions, one per channel. */
function tracksClip(
  fileName: string,
  tracks: readonly { channels: readonly string[]; layout: string; rate?: number }[],
  args: readonly string[],
): string {
  const inputs = tracks.flatMap(({ channels, layout, rate = 48000 }) => [
    "-f",
    "lavfi",
    "-i",
    `aevalsrc=${channels.join("|")}:c=${layout}:s=${rate}:d=0.6`,
  ]);
  const maps = tracks.flatMap((_, index) => ["-map", String(index + 1)]);
  return makeClip(fileName, [
    ...testPicture({ size: "320x180", seconds: 0.6 }),
    ...inputs,
    "-map",
    "0",
    ...maps,
    ...QUICK_H264,
    ...args,
  ]);
}

/** Channels that only one tone is in, so that a mixed or swapped one shows. */
function tones(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `sin(${300 + index * 200}*2*PI*t)/2`);
}

function sound({ probed }: Proxy): string[] {
  return probed.audio.map(
    (track) => `${track.codec_name} ${track.channels} ${track.channel_layout ?? "unnamed"} ${track.sample_rate}`,
  );
}

/** How many channels each track has, as verification found them. */
function channelsFound({ found }: Pick<Proxy, "found">): number[] {
  const tracks = Array.from({ length: Number(found["audio_tracks"]) }, (_, index) => found[`audio_track_${index + 1}`]);
  return tracks.map((track) => Number(/(\d+) channel/.exec(track ?? "")?.[1]));
}

/** The loudest of the tones in each channel, by correlating it with each. */
function heard(path: string, channels: number): number[] {
  const samples = decodeSound(path);
  return Array.from({ length: channels }, (_, channel) => {
    const strengths = Array.from({ length: channels }, (_, tone) => {
      let [sine, cosine] = [0, 0];
      for (let index = 4800; index < 19200; index++) {
        const value = samples[index * channels + channel] ?? 0;
        const angle = (index / 48000) * (300 + tone * 200) * 2 * Math.PI;
        sine += value * Math.sin(angle);
        cosine += value * Math.cos(angle);
      }
      return Math.hypot(sine, cosine);
    });
    return strengths.indexOf(Math.max(...strengths));
  });
}

describe("sync", () => {
  test.each([
    ["pcm_s16le", "mov", 48000],
    ["pcm_s16le", "mov", 44100],
    ["aac", "mp4", 48000],
    ["libopus", "webm", 48000],
  ])("of %s from %s in WebM is right to the millisecond, at %i Hz", async (encoder, extension, rate) => {
    const picture =
      extension === "webm" ? ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"] : QUICK_H264;
    const source = makeClip(`sync.${extension}`, [
      ...[...testPicture({ size: "320x180", seconds: 1 }), ...testTone({ seconds: 1, rate })],
      ...[...picture, "-c:a", encoder],
    ]);
    const { probed } = await makeSmallProxy(source, { codec: "vp9", container: "webm" });
    // As a player shows them: what lies before the first sound is not played.
    expect(Number(probed.frames[0]?.pts_time)).toBe(0);
    expect(Math.abs(Number(probed.soundFrames[0]?.pts_time))).toBeLessThanOrEqual(0.001);
  });

  const LATE = [
    ["libopus", "mkv", 0.3],
    ["libopus", "mkv", 1.2],
    ["pcm_s16le", "mov", 1.2],
  ] as const;
  const WAYS = [
    ["vp9", "webm"],
    ["prores_proxy", "mov"],
    ["prores_proxy", "mkv"],
  ] as const;
  test.each(
    LATE.map(([encoder, extension, late], index) => [encoder, extension, late, inTurn(1, WAYS, index)] as const),
  )(
    "of %s in %s that begins %f s late is right to the millisecond, and has a row",
    async (encoder, extension, late, ways) => {
      const source = makeClip(`late.${extension}`, [
        ...[...testPicture({ size: "320x180", seconds: 2 }), "-itsoffset", String(late), ...testTone({ seconds: 1 })],
        ...[...QUICK_H264, "-c:a", encoder],
      ]);
      const heard = ({ frames, soundFrames }: ProbedFile) =>
        Number(soundFrames[0]?.pts_time) - Number(frames[0]?.pts_time);
      for (const [codec, container] of ways) {
        const { probed, clip } = await makeSmallProxy(source, { codec, container });
        expect(Math.abs(heard(probed) - heard(askFfprobe(source)))).toBeLessThanOrEqual(0.0011);
        const checks = clip.verification.map(({ check }) => check);
        expect(checks).toEqual(expect.arrayContaining(["sync_1", "audio_samples_1"]));
      }
    },
  );
});

describe("sound that a player hears later than its track begins", () => {
  test("behind the priming of an encoder, as far as that is not cut off, passes", async () => {
    const source = makeClip("late.mkv", [
      ...[...testPicture({ size: "320x180", seconds: 1 }), "-itsoffset", "0.021", ...testTone({ seconds: 1 })],
      ...[...QUICK_H264, "-c:a", "libopus"],
    ]);
    const { clip } = await makeSmallProxy(source, { codec: "h264", container: "mp4" });
    expect(clip.verification).toContainEqual(expect.objectContaining({ check: "sync_1", pass: true }));
  });

  test("behind a first packet that its encoder means to be skipped, a little before the picture, passes", async () => {
    const made = makeClip("sound.aac", [...testTone({ seconds: 1, rate: 44_100 }), "-c:a", "aac"]);
    const sound = join(temporaryFolder(), "faac.aac");
    writeFileSync(sound, asFromFaac(readFileSync(made)));
    const source = makeClip("early.mkv", [
      ...["-itsoffset", "0.002", ...testPicture({ size: "320x180", seconds: 1 }), "-i", sound],
      ...[...QUICK_H264, "-c:a", "copy"],
    ]);
    const { probed } = await makeSmallProxy(source);
    expect(Number(probed.soundFrames[0]?.pts_time)).toBeCloseTo(0.0212, 2);
  });
});

/** The same stream with the mark of an encoder, faac, by whose first packet decoders know that they are to skip it. */
function asFromFaac(adts: Buffer): Buffer {
  const header = 7;
  const length = ((adts.readUInt16BE(3) & 0x3ff) << 3) | ((adts[5] ?? 0) >> 5);
  const bitsOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  // A fill element of 14 bytes: its kind, 13 bits of nothing, and the name.
  const fill = `110${(14).toString(2)}0000${"0".repeat(13)}${bitsOf(Buffer.from("libfaac 1.2"))}`.padEnd(
    7 + 14 * 8,
    "0",
  );
  const bits = fill + bitsOf(adts.subarray(header, length));
  const payload = (bits.padEnd(Math.ceil(bits.length / 8) * 8, "0").match(/.{8}/g) ?? []).map((byte) =>
    Number.parseInt(byte, 2),
  );
  const first = Buffer.from([...adts.subarray(0, header), ...payload]);
  first.writeUInt16BE((first.readUInt16BE(3) & ~0x3ff) | (first.length >> 3), 3);
  first[5] = ((first.length & 7) << 5) | ((first[5] ?? 0) & 0x1f);
  return Buffer.concat([first, adts.subarray(length)]);
}

describe("sound before the picture", () => {
  const clip = (extension: string, encoder: string, early: number) => {
    const picture =
      extension === "webm" ? ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"] : QUICK_H264;
    return makeClip(`early.${extension}`, [
      ...[
        "-itsoffset",
        String(early),
        ...testPicture({ size: "320x180", seconds: 0.6 }),
        ...testTone({ seconds: 0.6 }),
      ],
      ...[...picture, "-fps_mode", "passthrough", "-c:a", encoder],
    ]);
  };

  test.each([
    ["pcm_s16le", "mov", 0],
    ["pcm_s16le", "mkv", 0],
    ["libopus", "mp4", 0],
    // FFmpeg's writer moves the picture behind the pre-skip and tells players to play the sound that much earlier.
    ["libopus", "mkv", 7],
    ["libopus", "webm", 7],
  ])("is told to be left out, of %s in %s, though it is short", async (encoder, extension, own) => {
    for (const frames of first(1, [1, 0])) {
      const { losses } = await makeSmallProxy(clip(extension, encoder, frames / 25));
      const told = Number(/track 1: ([\d.]+) s/.exec(losses["audio_start"]?.from ?? "track 1: 0 s")?.[1]);
      expect(Math.abs(told * 1000 - frames * 40 - own)).toBeLessThanOrEqual(1.1);
    }
  });
});

describe("tracks", () => {
  test.each(first(2, CONTAINERS))(
    "of one channel labelled left and right stay two in %s in %s",
    async (codec, container) => {
      const source = tracksClip(
        "labelled.mov",
        ["FL", "FR"].map((layout, index) => ({ channels: [tones(2)[index] ?? ""], layout })),
        ["-c:a", "pcm_s16le"],
      );
      const { found, losses } = await makeSmallProxy(source, { codec, container });
      expect(channelsFound({ found })).toEqual([1, 1]);
      if (container === "mp4" || container === "webm") {
        expect(losses["channel_layout"]).toMatchObject({ to: "mono", reason: expect.stringContaining("unmixed") });
      }
    },
  );

  test.each(first(1, CONTAINERS))(
    "without a single sample are left out of %s in %s, and told",
    async (codec, container) => {
      const whole = tracksClip("two.mov", [{ channels: tones(1), layout: "mono" }], ["-c:a", "pcm_s16le"]);
      const source = makeClip("second-empty.mkv", [
        ...["-i", whole, "-f", "lavfi", "-i", "sine=d=0.6,atrim=end_sample=0", "-map", "0", "-map", "1"],
        ...["-c:v", "copy", "-c:a", "pcm_s16le"],
      ]);
      expect(askFfprobe(source).audio).toHaveLength(2);
      const { found, losses } = await makeSmallProxy(source, { codec, container });
      expect(found["audio_tracks"]).toBe("1");
      expect(losses["audio_track"]).toMatchObject({ from: "track 2 (pcm_s16le)", reason: "it holds not one sample" });
    },
  );

  test.each(inTurn(2, CONTAINERS, 1))(
    "of four mono microphones stay four in order as %s in %s",
    async (codec, container) => {
      const source = tracksClip(
        "four.mov",
        tones(4).map((tone) => ({ channels: [tone], layout: "mono" })),
        ["-c:a", "pcm_s24le"],
      );
      const { found } = await makeSmallProxy(source, { codec, container });
      expect(channelsFound({ found })).toEqual([1, 1, 1, 1]);
    },
  );

  test("that are not there are none", async () => {
    const source = makeClip("silent.mov", [...testPicture({ size: "320x180", seconds: 0.4 }), ...QUICK_H264]);
    for (const [codec, container] of inTurn(2, CONTAINERS, 1))
      expect((await makeSmallProxy(source, { codec, container })).found["audio_tracks"]).toBe("0");
  });

  test("that ffmpeg cannot decode are told as lost, and the others stay", async () => {
    const whole = tracksClip(
      "apple.mov",
      [
        { channels: tones(2), layout: "stereo" },
        { channels: tones(1), layout: "mono" },
      ],
      ["-c:a:0", "aac", "-c:a:1", "pcm_s16le"],
    );
    // What an iPhone writes beside its stereo track, as far as a reader without a decoder sees it.
    const folder = temporaryFolder();
    const renamed = patchedCopy(whole, join(folder, "renamed.mov"), "mp4a", "apac");
    const source = patchedCopy(renamed, join(folder, "apple.mov"), "esds", "dapa");
    for (const [codec, container] of first(1, CONTAINERS.slice(0, 2))) {
      const { found, losses } = await makeSmallProxy(source, { codec, container });
      expect(channelsFound({ found })).toEqual([1]);
      expect(losses["audio_track"]).toMatchObject({ from: expect.stringContaining("track 1"), to: "none" });
    }
  });
});

describe("channels", () => {
  test.each([
    ["prores_proxy", "mov", "pcm_s24le 6 5.1(side) 48000"],
    ["h264", "mp4", "aac 6 5.1 48000"],
    ["dnxhr_lb", "mxf", "pcm_s24le 6 unnamed 48000"],
    ["vp9", "webm", "opus 6 5.1 48000"],
  ] as const)("of 5.1(side) keep their places as %s in %s", async (codec, container, expected) => {
    const source = tracksClip("surround.mov", [{ channels: tones(6), layout: "5.1(side)" }], ["-c:a", "pcm_s24le"]);
    const made = await makeSmallProxy(source, { codec, container });
    expect(sound(made)).toEqual([expected]);
    if (container !== "mov") expect(made.losses["channel_layout"]).toMatchObject({ from: "track 1: 5.1(side)" });
    // The low-pass of Opus and AAC for the subwoofer takes its tone away.
    const found = heard(made.path, 6);
    for (const channel of container === "mov" || container === "mxf" ? [0, 1, 2, 3, 4, 5] : [0, 1, 2, 4, 5])
      expect(found[channel]).toBe(channel);
  });

  test("of 5.1 keep their name where it exists", async () => {
    const source = tracksClip("surround51.mov", [{ channels: tones(6), layout: "5.1" }], ["-c:a", "pcm_s24le"]);
    for (const [codec, container] of inTurn(2, CONTAINERS, 1)) {
      const { probed, losses } = await makeSmallProxy(source, { codec, container });
      expect(probed.audio[0]?.channel_layout ?? losses["channel_layout"]?.to).toBe(
        container === "mxf" ? "unnamed" : "5.1",
      );
    }
  });

  test.each(first(2, CONTAINERS))("without a layout keep their places as %s in %s", async (codec, container) => {
    // Matroska has no place for the layout of PCM.
    const source = tracksClip("nameless.mkv", [{ channels: tones(4), layout: "quad" }], ["-c:a", "pcm_s16le"]);
    const { path, losses } = await makeSmallProxy(source, { codec, container });
    expect(heard(path, 4)).toEqual([0, 1, 2, 3]);
    if (container !== "mxf")
      expect(losses["channel_layout"]).toMatchObject({ from: "track 1: 4 channels without a layout" });
  });

  test.each(inTurn(2, CONTAINERS, 1))(
    "of which there are eight without a layout are eight as %s in %s",
    async (codec, container) => {
      const source = tracksClip("eight.mkv", [{ channels: tones(8), layout: "7.1" }], ["-c:a", "pcm_s24le"]);
      const { found } = await makeSmallProxy(source, { codec, container });
      expect(channelsFound({ found })).toEqual([8]);
    },
  );

  test("of 2.1 are not mixed for Opus, which has no such layout", async () => {
    const source = tracksClip("small.mov", [{ channels: tones(3), layout: "2.1" }], ["-c:a", "pcm_s16le"]);
    const { path, losses } = await makeSmallProxy(source, { codec: "vp9", container: "webm" });
    expect(heard(path, 3)).toEqual([0, 1, 2]);
    expect(losses["channel_layout"]).toMatchObject({ from: "track 1: 2.1", to: "3.0" });
  });

  test("of which there are more than Opus takes are refused", async () => {
    const source = tracksClip("sixteen.mov", [{ channels: tones(16), layout: "hexadecagonal" }], ["-c:a", "pcm_s16le"]);
    const issues = await refusalOf(source, { codec: "vp9", container: "webm" });
    expect(issues).toMatchObject([
      { path: "$.container", code: "audio_unsupported", hint: expect.stringContaining("container mkv") },
    ]);
    expect(sound(await makeSmallProxy(source))).toEqual(["pcm_s16le 16 hexadecagonal 48000"]);
  });
});

describe("samples", () => {
  const clip = (name: string, codec: string, rate = 48000) => {
    const sixteen = { alac: ["-sample_fmt", "s16p"], flac: ["-sample_fmt", "s16"] }[codec] ?? [];
    return tracksClip(name, [{ channels: tones(2), layout: "stereo", rate }], ["-c:a", codec, ...sixteen]);
  };

  test("at 44.1 kHz stay so but in mxf, which has 48", async () => {
    const source = clip("cd.mov", "pcm_s16le", 44100);
    expect(sound(await makeSmallProxy(source))).toEqual(["pcm_s16le 2 stereo 44100"]);
    const made = await makeSmallProxy(source, { codec: "dnxhr_lb", container: "mxf" });
    expect(sound(made)).toEqual(["pcm_s16le 2 unnamed 48000"]);
    expect(made.losses["sample_rate"]).toMatchObject({ from: "track 1: 44100 Hz", to: "48000 Hz" });
  });

  const SAMPLES = [
    ["pcm_s24be", "mov", "pcm_s24le", []],
    ["pcm_f32le", "mov", "pcm_f32le", []],
    ["pcm_s32le", "mxf", "pcm_s24le", ["sample_depth", "colour_assumed", "colour_matrix"]],
    ["alac", "mov", "pcm_s16le", []],
    ["aac", "mov", "pcm_s24le", []],
    ["alac", "mp4", "aac", ["audio_compression"]],
    ["pcm_s16le", "mov", "pcm_s16le", []],
    ["aac", "mp4", "aac", []],
  ] as const;
  test.each(first(6, SAMPLES))("of %s in %s become %s", async (from, container, to, lost) => {
    const codec = container === "mp4" ? "h264" : container === "mxf" ? "dnxhr_lb" : "prores_proxy";
    const { found, losses } = await makeSmallProxy(clip(`${from}.mov`, from), { codec, container });
    expect(found["audio_track_1"]).toBe(`${to}, 2 channels, 48000 Hz`);
    expect(Object.keys(losses)).toEqual(lost);
  });

  test("of FLAC stay uncompressed beside H.264 where the container takes PCM", async () => {
    const source = clip("lossless.mkv", "flac");
    expect(sound(await makeSmallProxy(source, { codec: "h264", container: "mov" }))).toEqual([
      "pcm_s16le 2 stereo 48000",
    ]);
  });
});

describe("sound of another length than the picture", () => {
  const clip = (seconds: number) =>
    makeClip(`sound-${seconds}.mov`, [
      ...testPicture({ size: "320x180", seconds: 1 }),
      ...testTone({ seconds }),
      ...QUICK_H264,
      "-c:a",
      "pcm_s16le",
    ]);

  test.each([0.4, 1.6])("lasts its own %f s in mov and mp4", async (seconds) => {
    for (const [codec, container] of inTurn(1, CONTAINERS.slice(0, 2), seconds < 1 ? 0 : 1)) {
      const { found } = await makeSmallProxy(clip(seconds), { codec, container });
      expect(found["frame_count"]).toBe("25");
      expect(Number.parseFloat(found["audio_end_1"] ?? "")).toBeCloseTo(seconds, 1);
    }
  });

  test.each([
    [0.4, "silence is added"],
    [1.6, "left out"],
  ])("of %f s is as long as the picture in mxf, and no frame is lost", async (seconds, reason) => {
    const { probed, losses } = await makeSmallProxy(clip(seconds), { codec: "dnxhr_lb", container: "mxf" });
    expect(probed.video.nb_read_frames).toBe("25");
    expect(Number(probed.audio[0]?.duration)).toBeCloseTo(1, 2);
    expect(losses["audio_length"]).toMatchObject({
      from: `track 1: ends at ${seconds.toFixed(3)} s`,
      reason: expect.stringContaining(reason),
    });
  });
});

test.each([1.03, 0.97])("sound of %f s has a row in mxf too: what is cut or added is told", async (seconds) => {
  const source = makeClip("nearly.mov", [
    ...[...testPicture({ size: "320x180", seconds: 1 }), ...testTone({ seconds })],
    ...[...QUICK_H264, "-c:a", "pcm_s16le"],
  ]);
  const { losses } = await makeSmallProxy(source, { codec: "dnxhr_lb", container: "mxf" });
  expect(losses["audio_length"]).toMatchObject({ from: `track 1: ends at ${seconds.toFixed(3)} s`, to: "1.000 s" });
});

test("the priming of AAC does not shift the sound", async () => {
  const { probed } = await makeSmallProxy(soundClip("primed.mp4"), { codec: "h264", container: "mp4" });
  expect(Number(probed.audio[0]?.start_time)).toBeCloseTo(0, 2);
  expect(Number(probed.video.start_time)).toBe(0);
});
