import { readFileSync } from "node:fs";
import { ProxxError, type Transcript } from "@proxx/contract";
import { writeFilterGraph } from "@proxx/media";
import { askFfprobe, makeClip, QUICK_H264, temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { asComposition, type Composition, deferComposition } from "@proxx/composition";
import { createMerge } from "../src/merge/merge.ts";
import {
  distance,
  frameColours,
  frameLumas,
  level,
  listen,
  onsets,
  toneLevel,
  type Colour,
} from "@proxx/testing/look-and-listen";
import { resources, runOperation } from "./run-operation.ts";

const merge = createMerge(resources);
const RED: Colour = [200, 30, 30];
const GREEN: Colour = [30, 160, 40];
const BLUE: Colour = [30, 40, 200];
const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];

interface Plain {
  colour: Colour;
  seconds?: number;
  size?: string;
  rate?: string;
  hertz?: number | null;
  /** Of the sound, as far as it differs from the picture's. */
  soundSeconds?: number;
  video?: readonly string[];
  audio?: readonly string[];
}

/** One colour all over, and one tone of -20 dB. */
function plainClip(fileName: string, plain: Plain): string {
  const { colour, seconds = 1, size = "320x180", rate = "25", hertz = 440, soundSeconds = seconds } = plain;
  const [red, green, blue] = colour;
  const picture = `color=c=black:s=${size}:r=${rate}:d=${seconds},format=gbrp,lutrgb=r=${red}:g=${green}:b=${blue}`;
  const tone = `aevalsrc='0.1414*sin(2*PI*${hertz}*t)|0.1414*sin(2*PI*${hertz}*t)':s=48000:d=${soundSeconds}`;
  return makeClip(fileName, [
    ...["-f", "lavfi", "-i", `${picture},scale=out_color_matrix=bt709:out_range=tv,format=yuv420p`],
    ...(hertz === null ? [] : ["-f", "lavfi", "-i", tone]),
    ...["-colorspace", "bt709", "-color_range", "tv"],
    ...(plain.video ?? QUICK_H264),
    ...(hertz === null ? [] : (plain.audio ?? ["-c:a", "pcm_s16le"])),
  ]);
}

const red = () => plainClip("red.mov", { colour: RED, hertz: 440 });
const green = () => plainClip("green.mov", { colour: GREEN, hertz: 1000 });
const blue = () => plainClip("blue.mov", { colour: BLUE, hertz: 2500 });

async function merged(params: Record<string, unknown>, options: Partial<Parameters<typeof runOperation>[2]> = {}) {
  return await runOperation(merge, params, { folder: temporaryFolder(), ...options });
}

function facts(path: string) {
  const { video, audio } = askFfprobe(path);
  return {
    size: `${video.width}x${video.height}`,
    rate: video.avg_frame_rate,
    frames: Number(video.nb_read_frames),
    sampleAspect: video.sample_aspect_ratio,
    seconds: Number(video.duration),
    tracks: audio.length,
    soundSeconds: Number(audio[0]?.duration),
  };
}

