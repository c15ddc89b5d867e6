import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { ProxxError, type Artifact } from "@proxx/contract";
import { discoverTools } from "@proxx/media";
import {
  askFfprobe,
  decodePixels,
  decodeSound,
  interlacedClip,
  makeClip,
  patchedCopy,
  QUICK_H264,
  runFfmpeg,
  temporaryFolder,
  testPicture,
  testTone,
  variableRateClip,
} from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { openInput } from "../src/open/open-input.ts";
import { render } from "../src/render/render.ts";
import { decoded } from "@proxx/testing/decoded";
import { first } from "@proxx/testing/rows";
import { storedFile } from "./stored-file.ts";

/** Opens a source, and decodes what every operation gets to work on: pixels as RGBA, sound as two channels. */
async function opened(path: string, kind: Artifact["kind"] = "video") {
  const { signal } = new AbortController();
  const input = { files: [storedFile(path, kind)], deferred: undefined, transcript: null, identity: path };
  const composition = await openInput(input, { tools: await discoverTools(), signal });
  const film = { ...composition, ...(await decoded(composition)) };
  // What the composition says of itself is what comes out of it, of every source there is.
  expect(film.pixels.length).toBe(
    (film.picture?.width ?? 0) * (film.picture?.height ?? 0) * (film.picture?.frames ?? 0) * 4,
  );
  if (film.picture?.still !== true) expect(film.samples.length).toBe((film.sound?.samples ?? 0) * 2);
  return film;
}

/** What ffprobe says of the composition when it has been rendered. */
async function askRendering(composition: Opened) {
  const workDir = await mkdtemp(join(temporaryFolder(), "work-"));
  const context = { workDir, signal: new AbortController().signal, progress: () => {} };
  const [made] = await render(composition, context, await discoverTools());
  return askFfprobe(made?.path ?? "").video;
}

/** The colour at a place of a frame, in shares, averaged over a few pixels. */
function colourAt({ picture, pixels }: Opened, x: number, y: number, frame = 0): number[] {
  if (picture === null) throw new Error("Expected a picture");
  const { width, height } = picture;
  const sum = [0, 0, 0, 0];
  for (let dx = -1; dx <= 1; dx++) {
    const at = ((frame * height + Math.floor(y * height)) * width + Math.floor(x * width) + dx) * 4;
    for (const channel of [0, 1, 2, 3]) sum[channel] = (sum[channel] ?? 0) + (pixels[at + channel] ?? 0) / 3;
  }
  return sum.map(Math.round);
}
type Opened = Awaited<ReturnType<typeof opened>>;

/** Input arguments for halves of two colours, side by side, painted in RGB. */
function halves(left: string, right: string, { size = "320x180", seconds = 0.4, rate = 25 } = {}): string[] {
  const [width = 0, height = 0] = size.split("x").map(Number);
  const paint = (colour: string) => `color=c=${colour}:s=${width / 2}x${height}:r=${rate}:d=${seconds},format=gbrp`;
  return ["-f", "lavfi", "-i", `${paint(left)}[l];${paint(right)}[r];[l][r]hstack`];
}

/** Tags and matrix of BT.709, as a camera of today writes. */
const BT709 = [
  ...["-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709"],
  ...["-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"],
];

function expectColour(actual: number[], wanted: readonly number[], tolerance = 5): void {
  const isNear = wanted.every((value, channel) => Math.abs(value - (actual[channel] ?? 0)) <= tolerance);
  expect(isNear ? wanted : actual).toEqual(wanted);
}

const ORANGE = [255, 128, 32];
const TEAL = [16, 96, 160];
const COLOURS = ["0xff8020", "0x1060a0"] as const;

test("a film in the common form keeps its size, pace, colours and length", async () => {
  const source = makeClip("plain.mp4", [...halves(...COLOURS), ...BT709, ...QUICK_H264]);
  const film = await opened(source);
  const { picture, sound } = film;
  expect(picture).toMatchObject({ width: 320, height: 180, frames: 10, alpha: false, still: false });
  expect(sound).toBeNull();
  expect(await askRendering(film)).toMatchObject({
    pix_fmt: "yuv420p",
    sample_aspect_ratio: "1:1",
    color_space: "bt709",
    color_range: "tv",
    field_order: "progressive",
    r_frame_rate: "25/1",
    nb_read_frames: "10",
  });
  expectColour(colourAt(film, 0.25, 0.5), ORANGE);
  expectColour(colourAt(film, 0.75, 0.5), TEAL);
});

