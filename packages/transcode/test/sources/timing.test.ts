import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  askFfprobe,
  damagedCopy,
  decodeSound,
  makeClip,
  numberedClip,
  patchedCopy,
  pictureClip,
  QUICK_H264,
  shownNumbers,
  soundClip,
  temporaryFolder,
  testPicture,
  testTone,
  variableRateClip,
  type ProbedFile,
} from "@proxx/testing";
import { covering, first, inTurn } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { makeSmallProxy, refusalOf, runSpec } from "../make-proxy.ts";

function times({ frames }: ProbedFile): number[] {
  return frames.map((frame) => Number(frame.pts_time));
}

describe("frames at varying times", () => {
  const PROXIES = [
    ["prores_proxy", "mov"],
    ["prores_proxy", "mkv"],
    ["h264", "mp4"],
    ["h265", "mp4"],
    ["vp9", "webm"],
    ["av1", "mp4"],
    ["dnxhr_lb", "mov"],
  ] as const;
  test.each(covering(PROXIES, 1))("keep their times as %s in %s", async (codec, container) => {
    const source = variableRateClip("varying.mp4");
    const { probed, clip } = await makeSmallProxy(source, { codec, container });
    const before = times(askFfprobe(source));
    expect(before).toHaveLength(24);
    expect(times(probed)).toHaveLength(24);
    for (const [index, time] of times(probed).entries()) expect(time).toBeCloseTo(before[index] ?? 0, 2);
    expect(clip.verification).toContainEqual(expect.objectContaining({ check: "duration", pass: true }));
  });

  test("keep the milliseconds of Matroska", async () => {
    const source = variableRateClip("varying.mkv", "30000/1001");
    const { probed } = await makeSmallProxy(source);
    expect(times(probed)).toEqual(times(askFfprobe(source)));
  });

  test("are refused for mxf, which has one rate", async () => {
    const issues = await refusalOf(variableRateClip("varying.mp4"), { codec: "dnxhr_lb", container: "mxf" });
    expect(issues).toMatchObject([
      { path: "$.container", code: "variable_rate_unsupported", hint: expect.stringContaining("force_25") },
    ]);
  });

  test.each(["mov", "mxf"] as const)("become 25 a second in %s when that is forced", async (container) => {
    const { probed, losses } = await makeSmallProxy(variableRateClip("varying.mkv"), {
      codec: "dnxhr_lb",
      container,
      fps_mode: "force_25",
    });
    expect(times(probed)).toEqual(Array.from({ length: 25 }, (_, index) => index / 25));
    expect(losses["frame_times"]).toMatchObject({ from: "variable", to: "25 fps" });
  });

  test("lose the timecode, which counts frames of equal length", async () => {
    const varying = variableRateClip("varying.mkv");
    const source = makeClip("varying-with-label.mkv", [
      "-i",
      varying,
      "-c",
      "copy",
      "-metadata",
      "timecode=01:00:00:00",
    ]);
    const { probed, losses } = await makeSmallProxy(source);
    expect(probed.timecode).toBeUndefined();
    expect(losses["timecode"]).toMatchObject({ from: "01:00:00:00", to: "none" });
  });
});