describe("clips of all kinds", () => {
  test("come one after the other in the size and at the pace of the first", async () => {
    const tall = plainClip("tall.mov", { colour: GREEN, size: "180x320", rate: "30000/1001", hertz: null });
    const squeezed = plainClip("squeezed.mp4", {
      colour: BLUE,
      size: "160x180",
      rate: "24",
      seconds: 0.5,
      hertz: 2500,
      video: ["-vf", "setsar=2", ...QUICK_H264],
      audio: ["-ac", "1", "-ar", "22050", "-c:a", "aac"],
    });
    const image = makeClip("white.png", ["-f", "lavfi", "-i", "color=white:s=100x100", "-frames:v", "1"]);
    const { path, degradations } = await merged({
      items: [red(), tall, squeezed, { media: image, duration: 0.4 }],
    });
    expect(degradations).toEqual([]);
    expect(facts(path)).toMatchObject({
      size: "320x180",
      rate: "25/1",
      sampleAspect: "1:1",
      tracks: 1,
      // 25 frames, 30 at 29.97 (1.001 s), 12 at 24, 0.4 s.
      frames: 25 + 25 + 13 + 10,
    });
    const whole = frameColours(path);
    const middle = frameColours(path, { x: 0.45, width: 0.1 });
    const left = frameColours(path, { width: 0.1 });
    expect(distance(whole[0], RED)).toBeLessThan(6);
    expect(distance(whole[24], RED)).toBeLessThan(6);
    for (const frame of [25, 49]) {
      expect(distance(middle[frame], GREEN)).toBeLessThan(6);
      expect(distance(left[frame], BLACK)).toBeLessThan(3);
    }
    for (const frame of [50, 62]) expect(distance(whole[frame], BLUE)).toBeLessThan(6);
    expect(distance(middle[63], WHITE)).toBeLessThan(6);
    expect(distance(left[72], BLACK)).toBeLessThan(3);

    const sound = listen(path);
    expect(toneLevel(sound, 440, 0.1, 0.9)).toBeCloseTo(-20, 0);
    expect(level(sound, 1.1, 1.9)).toBeLessThan(-80);
    expect(toneLevel(sound, 2500, 2.1, 2.4)).toBeCloseTo(toneLevel(listen(squeezed), 2500, 0.1, 0.4), 0);
    expect(level(sound, 2.6, 2.9)).toBeLessThan(-80);
  });

  test("are as loud as they were, in stereo and in mono", async () => {
    const mono = plainClip("mono.mov", { colour: BLUE, hertz: 2500, audio: ["-ac", "1", "-c:a", "pcm_s16le"] });
    const { path } = await merged({ items: [red(), mono, green()], transition: { type: "crossfade", duration: 0.2 } });
    const sound = listen(path);
    const sources = [red(), mono, green()].map((source) => level(listen(source), 0.3, 0.7));
    const parts = [0, 0.8, 1.6].map((start) => level(sound, start + 0.3, start + 0.7));
    for (const [index, part] of parts.entries()) expect(Math.abs(part - (sources[index] ?? 0))).toBeLessThan(0.2);
  });

  test.each([
    { fit: "pad", left: [0, 128, 128] },
    { fit: "crop", left: GREEN },
  ])("of another shape are made to fit by $fit", async ({ fit, left }) => {
    const tall = plainClip("tall.mov", { colour: GREEN, size: "180x320", rate: "30000/1001", hertz: null });
    const { path } = await merged({ items: [red(), tall], fit, background: "#008080" });
    expect(distance(frameColours(path, { width: 0.1 })[30], left as Colour)).toBeLessThan(6);
  });

  test("take the shape, the size and the pace that are asked for", async () => {
    const shape = await merged({ items: [red(), blue()], aspectRatio: "9:16", fps: 29.97 });
    expect(facts(shape.path)).toMatchObject({ size: "180x320", rate: "30000/1001", frames: 60, tracks: 1 });
    const size = await merged({ items: [red()], width: 96, height: 64, fps: 12.5 });
    expect(facts(size.path)).toMatchObject({ size: "96x64", rate: "25/2", frames: 13 });
  });

  test("that show through are laid over the background", async () => {
    const glass = makeClip("glass.mov", [
      ...["-f", "lavfi", "-i", "color=0xffffff@0:s=320x180:r=25:d=0.4,format=yuva444p10le"],
      ...["-c:v", "prores_ks", "-profile:v", "4444", "-pix_fmt", "yuva444p10le"],
    ]);
    const { path } = await merged({ items: [red(), glass], background: "#008080" });
    expect(distance(frameColours(path)[30], [0, 128, 128])).toBeLessThan(6);
    expect(askFfprobe(path).video.pix_fmt).toBe("yuv420p");
  });

  test("of a single frame, and pictures, are turned into and out of at any pace", async () => {
    const single = plainClip("single.mov", { colour: GREEN, seconds: 0.04, size: "180x320", hertz: null });
    const image = makeClip("tall.png", ["-f", "lavfi", "-i", "color=white:s=90x160", "-frames:v", "1"]);
    const items = [
      { media: blue(), transition: "crossfade" },
      { media: image, duration: 0.5, transition: "fade" },
      { media: single, transition: "wipe-left" },
      { media: image, duration: 0.5, transition: "cut" },
      { media: single },
    ];
    const { path, degradations } = await merged({ items, transitionDuration: 0.25, fit: "blur", fps: 12 });
    // Half of the single frame's transitions is no frame at all.
    expect(degradations?.map(({ message }) => message)).toEqual([
      "The fade from item 2 to item 3 is a cut instead of 0.25 s.",
      "The wipe-left from item 3 to item 4 is a cut instead of 0.25 s.",
    ]);
    expect(facts(path)).toMatchObject({ frames: 12 + 6 - 3 + 1 + 6 + 1, rate: "12/1" });
    const middle = frameColours(path, { x: 0.45, width: 0.1 });
    for (const frame of [15, 22]) expect(distance(middle[frame], GREEN)).toBeLessThan(6);
    for (const frame of [13, 14, 16, 21]) expect(distance(middle[frame], WHITE)).toBeLessThan(6);
  });

  test("are cut to the frame", async () => {
    const counting = makeClip("counting.mov", [
      // Each frame has a grey of its own.
      ...["-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=2,format=yuv420p,geq=lum='20+4*N':cb=128:cr=128"],
      ...["-f", "lavfi", "-i", "aevalsrc='if(lt(mod(t,0.5),0.1),0.5*sin(2*PI*1000*t))':s=48000:d=2"],
      ...[...QUICK_H264, "-crf", "4", "-c:a", "pcm_s16le"],
    ]);
    const { path } = await merged({ items: [{ media: counting, start: 0.48, duration: 0.6 }, red()] });
    const luma = frameLumas(path);
    expect(luma.slice(0, 15).map((value) => Math.round((value - 20) / 4))).toEqual(
      Array.from({ length: 15 }, (_, frame) => 12 + frame),
    );
    expect(luma.length).toBe(15 + 25);
    const [first = 0, second = 0] = onsets(listen(path));
    expect(first).toBeCloseTo(0.02, 2);
    expect(second).toBeCloseTo(0.52, 2);
  });
});