describe("colours are the same whatever they were stored as", () => {
  const tagged = (matrix: string) => ["-colorspace", matrix, "-color_primaries", matrix, "-color_trc", matrix];
  const sources: Record<string, [string, string[]]> = {
    "BT.601, said": [
      "said.mp4",
      ["-vf", "scale=out_color_matrix=bt601:out_range=tv", ...tagged("smpte170m"), ...QUICK_H264],
    ],
    "BT.601, unsaid in a small picture": [
      "unsaid.mp4",
      ["-vf", "scale=out_color_matrix=bt601:out_range=tv", ...QUICK_H264],
    ],
    "BT.709, unsaid in a large picture": [
      "large.mkv",
      [
        ...["-vf", "scale=1280x720:out_color_matrix=bt709:out_range=tv,format=yuv422p"],
        ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv422p"],
      ],
    ],
    "full range": [
      "full.mp4",
      [
        ...["-vf", "scale=out_color_matrix=bt709:out_range=pc,format=yuv420p", "-color_range", "pc"],
        ...["-colorspace", "bt709", ...QUICK_H264],
      ],
    ],
    "ten bits, 4:2:2": [
      "ten.mov",
      [
        ...["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv422p10le,setparams=colorspace=bt709:range=tv"],
        ...["-c:v", "prores_ks", "-profile:v", "2"],
      ],
    ],
    RGB: ["rgb.mkv", ["-c:v", "ffv1", "-pix_fmt", "gbrp"]],
    "BT.2020 in standard range": [
      "wide.mov",
      [
        ...[
          "-vf",
          "zscale=matrixin=gbr:primariesin=709:transferin=709:rangein=full:primaries=2020:matrix=2020_ncl:transfer=709:range=limited,format=yuv422p10le",
        ],
        ...["-color_primaries", "bt2020", "-color_trc", "bt709", "-colorspace", "bt2020nc", "-c:v", "prores_ks"],
      ],
    ],
  };
  test.for(Object.entries(sources))("%s", async ([, [name, args]]) => {
    const source = makeClip(name, [...halves(...COLOURS), ...args]);
    const film = await opened(source);
    expectColour(colourAt(film, 0.25, 0.5), ORANGE, 6);
    expectColour(colourAt(film, 0.75, 0.5), TEAL, 6);
  });
});

describe("high dynamic range", () => {
  /** Greys of 1, 100, 203, 600 and 1000 nits. */
  const PQ = [0.15, 0.508, 0.581, 0.699, 0.752];
  const HLG = [0.1, 0.5, 0.75, 0.9, 1];
  const strip = (levels: number[], trc: string) => {
    const inputs = levels.map((level, index) => {
      const code = Math.round(level * 255)
        .toString(16)
        .padStart(2, "0");
      return `color=c=0x${code.repeat(3)}:s=64x120:r=25:d=0.2,format=gbrp[p${index}]`;
    });
    const graph = `${inputs.join(";")};${levels.map((_, index) => `[p${index}]`).join("")}hstack=inputs=${levels.length}`;
    const tags = ["-color_primaries", "bt2020", "-color_trc", trc, "-colorspace", "bt2020nc", "-color_range", "tv"];
    return makeClip(`${trc}.mkv`, [
      ...["-f", "lavfi", "-i", `${graph},scale=out_color_matrix=bt2020:out_range=tv,format=yuv420p10le`],
      ...[...tags, "-c:v", "libx264", "-preset", "ultrafast"],
    ]);
  };
  test("of PQ becomes greys that keep their order, paper white bright and highlights unclipped", async () => {
    const film = await opened(strip(PQ, "smpte2084"));
    const greys = PQ.map((_, index) => colourAt(film, (index + 0.5) / PQ.length, 0.5));
    for (const [r = 0, g = 0, b = 0] of greys) expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThanOrEqual(4);
    const levels = greys.map(([r = 0]) => r);
    expect(levels[2]).toBeGreaterThan(220);
    expect(levels[2]).toBeLessThan(246);
    expect((levels[4] ?? 0) - (levels[3] ?? 0)).toBeGreaterThanOrEqual(2);
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  });
  test("of HLG too", async () => {
    const film = await opened(strip(HLG, "arib-std-b67"));
    const levels = HLG.map((_, index) => colourAt(film, (index + 0.5) / HLG.length, 0.5)[0] ?? 0);
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  });
});