describe("a forced rate", () => {
  const RATES = [
    ["24000/1001", "force_25", "25/1", 25],
    ["60000/1001", "force_29_97", "30000/1001", 30],
    ["24", "force_60", "60/1", 60],
    ["30", "force_23_976", "24000/1001", 24],
    ["25", "force_24", "24/1", 24],
    ["50", "force_25", "25/1", 25],
    ["30000/1001", "force_59_94", "60000/1001", 60],
    ["12", "force_25", "25/1", 25],
    ["120", "force_24", "24/1", 24],
  ] as const;
  test.each(first(3, RATES))(
    "makes %s with %s exactly %s, with the sound as it was",
    async (rate, fps_mode, expected, frames) => {
      const source = makeClip("rate.mov", [
        ...[...testPicture({ size: "160x90", rate, seconds: 1 }), ...testTone({ seconds: 1 })],
        ...[...QUICK_H264, "-c:a", "pcm_s16le", "-timecode", "01:00:00:00"],
      ]);
      const { path, found } = await makeSmallProxy(source, { fps_mode });
      expect(found).toMatchObject({
        frame_count: String(frames),
        frame_rate: expected,
        start_timecode: "01:00:00:00",
      });
      expect(decodeSound(path)).toEqual(decodeSound(source));
    },
  );

  test.each(["mkv", "mxf"] as const)("holds in %s too, and takes the timecode along", async (container) => {
    const source = pictureClip("labelled.mov", {}, [...QUICK_H264, "-timecode", "01:00:00:20"]);
    const codec = container === "mkv" ? "prores_proxy" : "dnxhr_lb";
    const { found, losses } = await makeSmallProxy(source, { codec, container, fps_mode: "force_50" });
    expect(found).toMatchObject({ frame_count: "20", frame_rate: "50/1", start_timecode: "01:00:00:40" });
    expect(losses["timecode"]).toMatchObject({ from: "01:00:00:20", to: "01:00:00:40" });
  });

  test("that mxf does not have is refused with the ones it has", async () => {
    const issues = await refusalOf(pictureClip("plain.mov"), {
      codec: "dnxhr_lb",
      container: "mxf",
      fps_mode: "force_15",
    });
    expect(issues).toMatchObject([
      { path: "$.fps_mode", code: "rate_unsupported", hint: expect.stringContaining("23.976") },
    ]);
  });
});

describe("a rate told by a clock of milliseconds", () => {
  const RATES = ["24000/1001", "60000/1001", "25", "30000/1001", "50"];
  const PROXIES = [
    { codec: "h264", container: "mp4" },
    { codec: "dnxhr_lb", container: "mxf" },
  ] as const;
  const CASES = first(3, RATES).map((rate, index) => [rate, inTurn(1, PROXIES, index)] as const);
  test.each(CASES)("is exactly %s again", async (rate, proxies) => {
    const source = soundClip("milliseconds.mkv", { rate, seconds: 1 });
    const exact = rate.includes("/") ? rate : `${rate}/1`;
    const frames = Number(askFfprobe(source).video.nb_read_frames);
    for (const fields of proxies) {
      const { probed } = await makeSmallProxy(source, fields);
      expect(probed.video).toMatchObject({ r_frame_rate: exact, avg_frame_rate: exact, start_time: "0.000000" });
      expect(probed.frames).toHaveLength(frames);
    }
  });
});

describe("a handful of frames", () => {
  // One frame lasts as long as its container says; of two or three, encoders hold some back to reorder them.
  const FEW = [
    [1, "prores_proxy", "mov"],
    [2, "h264", "mp4"],
    [3, "h264", "mkv"],
    [1, "dnxhr_lb", "mxf"],
    [1, "av1", "webm"],
    [1, "h264", "mp4"],
    [1, "h264", "mkv"],
    [2, "dnxhr_lb", "mxf"],
    [2, "av1", "webm"],
    [3, "h264", "mp4"],
  ] as const;
  test.each(covering(FEW, 0, 2))("of which there are %i stay so many as %s in %s", async (frames, codec, container) => {
    const source = pictureClip("few.mp4", { rate: "30000/1001", seconds: 1 }, [
      "-frames:v",
      String(frames),
      ...QUICK_H264,
    ]);
    const { probed } = await makeSmallProxy(source, { codec, container });
    expect(probed.frames).toHaveLength(frames);
  });

  test("become as many as a forced rate makes of their time", async () => {
    const source = pictureClip("three.mov", {}, ["-frames:v", "3", ...QUICK_H264]);
    const { probed } = await makeSmallProxy(source, { fps_mode: "force_50" });
    expect(probed.frames).toHaveLength(6);
  });
});