const said = (...words: [word: string, start: number, end: number][]): Transcript => ({
  language: "en",
  text: words.map(([word]) => word).join(" "),
  words: words.map(([word, start, end]) => ({ word, start, end })),
});

describe("a part of a long film", () => {
  // Each second is a grey of its own, each frame of it a little brighter, and beeps at its beginning.
  const long = () =>
    makeClip("long.mp4", [
      ...["-f", "lavfi", "-i", "color=black:s=64x64:r=30000/1001:d=40,format=yuv420p"],
      ...["-f", "lavfi", "-i", "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1.001),0.1)':s=48000:d=40"],
      ...["-vf", "geq=lum='20+4*mod(floor(N/30),7)+6*mod(N,30)':cb=128:cr=128", "-g", "250", "-crf", "4"],
      ...[...QUICK_H264, "-c:a", "aac"],
    ]);
  const wanted = { start: 30.5, duration: 1.5 };

  test("is the same to the frame and the sample, whether what comes before is decoded or not", async () => {
    const folder = temporaryFolder();
    const deferred = await merged({ items: [long()] }, { folder, mayDefer: true });
    const decodedAll = await merged(
      { items: [{ media: "whole", ...wanted }] },
      { folder, deferred: { whole: deferred } },
    );
    const skipping = await merged(
      { items: [{ media: long(), ...wanted }] },
      { folder, transcripts: { [long()]: said(["before", 28, 29], ["inside", 31, 31.2]) } },
    );
    expect(frameLumas(skipping.path)).toEqual(frameLumas(decodedAll.path));
    const [one, other] = [onsets(listen(skipping.path)), onsets(listen(decodedAll.path))];
    expect(one.length).toBe(1);
    expect(Math.abs((one[0] ?? 0) - (other[0] ?? 1))).toBeLessThan(0.0005);
    expect(skipping.transcript?.words).toEqual([
      { word: "inside", start: expect.closeTo(31 - 30.5, 1), end: expect.closeTo(31.2 - 30.5, 1) },
    ]);
  });

  test("is not waited for until all before it is decoded", async () => {
    const output = await merged({ items: [{ media: long(), ...wanted }] }, { mayDefer: true });
    const { picture } = asComposition(output.deferred);
    const { inputs } = writeFilterGraph(picture === null ? [] : [picture.stream]);
    const args = await inputs[0]?.prepare("/", new AbortController().signal);
    expect(Number(args?.[(args.indexOf("-ss") ?? 0) + 1])).toBeCloseTo(28.5, 1);
  });
});