describe("shapes", () => {
  test("anamorphic pixels become square ones", async () => {
    const source = makeClip("wide.mp4", [
      ...halves(...COLOURS, { size: "240x180" }),
      ...BT709.with(1, `${BT709[1]},setsar=4/3`),
      ...QUICK_H264,
    ]);
    const film = await opened(source);
    expect(film.picture).toMatchObject({ width: 320, height: 180 });
    expect(await askRendering(film)).toMatchObject({ width: 320, height: 180, sample_aspect_ratio: "1:1" });
    expectColour(colourAt(film, 0.45, 0.5), ORANGE);
    expectColour(colourAt(film, 0.55, 0.5), TEAL);
  });

  // Of the picture's axes, as phones write it into a track's header.
  const MATRICES = {
    90: { matrix: [0, 1, -1, 0], orange: [0.5, 0.25], teal: [0.5, 0.75] },
    180: { matrix: [-1, 0, 0, -1], orange: [0.75, 0.5], teal: [0.25, 0.5] },
    270: { matrix: [0, -1, 1, 0], orange: [0.5, 0.75], teal: [0.5, 0.25] },
  } as const;
  test.for([90, 180, 270] as const)("a film turned clockwise by %i degrees stands upright", async (degrees) => {
    const { matrix, orange, teal } = MATRICES[degrees];
    const bytes = readFileSync(makeClip("plain.mp4", [...halves(...COLOURS), ...BT709, ...QUICK_H264]));
    const at = bytes.indexOf("tkhd") + 44;
    for (const [index, value] of matrix.entries())
      bytes.writeInt32BE(value * 65_536, at + (index < 2 ? index * 4 : index * 4 + 4));
    const turned = join(temporaryFolder(), "turned.mp4");
    writeFileSync(turned, bytes);
    const film = await opened(turned);
    expect(film.picture).toMatchObject(degrees === 180 ? { width: 320, height: 180 } : { width: 180, height: 320 });
    expectColour(colourAt(film, orange[0], orange[1]), ORANGE);
    expectColour(colourAt(film, teal[0], teal[1]), TEAL);
  });

  test("odd sides become even ones", async () => {
    const args = ["-vf", "scale=321:181,format=gbrp", "-c:v", "ffv1"];
    const film = await opened(makeClip("odd.mkv", [...halves(...COLOURS), ...args]));
    expect(film.picture).toMatchObject({ width: 322, height: 182 });
    expectColour(colourAt(film, 0.25, 0.99), ORANGE);
    expectColour(colourAt(film, 0.99, 0.5), TEAL);
  });

  test("two fields of a frame are no longer seen at once", async () => {
    const args = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-x264opts", "tff=1"];
    const source = interlacedClip("fields.mkv", "tff", args, "320x180");
    const film = await opened(source);
    const woven = decodePixels(source, { pixelFormat: "rgba" });
    expect(combing(woven)).toBeGreaterThan(2 * combing(film.pixels));
  });

  test("nor where the container denies that there are fields", async () => {
    const args = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-x264opts", "tff=1"];
    const source = interlacedClip("fields.mkv", "tff", args, "320x180");
    // Matroska's flag: 1 is interlaced, 2 is progressive.
    const denied = patchedCopy(source, join(temporaryFolder(), "denied.mkv"), "\x9a\x81\x01\x9d", "\x9a\x81\x02\x9d");
    const film = await opened(denied);
    expect(combing(decodePixels(source, { pixelFormat: "rgba" }))).toBeGreaterThan(2 * combing(film.pixels));
  });
});