describe("sound and picture that do not begin together", () => {
  const late = (seconds: number, fileName: string) => {
    const picture = pictureClip("late-picture.mov", { seconds: 1 });
    return makeClip(fileName, [
      ...[
        "-itsoffset",
        String(Math.max(0, seconds)),
        "-i",
        picture,
        "-itsoffset",
        String(Math.max(0, -seconds)),
        "-f",
        "lavfi",
        "-i",
        BEEP,
      ],
      ...["-map", "0", "-map", "1", "-c:v", "copy", "-c:a", fileName.endsWith(".ts") ? "mp2" : "pcm_s16le"],
    ]);
  };
  // A second and a half with a beep from 0.9 s to 1.1 s.
  const BEEP = "aevalsrc='if(between(t,0.9,1.1),sin(880*2*PI*t),0)':s=48000:d=1.5";

  test.each(first(2, ["mov", "ts", "mkv"]))(
    "keep their distance in a proxy of %s, which begins with the first frame",
    async (extension) => {
      // MXF has its sound from its first frame to its last; it is late in one source of the three, and early in two.
      const own = ["h264", extension === "mkv" ? "mkv" : "mp4"] as const;
      const mxf = ["dnxhr_lb", "mxf"] as const;
      for (const [seconds, beepAt, [codec, container]] of [
        [0.5, 0.4, extension === "ts" ? mxf : own],
        [-0.2, 1.1, extension === "ts" ? own : mxf],
      ] as const) {
        const source = late(seconds, `late.${extension}`);
        const { path, probed, losses } = await makeSmallProxy(source, { codec, container });
        expect(probed.frames).toHaveLength(25);
        expect(Number(probed.frames[0]?.pts_time)).toBeCloseTo(0, 1);
        expect(beepStart(path)).toBeCloseTo(container === "mxf" && beepAt > 1 ? 1 : beepAt, 1);
        if (seconds > 0) expect(losses["audio_start"]).toMatchObject({ to: "with it" });
      }
    },
  );
});

/** When the first loud sample is heard, on the clock of the picture. */
function beepStart(path: string): number {
  const samples = decodeSound(path, 8000);
  const index = samples.findIndex((sample) => Math.abs(sample) > 4000);
  return (index === -1 ? samples.length : index) / 8000;
}