const MIDDLES: { type: string; from?: Colour; to?: Colour; mixed?: boolean; side?: "x" | "y" }[] = [
  { type: "crossfade", mixed: true },
  { type: "dissolve", mixed: true },
  { type: "wipe-left", side: "x" },
  { type: "wipe-right", side: "x" },
  { type: "wipe-up", side: "y" },
  { type: "wipe-down", side: "y" },
  { type: "slide-left", side: "x" },
  { type: "slide-right", side: "x" },
  { type: "slide-up", side: "y" },
  { type: "slide-down", side: "y" },
];

describe("transitions", () => {
  test("look half done in their middle, each in its own way", async () => {
    const items = [...MIDDLES, { type: "cut" }].map(({ type }, index) => ({
      media: index % 2 === 0 ? red() : blue(),
      transition: type,
    }));
    const { path } = await merged({ items, transitionDuration: 0.4 });
    expect(facts(path)).toMatchObject({ frames: 25 * 11 - 10 * 10, seconds: 7 });
    const [near, far] = [0, 0.875];
    const parts = {
      x: [frameColours(path, { x: near, width: 0.125 }), frameColours(path, { x: far, width: 0.125 })],
      y: [frameColours(path, { y: near, height: 0.125 }), frameColours(path, { y: far, height: 0.125 })],
    };
    const whole = frameColours(path);
    for (const [index, { type, mixed, side = "x" }] of MIDDLES.entries()) {
      const [from, to] = index % 2 === 0 ? [RED, BLUE] : [BLUE, RED];
      const begins = 15 * (index + 1);
      const frame = begins + 5;
      const half: Colour = [115, 35, 115];
      expect(distance(whole[begins - 1], from), `${type} before`).toBeLessThan(6);
      expect(distance(whole[begins + 10], to), `${type} after`).toBeLessThan(6);
      expect(distance(whole[frame], half), `${type} halfway`).toBeLessThan(18);
      const [first, last] = parts[side].map((colours) => colours[frame]);
      // What moves to the left or up uncovers the right or the lower side first.
      const [expectedFirst, expectedLast] = /left|up/.test(type) ? [from, to] : [to, from];
      expect(distance(first, mixed ? half : expectedFirst), `${type}, near side`).toBeLessThan(mixed ? 30 : 6);
      expect(distance(last, mixed ? half : expectedLast), `${type}, far side`).toBeLessThan(mixed ? 30 : 6);
    }
  });

  test("through black and white reach both, and no more than both", async () => {
    const { path } = await merged({
      items: [{ media: red(), transition: "fade" }, { media: blue(), transition: "fade-white" }, green()],
      transitionDuration: 0.4,
    });
    expect(facts(path).frames).toBe(75 - 20);
    const colours = frameColours(path);
    expect(distance(colours[14], RED)).toBeLessThan(6);
    expect(distance(colours[20], BLACK)).toBeLessThan(3);
    expect(distance(colours[25], BLUE)).toBeLessThan(6);
    expect(distance(colours[35], WHITE)).toBeLessThan(3);
    expect(distance(colours[40], GREEN)).toBeLessThan(6);
    const luma = frameLumas(path);
    expect(Math.min(...luma)).toBeGreaterThanOrEqual(16);
    expect(Math.max(...luma)).toBeLessThanOrEqual(235);
  });

  test("let one sound go as the other comes, in the same time, at the same power", async () => {
    const { path } = await merged({ items: [red(), green()], transition: { type: "wipe-left", duration: 0.4 } });
    expect(facts(path)).toMatchObject({ frames: 40, seconds: 1.6 });
    const sound = listen(path);
    expect(Math.abs(sound.length / 48_000 - 1.6)).toBeLessThan(0.025);
    expect(toneLevel(sound, 440, 0.5, 0.59)).toBeCloseTo(-20, 0);
    expect(toneLevel(sound, 1000, 0.4, 0.59)).toBeLessThan(-60);
    for (const hertz of [440, 1000]) expect(Math.abs(toneLevel(sound, hertz, 0.78, 0.82) + 23)).toBeLessThan(1);
    for (const from of [0.62, 0.7, 0.78, 0.86, 0.94])
      expect(Math.abs(level(sound, from, from + 0.04) + 20)).toBeLessThan(0.7);
    expect(toneLevel(sound, 440, 1.01, 1.2)).toBeLessThan(-60);
    expect(toneLevel(sound, 1000, 1.01, 1.2)).toBeCloseTo(-20, 0);
  });

  test("longer than a clip are shortened, and that is said", async () => {
    const { path, degradations } = await merged({
      items: [red(), { media: blue(), duration: 0.4 }, green()],
      transition: { type: "crossfade", duration: 0.8 },
    });
    // Ten frames are shared by two transitions.
    expect(facts(path).frames).toBe(25 + 10 + 25 - 5 - 5);
    expect(degradations).toEqual([
      {
        code: "transition_shortened",
        message: "The crossfade from item 1 to item 2 takes 0.20 s instead of 0.80 s.",
        hint: expect.stringContaining("longer clips"),
      },
      expect.objectContaining({ code: "transition_shortened", message: expect.stringContaining("item 2 to item 3") }),
    ]);
    const colours = frameColours(path);
    expect(distance(colours[19], RED)).toBeLessThan(6);
    expect(distance(colours[25], BLUE)).toBeLessThan(6);
    expect(distance(colours[30], GREEN)).toBeLessThan(6);
  });
});