/** How much each line differs from those beside it, more than those differ from each other. */
function combing(pixels: Buffer): number {
  const line = 320 * 4;
  let sum = 0;
  for (let at = line; at < line * 179; at += 4) {
    const [above = 0, here = 0, below = 0] = [pixels[at - line], pixels[at], pixels[at + line]];
    sum += Math.max(0, Math.min(Math.abs(here - above), Math.abs(here - below)) - Math.abs(above - below));
  }
  return sum;
}

describe("alpha", () => {
  // Left half seen, right half not.
  const seen = [
    "-f",
    "lavfi",
    "-i",
    "color=c=0xff8020:s=320x180:r=25:d=0.2,format=gbrap,geq=r='p(X,Y)':g='p(X,Y)':b='p(X,Y)':a='if(lt(X,160),255,0)'",
  ];
  const sources: Record<string, string[]> = {
    "ProRes.mov": [
      "-vf",
      "scale=out_color_matrix=bt709,format=yuva444p10le,setparams=colorspace=bt709:range=tv",
      "-c:v",
      "prores_ks",
      "-profile:v",
      "4444",
    ],
    "animation.mov": ["-c:v", "qtrle"],
    "web.webm": [
      "-vf",
      "scale=out_color_matrix=bt709,format=yuva420p",
      "-colorspace",
      "bt709",
      "-c:v",
      "libvpx-vp9",
      "-deadline",
      "realtime",
      "-cpu-used",
      "8",
      "-auto-alt-ref",
      "0",
    ],
    "old-web.webm": [
      "-vf",
      "scale=out_color_matrix=bt601,format=yuva420p",
      "-c:v",
      "libvpx",
      "-deadline",
      "realtime",
      "-auto-alt-ref",
      "0",
    ],
  };
  test.for(Object.entries(sources))("of %s is kept", async ([name, args]) => {
    const film = await opened(makeClip(name, [...seen, ...args]));
    expect(film.picture).toMatchObject({ alpha: true, frames: 5 });
    expectColour(colourAt(film, 0.25, 0.5), [...ORANGE, 255], 6);
    expect(colourAt(film, 0.75, 0.5)[3]).toBeLessThan(4);
  });
});