describe("containers with clocks of their own", () => {
  const oneSecond = (rate = "25") => [
    ...testPicture({ size: "320x180", rate, seconds: 1 }),
    ...testTone({ seconds: 1 }),
  ];
  const SOURCES: Record<string, { clip: () => string; frames: number; rate: string; completeness: string }> = {
    "a transport stream that starts at 100 s, with open groups of pictures": {
      clip: () =>
        makeClip("open.ts", [
          ...[...oneSecond(), "-c:v", "libx264", "-preset", "fast", "-pix_fmt", "yuv420p", "-c:a", "mp2"],
          ...["-x264opts", "open-gop=1:keyint=12:bframes=3", "-output_ts_offset", "100"],
        ]),
      frames: 25,
      rate: "25/1",
      completeness: "unprovable",
    },
    "a transport stream whose times begin below 0": {
      clip: () =>
        makeClip("below.ts", [
          ...[...oneSecond(), "-c:v", "libx264", "-preset", "fast", "-pix_fmt", "yuv420p", "-c:a", "mp2"],
          ...["-muxdelay", "0", "-muxpreload", "0", "-avoid_negative_ts", "disabled", "-output_ts_offset", "-1.5"],
        ]),
      frames: 25,
      rate: "25/1",
      completeness: "unprovable",
    },
    "AVI, which has no times, with B-frames": {
      clip: () =>
        makeClip("b.avi", [...oneSecond("30000/1001"), "-c:v", "mpeg4", "-q:v", "3", "-bf", "2", "-c:a", "pcm_s16le"]),
      frames: 30,
      rate: "30000/1001",
      completeness: "proven",
    },
    "MXF OP1a of MPEG-2 4:2:2 with two mono tracks": {
      clip: () =>
        makeClip("camera.mxf", [
          ...[
            ...testPicture({ size: "320x192", seconds: 1 }),
            ...testTone({ seconds: 1 }),
            ...testTone({ hertz: 880, seconds: 1 }),
          ],
          ...[
            "-map",
            "0",
            "-map",
            "1",
            "-map",
            "2",
            "-c:v",
            "mpeg2video",
            "-pix_fmt",
            "yuv422p",
            "-b:v",
            "5M",
            "-bf",
            "2",
          ],
          ...["-c:a", "pcm_s16le", "-timecode", "10:00:00:00"],
        ]),
      frames: 25,
      rate: "25/1",
      completeness: "proven",
    },
    "a program stream": {
      clip: () =>
        makeClip("program.mpg", [...oneSecond(), "-c:v", "mpeg2video", "-bf", "2", "-q:v", "3", "-c:a", "mp2"]),
      frames: 25,
      rate: "25/1",
      completeness: "unprovable",
    },
    "an elementary stream": {
      clip: () => pictureClip("bare.h264", { seconds: 1 }),
      frames: 25,
      rate: "25/1",
      completeness: "unprovable",
    },
    "fragmented MP4": {
      clip: () =>
        pictureClip("fragments.mp4", { seconds: 1 }, [...QUICK_H264, "-movflags", "+frag_keyframe+empty_moov"]),
      frames: 25,
      rate: "25/1",
      completeness: "unprovable",
    },
    WebM: {
      clip: () =>
        makeClip("web.webm", [
          ...oneSecond(),
          "-c:v",
          "libvpx-vp9",
          "-deadline",
          "realtime",
          "-cpu-used",
          "8",
          "-c:a",
          "libopus",
        ]),
      frames: 25,
      rate: "25/1",
      completeness: "proven",
    },
  };

  // What a source's clock is made of does not depend on what is written: each is asked for in one of two ways.
  const OUTPUTS = [
    { codec: "prores_proxy", container: "mov" },
    { codec: "h264", container: "mkv" },
  ] as const;
  test.each(Object.entries(SOURCES).map(([name, source], index) => [name, source, OUTPUTS[index % 2]] as const))(
    "%s becomes a proxy frame by frame",
    async (_name, { clip, frames, rate, completeness }, fields) => {
      const made = await makeSmallProxy(clip(), fields);
      expect(made.found).toMatchObject({ frame_count: String(frames), frame_rate: rate });
      expect(made.clip.source_completeness).toBe(completeness);
      const start = made.found["picture_start"] ?? made.probed.frames[0]?.pts_time ?? "";
      expect(Number.parseFloat(start)).toBeCloseTo(0, 1);
    },
  );
});

describe("an edit list", () => {
  const trimmed = (fileName: string, codec: readonly string[]) => {
    const whole = makeClip(`whole-${fileName}`, [
      ...[
        ...testPicture({ size: "192x112", seconds: 2 }),
        ...testTone({ seconds: 2 }),
        ...codec,
        "-g",
        "50",
        "-timecode",
        "01:00:00:00",
      ],
    ]);
    return makeClip(fileName, ["-ss", "0.6", "-i", whole, "-c", "copy", "-map", "0:v", "-map", "0:a"]);
  };

  test("hides frames, which stay out of the proxy", async () => {
    for (const source of [
      trimmed("trimmed.mov", [...QUICK_H264, "-c:a", "pcm_s16le"]),
      trimmed("trimmed-b.mp4", ["-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p", "-c:a", "aac"]),
    ]) {
      const { found, clip } = await makeSmallProxy(source);
      expect(found).toMatchObject({ frame_count: "35", picture_start: "0.000 s", duration: "1.400 s" });
      expect(clip.source_completeness).toBe("proven");
    }
  });
});