describe("sounds", () => {
  const music = (seconds = 1) =>
    makeClip(`music-${seconds}.wav`, [
      ...["-f", "lavfi", "-i", `aevalsrc='0.1414*sin(2*PI*1000*t)|0.1414*sin(2*PI*1000*t)':s=48000:d=${seconds}`],
      ...["-c:a", "pcm_s16le"],
    ]);
  const films = () => [red(), blue()];

  test("lie under the whole, as loud as they are, and leave the clips as loud as they were", async () => {
    const { path } = await merged({ items: [...films(), music(1)] });
    const sound = listen(path);
    expect(toneLevel(sound, 1000, 0.1, 0.9)).toBeCloseTo(-20, 1);
    expect(toneLevel(sound, 440, 0.1, 0.9)).toBeCloseTo(-20, 1);
    // Music that is shorter ends.
    expect(toneLevel(sound, 1000, 1.05, 1.9)).toBeLessThan(-70);
    expect(toneLevel(sound, 2500, 1.1, 1.9)).toBeCloseTo(-20, 1);
  });

  test("begin where they are to, at their volume, and come and go", async () => {
    const { path } = await merged({
      items: [...films(), { media: music(1), offset: 0.5, volume: 0.5, fadeIn: 0.2, fadeOut: 0.2 }],
    });
    const sound = listen(path);
    expect(toneLevel(sound, 1000, 0.1, 0.49)).toBeLessThan(-70);
    expect(toneLevel(sound, 1000, 0.51, 0.55)).toBeLessThan(-34);
    expect(toneLevel(sound, 1000, 0.72, 1.28)).toBeCloseTo(-26, 1);
    expect(toneLevel(sound, 1000, 1.46, 1.49)).toBeLessThan(-34);
    expect(toneLevel(sound, 1000, 1.52, 1.9)).toBeLessThan(-70);
  });

  test("that are longer go with the picture, of a part as well", async () => {
    const { path } = await merged({ items: [...films(), { media: music(4), start: 1, duration: 2.9, offset: 0.2 }] });
    expect(facts(path)).toMatchObject({ frames: 50, seconds: 2 });
    const sound = listen(path);
    expect(Math.abs(sound.length / 48_000 - 2)).toBeLessThan(0.025);
    expect(toneLevel(sound, 1000, 1.3, 1.45)).toBeCloseTo(-20, 1);
    expect(toneLevel(sound, 1000, 1.94, 1.99)).toBeLessThan(-35);
  });

  test("begin again without a gap until the picture ends", async () => {
    // Not a whole number of periods long: where it begins again can be seen.
    const short = makeClip("short.wav", [
      ...["-f", "lavfi", "-i", "aevalsrc='0.5*sin(2*PI*1000*t)*lt(t,0.1)':s=48000:d=0.3"],
      ...["-c:a", "pcm_s16le"],
    ]);
    const silent = plainClip("silent.mov", { colour: RED, hertz: null, seconds: 2 });
    const { path } = await merged({ items: [silent, { media: short, offset: 0.25, loop: true, fadeOut: 0 }] });
    const times = onsets(listen(path));
    expect(times.length).toBe(6);
    for (const [index, time] of times.entries()) expect(Math.abs(time - (0.25 + index * 0.3))).toBeLessThan(0.003);
  });

  test("are not cut off at their peaks where they meet", async () => {
    const loud = plainClip("loud.mov", { colour: RED, audio: ["-af", "volume=6", "-c:a", "pcm_s16le"] });
    const { path } = await merged({ items: [loud, { media: music(1), volume: 6 }] });
    const sound = listen(path);
    expect(sound.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0)).toBeLessThan(1.1);
    // Cut off, two tones would give others: 2 x 1000 - 440 is the strongest of them.
    expect(toneLevel(sound, 1560, 0.2, 0.8)).toBeLessThan(-45);
    expect(toneLevel(sound, 1000, 0.2, 0.8)).toBeGreaterThan(-10);
  });

  test("that would begin when the film has ended are said not to be heard", async () => {
    const { degradations } = await merged({ items: [red(), { media: music(1), offset: 3 }] });
    expect(degradations).toEqual([expect.objectContaining({ code: "sound_shortened" })]);
  });
});