describe("time", () => {
  /** A frame and a beep at a moment of a film that is otherwise black and silent. */
  const flash = (at: number) => `drawbox=t=fill:c=white:enable='between(t,${at - 0.001},${at + 0.019})'`;
  const beep = (at: number) => `volume=0:enable='not(between(t,${at},${at + 0.04}))'`;
  const flashAndBeep = (filters: { at: number; audioAt?: number; seconds?: number }) => {
    const { at, audioAt = at, seconds = 2 } = filters;
    return [
      ...["-f", "lavfi", "-i", `color=c=black:s=320x180:r=25:d=${seconds},${flash(at)}`],
      ...["-f", "lavfi", "-i", `sine=f=1000:r=48000:d=${seconds},volume=8,asetnsamples=48,${beep(audioAt)}`],
    ];
  };
  const flashAt = ({ pixels }: Opened) => {
    for (let frame = 0; frame < 50; frame++) if ((pixels[frame * 320 * 180 * 4] ?? 0) > 128) return frame / 25;
    return Number.NaN;
  };
  const beepAt = ({ samples }: Opened) =>
    Math.floor(samples.findIndex((sample) => Math.abs(sample) > 6000) / 2) / 48_000;
  const h264 = [...QUICK_H264, "-g", "1"];

  const TOGETHER = [
    ["sync.mp4", ["-c:a", "aac"]],
    ["sync.ts", ["-c:a", "aac"]],
    ["sync.avi", ["-c:a", "pcm_s16le", "-bf", "0"]],
    ["opus.mkv", ["-c:a", "libopus"]],
    ["sync.mkv", ["-c:a", "aac"]],
    ["sync.mov", ["-c:a", "pcm_s16le"]],
    ["sync.flv", ["-c:a", "aac"]],
  ] as const;
  test.for(first(4, TOGETHER))("picture and sound of %s stay together", async ([name, audio]) => {
    const source = makeClip(name, [...flashAndBeep({ at: 1 }), ...h264, ...audio]);
    const film = await opened(source);
    expect(film.picture?.frames).toBe(50);
    expect(flashAt(film)).toBeCloseTo(1, 3);
    expect(Math.abs(beepAt(film) - flashAt(film))).toBeLessThan(0.02);
  });

  const APART = [
    ["late-sound.mp4", 0, 0.3],
    ["late-picture.ts", 0.4, 0],
    ["late-sound.mkv", 0, 0.3],
    ["late-picture.mp4", 0.4, 0],
  ] as const;
  test.for(first(2, APART))(
    "%s begins with its picture, and its sound falls where it fell",
    async ([name, pictureLate, soundLate]) => {
      const plain = makeClip("together.mov", [...flashAndBeep({ at: 1 }), ...h264, "-c:a", "pcm_s16le"]);
      const source = makeClip(name, [
        ...["-itsoffset", String(pictureLate), "-i", plain, "-itsoffset", String(soundLate), "-i", plain],
        ...["-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac"],
      ]);
      const film = await opened(source);
      expect(film.picture?.frames).toBe(50);
      expect(flashAt(film)).toBeCloseTo(1, 3);
      expect(Math.abs(beepAt(film) - (1 + soundLate - pictureLate))).toBeLessThan(0.02);
    },
  );

  test("frames that come unevenly are shown at their times", async () => {
    const source = variableRateClip("uneven.mp4");
    const film = await opened(source);
    expect(film.picture).toMatchObject({ frames: 30, rate: { numerator: 30, denominator: 1 } });
    const shown = decodePixels(source, { filter: "fps=30:start_time=0", pixelFormat: "rgba" });
    const distance = shown.reduce((sum, value, at) => sum + Math.abs(value - (film.pixels[at] ?? 0)), 0) / shown.length;
    expect(distance).toBeLessThan(4);
  });

  test("a recording that does not say how long it is is measured", async () => {
    const live = ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-f", "webm", "-live", "1"];
    const source = makeClip("recording.webm", [...flashAndBeep({ at: 1 }), ...live]);
    expect(askFfprobe(source).format.duration).toBeUndefined();
    const film = await opened(source);
    expect(film.picture).toMatchObject({ frames: 50, rate: { numerator: 25, denominator: 1 } });
    expect(Math.abs(beepAt(film) - flashAt(film))).toBeLessThan(0.02);
  });

  test("a slide show of one picture a second gets frames to move in", async () => {
    const slides = makeClip("slides.mp4", [...testPicture({ size: "320x180", rate: "1", seconds: 2 }), ...QUICK_H264]);
    expect((await opened(slides)).picture).toMatchObject({ frames: 48, rate: { numerator: 24, denominator: 1 } });
  });

  test("what is faster than 120 frames a second is brought to that", async () => {
    const fast = makeClip("fast.mp4", [...testPicture({ size: "320x180", rate: "240", seconds: 0.5 }), ...QUICK_H264]);
    expect((await opened(fast)).picture).toMatchObject({ frames: 60, rate: { numerator: 120, denominator: 1 } });
  });
});