describe("a stream that starts with an open group of pictures", () => {
  // The second group by itself: its first pictures refer to the group before, which is not there.
  const open = (fileName: string, codec: readonly string[]) => {
    const whole = makeClip(`whole-${fileName}`, [
      ...[...testPicture({ size: "192x112", seconds: 3 }), ...testTone({ seconds: 3 }), ...codec, "-c:a", "mp2"],
    ]);
    return makeClip(fileName, ["-ss", "0.96", "-i", whole, "-c", "copy", "-map", "0"]);
  };

  test.each([
    ["MPEG-2", "open-mpeg2.ts", ["-c:v", "mpeg2video", "-q:v", "3", "-g", "12", "-bf", "2"]],
    [
      "H.264",
      "open-h264.ts",
      [
        ...["-c:v", "libx264", "-preset", "fast", "-pix_fmt", "yuv420p", "-x264opts"],
        "open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=3:b-adapt=0:b-pyramid=none",
      ],
    ],
  ])("(%s) becomes a proxy that starts with the first picture that decodes", async (_name, fileName, codec) => {
    const source = open(fileName, codec);
    const decodable = askFfprobe(source).frames.length;
    for (const [codec, container] of first(1, [
      ["h264", "mkv"],
      ["prores_proxy", "mov"],
    ] as const)) {
      const { found, losses } = await makeSmallProxy(source, { codec, container });
      expect(found["frame_count"]).toBe(String(decodable));
      expect(losses["leading_frames"]).toMatchObject({ to: "none" });
    }
    const { found } = await makeSmallProxy(source, { fps_mode: "force_50" });
    expect(found["frame_count"]).toBe(String(decodable * 2));
  });
});

describe("a stream that was cut into the middle of a group of pictures", () => {
  const cut = (whole: string, extension: string, share: number) => {
    const source = join(temporaryFolder(), `cut.${extension}`);
    const bytes = readFileSync(whole);
    writeFileSync(source, bytes.subarray(Math.floor((bytes.length * share) / 188) * 188));
    return source;
  };
  const OPEN_GROUPS = [
    ...["-c:v", "libx264", "-preset", "fast", "-pix_fmt", "yuv420p", "-x264opts"],
    "open-gop=1:keyint=24:min-keyint=24:scenecut=0:bframes=3",
  ];
  const WHOLE = {
    "H.264 with open groups, ts": OPEN_GROUPS,
    "H.264 with closed groups, ts": [...QUICK_H264, "-g", "25"],
    "MPEG-2, mpg": ["-c:v", "mpeg2video", "-q:v", "3", "-g", "15", "-bf", "2"],
    "H.265 with open groups, ts": [
      ...["-c:v", "libx265", "-preset", "fast", "-x265-params"],
      "keyint=24:min-keyint=24:scenecut=0:open-gop=1:bframes=4:b-adapt=0:log-level=none",
    ],
    "MPEG-2, ts": ["-c:v", "mpeg2video", "-q:v", "3", "-g", "15", "-bf", "2"],
    "MPEG-2, vob": ["-c:v", "mpeg2video", "-q:v", "3", "-g", "15", "-bf", "2"],
    "H.265, ts": ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "keyint=25:log-level=none"],
  };

  test.each(first(4, Object.entries(WHOLE)))("(%s) begins with the first picture that decodes", async (name, codec) => {
    const extension = name.split(", ")[1] ?? "ts";
    const whole = numberedClip(`to-cut.${extension}`, { seconds: 4, sound: true }, [...codec, "-c:a", "mp2"]);
    // Where a group is open, what comes after the cut depends on how much of it is left.
    for (const share of name.startsWith("H.264 with open") ? first(2, [0.37, 0.1, 0.3, 0.5]) : first(1, [0.37, 0.1])) {
      const source = cut(whole, extension, share);
      const { path, losses, found } = await makeSmallProxy(source);
      const numbers = shownNumbers(path);
      expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => (numbers[0] ?? 0) + index));
      expect(numbers.at(-1)).toBe(99);
      expect(losses["leading_frames"]).toMatchObject({ to: "none" });
      expect(found["picture_start"]).toBe("0.000 s");
    }
  });

  test("keeps its sound where it was, of which a program stream is cut in the middle of a frame", async () => {
    const beep = "aevalsrc='if(between(t,3,3.2),sin(880*2*PI*t),0)':s=48000:d=4";
    const whole = makeClip("beeping.mpg", [
      ...["-i", numberedClip("to-beep.mov", { seconds: 4 }), "-f", "lavfi", "-i", beep],
      ...["-c:v", "mpeg2video", "-q:v", "3", "-g", "15", "-bf", "2", "-c:a", "mp2"],
    ]);
    for (const share of first(1, [0.23, 0.1, 0.37])) {
      const { path } = await makeSmallProxy(cut(whole, "mpg", share));
      const beep = 3 - (shownNumbers(path)[0] ?? 0) / 25;
      expect(Math.abs(beepStart(path) - beep)).toBeLessThan(0.02);
    }
  });

  test("is refused all the same when it is damaged later on", async () => {
    const whole = numberedClip("to-cut.ts", { seconds: 4, sound: true }, [...OPEN_GROUPS, "-c:a", "mp2"]);
    const source = cut(whole, "ts", 0.2);
    const damaged = damagedCopy(source, join(temporaryFolder(), "damaged.ts"), { at: 0.6, length: 2000 });
    const result = await runSpec(damaged).catch((error: unknown) => error);
    expect(result).not.toMatchObject({ status: "COMPLETED" });
  });

  test("is refused where no picture stands by itself", async () => {
    const whole = soundClip("to-cut.ts", { seconds: 2 }, [...QUICK_H264, "-g", "50", "-c:a", "mp2"]);
    expect(await refusalOf(cut(whole, "ts", 0.3))).toMatchObject([
      {
        path: "$.sources[0]",
        code: "source_truncated",
        message: expect.stringContaining("every picture needs"),
        // No copy is at fault here.
        hint: expect.stringMatching(/^(?!.*copy).*longer piece of the recording/),
      },
    ]);
  });
});