describe("what is known beside picture and sound", () => {
  test("words keep their places in picture and sound", async () => {
    const narration = makeClip("narration.wav", [...["-f", "lavfi", "-i", "anullsrc=d=1"], "-c:a", "pcm_s16le"]);
    const { transcript } = await merged(
      {
        items: [{ media: red(), start: 0.4 }, { media: blue() }, { media: narration, offset: 0.3 }],
        transition: { type: "crossfade", duration: 0.2 },
      },
      {
        transcripts: {
          [red()]: said(["gone", 0, 0.3], ["cut", 0.35, 0.6], ["there", 0.7, 0.9]),
          [blue()]: said(["blue", 0.1, 0.5]),
          [narration]: said(["over", 0.1, 0.2]),
        },
      },
    );
    expect(transcript?.text).toBe("cut there over blue");
    const times = transcript?.words.map(({ word, start, end }) => [word, start.toFixed(2), end.toFixed(2)]);
    expect(times).toEqual([
      ["cut", "0.00", "0.20"],
      ["there", "0.30", "0.50"],
      ["over", "0.40", "0.50"],
      ["blue", "0.50", "0.90"],
    ]);
  });

  test("subtitle tracks and files move with their clips", async () => {
    const composition = async (path: string, text: string, start: number) => {
      const deferred = await merged({ items: [path] }, { mayDefer: true });
      const captions: Pick<Composition, "subtitles" | "besides"> = {
        subtitles: [{ language: "en", text: `1\n00:00:00,${start}00 --> 00:00:00,900\n${text}\n\n` }],
        besides: [
          { extension: "vtt", mediaType: "text/vtt", text: `WEBVTT\n\n00:00.${start}00 --> 00:00.900\n${text}\n` },
        ],
      };
      return { ...deferred, deferred: deferComposition({ ...asComposition(deferred.deferred), ...captions }) };
    };
    const output = await merged(
      { items: ["one", { media: "two", start: 0.2, duration: 0.4 }] },
      { deferred: { one: await composition(red(), "First", 1), two: await composition(blue(), "Second", 4) } },
    );
    const [film, beside] = output.files;
    expect(beside).toMatchObject({ mediaType: "text/vtt" });
    expect(readFileSync(beside?.path ?? "", "utf8")).toBe(
      "WEBVTT\n\n00:00:00.100 --> 00:00:00.900\nFirst\n\n00:00:01.200 --> 00:00:01.400\nSecond\n",
    );
    expect(askFfprobe(film?.path ?? "").streams.map(({ codec_name }) => codec_name)).toEqual([
      "h264",
      "aac",
      "mov_text",
    ]);
  });
});

describe("a merge among other operations", () => {
  test("is left to the next, and taken twice is read twice", async () => {
    const folder = temporaryFolder();
    const pair = await merged({ items: [red(), blue()], transition: "crossfade" }, { folder, mayDefer: true });
    expect(pair.files).toEqual([]);
    const { path } = await merged(
      { items: ["pair", green(), "pair"], transition: { type: "wipe-left", duration: 0.2 } },
      { folder, deferred: { pair } },
    );
    const one = 25 + 25 - 13;
    expect(facts(path).frames).toBe(one + 25 + one - 5 - 5);
    const colours = frameColours(path);
    const again = one + 25 - 10;
    for (const start of [0, again]) {
      expect(distance(colours[start + 6], RED)).toBeLessThan(6);
      expect(distance(colours[start + one - 7], BLUE)).toBeLessThan(6);
    }
    expect(distance(colours[one + 7], GREEN)).toBeLessThan(6);
  });
});