describe("sound", () => {
  const loudest = (samples: Int16Array) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

  test("of one channel goes to both sides at its own level", async () => {
    const mono = makeClip("mono.wav", [
      "-f",
      "lavfi",
      "-i",
      "sine=f=440:d=0.5",
      "-af",
      "volume=4",
      "-c:a",
      "pcm_s16le",
    ]);
    const { sound, samples } = await opened(mono);
    expect(sound?.samples).toBe(24_000);
    expect(loudest(samples) / loudest(decodeSound(mono))).toBeCloseTo(1, 1);
    expect(samples.every((sample, at) => sample === samples[at % 2 === 0 ? at + 1 : at - 1])).toBe(true);
  });

  test("of six channels, all of them full, is not cut off at its peaks", async () => {
    const full = Array.from({ length: 6 }, () => "0.99*sin(2*PI*440*t)").join("|");
    const source = makeClip("surround.flac", ["-f", "lavfi", "-i", `aevalsrc=${full}:c=5.1:d=0.5:s=48000`]);
    const { samples } = await opened(source);
    expect(loudest(samples)).toBeGreaterThan(16_000);
    expect(samples.filter((sample) => Math.abs(sample) >= 32_767)).toHaveLength(0);
  });

  test("of channels without names is the first two", async () => {
    const source = makeClip("unnamed.wav", [
      "-f",
      "lavfi",
      "-i",
      "aevalsrc=0.5*sin(2*PI*440*t)|0|0:d=0.5:s=48000:c=3.0",
      "-c:a",
      "pcm_s16le",
    ]);
    const bytes = readFileSync(source);
    const extensible = bytes.indexOf("fmt ");
    // The mask of channels of WAVEFORMATEXTENSIBLE.
    bytes.writeUInt32LE(0, extensible + 8 + 20);
    const unnamed = join(temporaryFolder(), "unnamed.wav");
    writeFileSync(unnamed, bytes);
    const { samples } = await opened(unnamed);
    expect(Math.max(...samples.filter((_, at) => at % 2 === 0))).toBeGreaterThan(15_000);
    expect(Math.max(...samples.filter((_, at) => at % 2 === 1))).toBe(0);
  });

  test("of an MP3 with a cover is sound and no picture, and as long as it is", async () => {
    const cover = makeClip("cover.png", [...testPicture({ size: "64x64" }), "-frames:v", "1"]);
    const source = makeClip("song.mp3", [
      ...["-i", cover, ...testTone({ seconds: 3 }), "-map", "1:a", "-map", "0:v", "-c:v", "copy"],
      ...["-disposition:v", "attached_pic", "-write_xing", "0", "-c:a", "libmp3lame"],
    ]);
    const { picture, sound } = await opened(source, "audio");
    expect(picture).toBeNull();
    expect((sound?.samples ?? 0) / 48_000).toBeGreaterThan(2.99);
    expect((sound?.samples ?? 0) / 48_000).toBeLessThan(3.1);
  });

  test("that ends before its picture ends in silence, and one that goes on ends with it", async () => {
    for (const seconds of [0.5, 2]) {
      const source = makeClip(`sound-${seconds}.mov`, [
        ...testPicture({ size: "320x180", seconds: 1 }),
        ...testTone({ seconds }),
        ...QUICK_H264,
        "-c:a",
        "pcm_s16le",
      ]);
      const { sound, samples } = await opened(source);
      expect(sound?.samples).toBe(48_000);
      const end = samples.subarray(2 * 45_000, 2 * 47_000);
      expect(Math.max(...end)).toBeGreaterThan(seconds === 2 ? 1000 : -1);
      if (seconds === 0.5) expect(Math.max(...end)).toBeLessThan(20);
    }
  });
});