describe("a stream without a container", () => {
  const REORDERED = {
    "bare.m1v": ["-c:v", "mpeg1video", "-bf", "2", "-q:v", "3"],
    "bare.h264": ["-c:v", "libx264", "-bf", "2", "-pix_fmt", "yuv420p"],
  };
  const PROXIES = [
    ["prores_proxy", "mov"],
    ["h264", "mp4"],
  ] as const;
  const CASES = Object.entries(REORDERED).map(
    ([name, encoder], index) => [name, encoder, inTurn(1, PROXIES, index)] as const,
  );
  test.each(CASES)("%s gets its clock of order and rate", async (name, encoder, proxies) => {
    const source = pictureClip(name, { seconds: 1 }, encoder);
    for (const [codec, container] of proxies) {
      const { probed, losses } = await makeSmallProxy(source, { codec, container, resolution: "same" });
      expect(times(probed)).toEqual(Array.from({ length: 25 }, (_, frame) => expect.closeTo(frame / 25, 3)));
      expect(losses["frame_times"]).toMatchObject({ from: "none", to: "25 fps" });
    }
  });
});

describe("a source without usable times", () => {
  const B_FRAMES = ["-c:v", "libx264", "-preset", "fast", "-pix_fmt", "yuv420p", "-bf", "3", "-g", "12"];
  const WAYS = [
    ["prores_proxy", "mov"],
    ["h264", "mkv"],
    ["dnxhr_lb", "mxf"],
  ] as const;
  const expectNumbered = async (source: string, count: number, ways: readonly (typeof WAYS)[number][] = WAYS) => {
    for (const [codec, container] of ways) {
      const { path, found, losses } = await makeSmallProxy(source, { codec, container });
      expect(shownNumbers(path)).toEqual([...Array(count).keys()]);
      expect(found["frame_rate"]).toBe("25/1");
      expect(losses["frame_times"]).toMatchObject({ to: "25 fps" });
    }
  };

  test.each([
    ["h264", B_FRAMES, first(1, WAYS)],
    ["m2v", ["-c:v", "mpeg2video", "-q:v", "2", "-bf", "2"], [WAYS[1]]],
    ["hevc", ["-c:v", "libx265", "-preset", "fast", "-x265-params", "log-level=none"], [WAYS[2]]],
  ])("an elementary stream (%s) comes at its rate", async (extension, codec, ways) => {
    await expectNumbered(numberedClip(`bare.${extension}`, {}, codec), 50, ways);
  });

  test("a clock that jumps back comes at its rate", async () => {
    const bytes = readFileSync(numberedClip("part.flv", {}, QUICK_H264));
    const source = join(temporaryFolder(), "jumping.flv");
    // Behind the header of 13 bytes, a second recording begins at 0 again.
    writeFileSync(source, Buffer.concat([bytes, bytes.subarray(13)]));
    const { path, found, losses } = await makeSmallProxy(source);
    expect(shownNumbers(path)).toEqual([...Array(50).keys(), ...Array(50).keys()]);
    expect(found["frame_rate"]).toBe("25/1");
    expect(losses["frame_times"]).toMatchObject({ to: "25 fps" });
  });

  test("a program stream with several pictures in a packet comes at its rate", async () => {
    const source = numberedClip("several.mpg", {}, [
      ...["-s", "64x36", "-c:v", "mpeg2video", "-b:v", "20k", "-maxrate", "30k", "-bufsize", "100k", "-bf", "2"],
    ]);
    const { found, losses } = await makeSmallProxy(source);
    expect(found["frame_count"]).toBe("50");
    expect(losses["frame_times"]).toMatchObject({ to: "25 fps" });
  });

  test("MXF without an index, which tells no time of pictures that are reordered, comes at its rate", async () => {
    const whole = numberedClip("indexed.mxf", {}, ["-c:v", "mpeg2video", "-q:v", "2", "-bf", "2"]);
    // The index's key becomes that of an item to be skipped.
    const [index = "", skipped = ""] = ["060e2b34025301010d01020101100100", "060e2b34010101020301021001000000"].map(
      (key) => Buffer.from(key, "hex").toString("latin1"),
    );
    const source = patchedCopy(whole, join(temporaryFolder(), "unindexed.mxf"), index, skipped);
    await expectNumbered(source, 50, [WAYS[0], WAYS[2]]);
  });

  test("GXF is read to its end", async () => {
    const source = makeClip("server.gxf", [
      ...[...testPicture({ size: "720x576", seconds: 2 }), ...testTone({ seconds: 2 })],
      ...[
        "-c:v",
        "mpeg2video",
        "-pix_fmt",
        "yuv420p",
        "-q:v",
        "3",
        "-bf",
        "0",
        "-c:a",
        "pcm_s16le",
        "-ac",
        "1",
        "-ar",
        "48000",
      ],
    ]);
    const { found } = await makeSmallProxy(source, { resolution: "quarter" });
    expect(found["frame_count"]).toBe("50");
  });

  test("fragments of unknown length are as long as they are", async () => {
    const whole = soundClip("fragments.mp4", { seconds: 2 }, [
      ...[...QUICK_H264, "-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov"],
    ]);
    const bytes = readFileSync(whole);
    for (const [atom, at] of [
      ["mvhd", 20],
      ["tkhd", 24],
      ["mdhd", 20],
    ] as const) {
      for (let place = bytes.indexOf(atom); place !== -1; place = bytes.indexOf(atom, place + 1))
        bytes.writeUInt32BE(0xffffffff, place + at);
    }
    const source = join(temporaryFolder(), "open.mp4");
    writeFileSync(source, bytes);
    const { probed } = await makeSmallProxy(source);
    expect(probed.frames).toHaveLength(50);
    expect(Number(probed.audio[0]?.duration)).toBeCloseTo(2, 1);
  });
});