describe("what cannot be merged", () => {
  const music = () => makeClip("quiet.wav", [...["-f", "lavfi", "-i", "anullsrc=d=0.2"], "-c:a", "pcm_s16le"]);

  test.each([
    { what: "nothing but sound", items: () => [music()], code: "media_unsupported" },
    { what: "a part beyond the end", items: () => [{ media: red(), start: 5 }], code: "input_unusable" },
    { what: "a clip with an offset", items: () => [{ media: red(), offset: 1 }], code: "input_unusable" },
    { what: "a clip that loops", items: () => [{ media: red(), loop: true }], code: "input_unusable" },
    {
      what: "a sound with a transition",
      items: () => [red(), { media: music(), transition: "fade" }],
      code: "input_unusable",
    },
  ])("is refused: $what", async ({ items, code }) => {
    const refusal = await merged({ items: items() }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ProxxError);
    expect(refusal).toMatchObject({ code, hint: expect.stringMatching(/./) });
  });

  test("is told before anything runs: a size of another shape", async () => {
    const params = merge.signature.params.parse({ items: ["/a.mov"], width: 640, height: 360, aspectRatio: "9:16" });
    const context = { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [] };
    expect(await merge.check?.(params, context)).toEqual([
      expect.objectContaining({ path: "$.aspectRatio", code: "contradiction" }),
    ]);
  });
});

interface Flash {
  rate: string;
  seconds: number;
  soundSeconds: number;
  /** When it flashes and beeps. */
  at: number;
}

/** White for two frames with a beep, otherwise black and quiet. */
function flashClip(fileName: string, { rate, seconds, soundSeconds, at }: Flash): string {
  const [frames = 25, per = 1] = rate.split("/").map(Number);
  const begins = (Math.round((at * frames) / per) * per) / frames;
  const lit = `drawbox=c=white:t=fill:enable='gte(t,${begins - 0.001})*lt(t,${begins + 0.08})'`;
  return makeClip(fileName, [
    ...["-f", "lavfi", "-i", `color=black:s=160x90:r=${rate}:d=${seconds},${lit}`],
    ...[
      "-f",
      "lavfi",
      "-i",
      `aevalsrc='if(gte(t,${begins})*lt(t,${begins + 0.06}),0.5*cos(2*PI*1000*t))':s=44100:d=${soundSeconds}`,
    ],
    ...[...QUICK_H264, "-c:a", "pcm_s16le"],
  ]);
}

describe("sound and picture", () => {
  test.each([
    { type: "cut", at: 0 },
    { type: "crossfade", at: 0.4 },
  ])("are in step in each of ten clips of different rates joined by $type", async ({ type, at }) => {
    const kinds = [
      flashClip("a.mov", { rate: "30000/1001", seconds: 1.1, soundSeconds: 1.1, at }),
      flashClip("b.mov", { rate: "25", seconds: 1, soundSeconds: 0.7, at }),
      flashClip("c.mov", { rate: "24", seconds: 1.03, soundSeconds: 1.4, at }),
      flashClip("d.mov", { rate: "24000/1001", seconds: 0.97, soundSeconds: 0.9, at }),
    ];
    const items = Array.from({ length: 10 }, (_, index) => kinds[index % kinds.length]);
    const { path } = await merged({ items, transition: type, transitionDuration: 0.3 });
    const { frames, rate, seconds, soundSeconds } = facts(path);
    expect(rate).toBe("30000/1001");
    expect(Math.abs(seconds - (frames * 1001) / 30_000)).toBeLessThan(0.002);
    expect(Math.abs(seconds - soundSeconds)).toBeLessThan(0.025);
    const light = frameLumas(path).map((luma) => luma > 120);
    const flashes = light.flatMap((lit, frame) => (lit && light[frame - 1] !== true ? [(frame * 1001) / 30_000] : []));
    const beeps = onsets(listen(path));
    expect(flashes.length).toBe(10);
    expect(beeps.length).toBe(10);
    // A picture can only come with a frame, of which one lasts 33 ms: nearer than half of that it need not be.
    const apart = flashes.map((flash, index) => flash - (beeps[index] ?? 0));
    for (const seconds of apart) expect(Math.abs(seconds)).toBeLessThan(0.0201);
    if (type === "cut") expect(Math.max(...apart.map(Math.abs))).toBeLessThan(0.002);
  });
});