describe("stills", () => {
  const photo = (name: string, args: string[] = []) =>
    makeClip(name, [...halves(...COLOURS), ...args, "-frames:v", "1"]);

  test.for([
    ["photo.png", ["-pix_fmt", "rgb24"], false],
    ["clear.png", ["-pix_fmt", "rgba"], true],
    ["palette.png", ["-vf", "split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]paletteuse"], false],
    ["deep.png", ["-pix_fmt", "rgb48be"], false],
    ["photo.jpg", ["-q:v", "2", "-pix_fmt", "yuvj444p"], false],
    ["lossless.webp", ["-c:v", "libwebp", "-lossless", "1", "-pix_fmt", "bgra"], false],
    ["lossy.webp", ["-c:v", "libwebp", "-pix_fmt", "yuv420p"], false],
  ] as const)("%s keeps its colours", async ([name, args, alpha]) => {
    const film = await opened(photo(name, [...args]), "image");
    expect(film.picture).toMatchObject({ width: 320, height: 180, still: true, frames: 1, alpha });
    expectColour(colourAt(film, 0.25, 0.5), ORANGE, 10);
    expectColour(colourAt(film, 0.75, 0.5), TEAL, 10);
  });

  test.for(["clear.png", "clear.webp"])("%s keeps what shows through it", async (name) => {
    const webp = name.endsWith("webp") ? ["-c:v", "libwebp", "-pix_fmt", "yuva420p"] : ["-pix_fmt", "rgba"];
    const source = makeClip(name, [
      ...[
        "-f",
        "lavfi",
        "-i",
        "color=c=0xff8020:s=64x64,format=gbrap,geq=r='p(X,Y)':g='p(X,Y)':b='p(X,Y)':a='if(lt(X,32),255,0)'",
      ],
      ...["-frames:v", "1", ...webp],
    ]);
    const film = await opened(source, "image");
    expect(film.picture?.alpha).toBe(true);
    expect([colourAt(film, 0.2, 0.5)[3], colourAt(film, 0.8, 0.5)[3]]).toEqual([255, 0]);
  });

  /** Where the corner that was painted red has to be seen, by EXIF's number. */
  const CORNERS: Record<number, readonly [number, number]> = {
    1: [0.1, 0.1],
    2: [0.9, 0.1],
    3: [0.9, 0.9],
    4: [0.1, 0.9],
    5: [0.1, 0.1],
    6: [0.9, 0.1],
    7: [0.9, 0.9],
    8: [0.1, 0.9],
  };
  test.for(Object.entries(CORNERS))("a JPEG of EXIF orientation %s stands upright", async ([orientation, corner]) => {
    const flat = makeClip("corner.jpg", [
      "-f",
      "lavfi",
      "-i",
      "color=c=0x2040c0:s=120x80,drawbox=w=40:h=30:c=red:t=fill",
      "-frames:v",
      "1",
      "-q:v",
      "2",
    ]);
    const bytes = readFileSync(flat);
    const tiff = Buffer.from("4d4d002a00000008000101120003000000010000000000000000", "hex");
    tiff.writeUInt16BE(Number(orientation), 18);
    const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
    const marker = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
    const path = join(temporaryFolder(), "turned.jpg");
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 2), marker, exif, bytes.subarray(2)]));
    const film = await opened(path, "image");
    expect(film.picture).toMatchObject(
      Number(orientation) > 4 ? { width: 80, height: 120 } : { width: 120, height: 80 },
    );
    const [red = 0, , blue = 0] = colourAt(film, ...corner);
    expect(red).toBeGreaterThan(200);
    expect(blue).toBeLessThan(80);
  });

  test("a picture of another sort is refused with what to do", async () => {
    const path = join(temporaryFolder(), "photo.png");
    writeFileSync(path, "<svg xmlns='http://www.w3.org/2000/svg'/>");
    await expect(opened(path, "image")).rejects.toThrow(ProxxError);
  });
});

describe("subtitles", () => {
  const SUB_RIP = "1\n00:00:00,100 --> 00:00:00,300\nBonjour\n\n";

  test("of a film stay tracks of it, those that are pictures of text aside", async () => {
    const folder = temporaryFolder();
    const text = join(folder, "words.srt");
    writeFileSync(text, SUB_RIP);
    for (const [name, codec] of [
      ["tracks.mp4", "mov_text"],
      ["tracks.mkv", "ass"],
    ] as const) {
      const path = join(folder, name);
      const picture = testPicture({ size: "320x180", seconds: 0.4 });
      runFfmpeg([...picture, "-i", text, ...QUICK_H264, "-c:s", codec, "-metadata:s:s:0", "language=fra", path]);
      const { subtitles } = await opened(path);
      expect(subtitles).toMatchObject([{ language: "fra" }]);
      expect(subtitles[0]?.text).toContain("Bonjour");
      expect(subtitles[0]?.text).toMatch(/00:00:00,100 --> 00:00:00,300/);
    }
  });

  test("that lie beside a film stay beside it", async () => {
    const beside = join(temporaryFolder(), "words");
    writeFileSync(beside, SUB_RIP);
    const film = makeClip("plain.mp4", [...halves(...COLOURS), ...BT709, ...QUICK_H264]);
    const files = [storedFile(film, "video"), storedFile(beside, "subtitles", "application/x-subrip")];
    const input = { files, deferred: undefined, transcript: null, identity: film };
    const { signal } = new AbortController();
    expect((await openInput(input, { tools: await discoverTools(), signal })).besides).toEqual([
      { extension: "srt", mediaType: "application/x-subrip", text: SUB_RIP },
    ]);
  });
});
