import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStrings, type OperationOutput, type PlanContext } from "@proxx/contract";
import { filter, readSubRip, readWebVtt } from "@proxx/media";
import { askFfprobe, decodePixels, makeClip, temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { asComposition, deferComposition } from "@proxx/composition";
import { burnCaptions } from "../src/subtitles/burn-captions.ts";
import { captionLook } from "../src/subtitles/caption-look.ts";
import { givenCaptions } from "../src/subtitles/given-captions.ts";
import { createAddSubtitles } from "../src/subtitles/subtitles.ts";
import { blackClip, inkOf, runsOf } from "./caption-ink.ts";
import { resources, runOperation } from "./run-operation.ts";

const addSubtitles = createAddSubtitles(resources);

async function burned(params: Record<string, unknown>, options: Parameters<typeof runOperation>[2] | object = {}) {
  return await runOperation(addSubtitles, params, { folder: temporaryFolder(), mayDefer: true, ...options });
}

function besides({ files }: OperationOutput): { srt: string; vtt: string } {
  const read = (mediaType: string) =>
    readFileSync(files.find((file) => file.mediaType === mediaType)?.path ?? "", "utf8");
  return { srt: read("application/x-subrip"), vtt: read("text/vtt") };
}

describe("burned-in subtitles", () => {
  test.each([
    ["25", 25],
    ["24", 24],
    ["30000/1001", 30000 / 1001],
  ])(
    "at %s frames a second stand from the frame nearest their start to the one nearest their end",
    async (rate, fps) => {
      const cues = [
        { text: "One", start: 0.13, end: 0.71 },
        { text: "Number two", start: 0.71, end: 1.02 },
        { text: "And at last number three", start: 1.49, end: 9 },
      ];
      const ink = await inkOf(await burned({ video: blackClip({ rate }), captions: cues }));
      const at = (seconds: number) => Math.round(seconds * fps);
      const runs = runsOf(ink);
      expect(runs.map(([from, to]) => [from, to])).toEqual([
        [0, at(0.13)],
        [at(0.13), at(0.71)],
        [at(0.71), at(1.02)],
        [at(1.02), at(1.49)],
        [at(1.49), ink.length],
      ]);
      const [before = -1, one = 0, two = 0, between = -1, three = 0] = runs.map(([, , value]) => value);
      expect(before).toBe(between);
      expect([before, one, two, three]).toEqual([before, one, two, three].toSorted((a, b) => a - b));
      expect(ink.length).toBe(rate === "30000/1001" ? 60 : 2 * fps);
    },
  );

  test("are still on their frames after a minute", async () => {
    const clip = blackClip({ rate: "30000/1001", seconds: 62, size: "160x90" });
    const cues = Array.from({ length: 31 }, (_, index) => ({
      text: `Caption ${index}`,
      start: index * 2 + 0.25,
      end: index * 2 + 1.4,
    }));
    const ink = await inkOf(await burned({ video: clip, captions: cues }));
    const dark = Math.min(...ink);
    const changes = ink.flatMap((value, frame) =>
      frame > 0 && (value === dark) !== ((ink[frame - 1] ?? 0) === dark) ? [frame] : [],
    );
    const frameAt = (seconds: number) => Math.round((seconds * 30000) / 1001);
    expect(changes).toEqual(cues.flatMap(({ start, end }) => [frameAt(start), frameAt(end)]));
  });

  test("keep to the frames of a picture whose times are a little off", async () => {
    const captions = [{ text: "Hello", start: 0.5, end: 1.5 }];
    const { deferred } = await burned({ video: blackClip({ rate: "30000/1001" }), captions, mode: "files" });
    const { picture } = asComposition(deferred);
    if (picture === null) throw new Error("Expected a picture");
    const early = filter(filter(picture.stream, "settb", { expr: "1/1000000" }), "setpts", { expr: "max(0,PTS-1)" });
    const shown = await burnCaptions(
      { ...picture, stream: early },
      {
        captions: givenCaptions(captions, "en"),
        look: captionLook({}, { preset: "default", highlight: false }),
        locale: "en",
        fonts: resources.fonts(),
      },
      new AbortController().signal,
    );
    const film = { ...asComposition(deferred), picture: shown };
    expect(
      runsOf(await inkOf({ files: [], deferred: deferComposition(film) })).map(([from, to]) => [from, to]),
    ).toEqual([
      [0, 15],
      [15, 45],
      [45, 60],
    ]);
  });

  test("are where and what colour their style says", async () => {
    const style = {
      color: "red",
      outlineWidth: 0,
      fontSize: 0.1,
      position: "top",
      margin: 0.1,
      backgroundColor: "#00c864",
    };
    const { path } = await burned(
      { video: blackClip({ seconds: 0.4 }), captions: [{ text: "HHHH", start: 0, end: 1 }], style },
      { mayDefer: false },
    );
    const rowsOf = (colour: [number, number, number], tolerance: number) => {
      const pixels = decodePixels(path, { frames: 1 });
      const rows: number[] = [];
      for (let at = 0; at < pixels.length; at += 3) {
        const isIt = colour.every((value, index) => Math.abs((pixels[at + index] ?? 0) - value) <= tolerance);
        if (isIt) rows.push(Math.floor(at / 3 / 320));
      }
      return { first: rows[0] ?? 0, last: rows.at(-1) ?? 0 };
    };
    // Thin strokes share their colour with what is beside them; the box has its own.
    const letters = rowsOf([230, 0, 0], 70);
    const box = rowsOf([0, 200, 100], 8);
    // The box begins a tenth of 180 rows below the edge; capitals are seven tenths of a letter's height.
    expect(box.first).toBeGreaterThanOrEqual(17);
    expect(box.first).toBeLessThan(21);
    expect(letters.last - letters.first).toBeGreaterThan(9);
    expect(letters.first).toBeGreaterThan(box.first);
    expect(letters.last).toBeLessThan(box.last);
  });

  test("show markup as the characters it is made of, in the picture and beside it", async () => {
    const text = String.raw`<b>x</b> {\an8}&amp; C:\N`;
    const plain = await burned({ video: blackClip(), captions: [{ text: "x &", start: 0, end: 1 }] });
    const marked = await burned({ video: blackClip(), captions: [{ text, start: 0, end: 1 }] });
    expect((await inkOf(marked))[0]).toBeGreaterThan(2 * ((await inkOf(plain))[0] ?? 0));
    const { besides: files } = asComposition(marked.deferred);
    expect(readSubRip(files[0]?.text ?? "")).toEqual([{ start: 0, end: 1, text }]);
    expect(readWebVtt(files[1]?.text ?? "")).toEqual([{ start: 0, end: 1, text }]);
    expect(marked.transcript?.text).toBe(text);
  });

  test("keep the sound, the length and the transparency of the film", async () => {
    const clear = makeClip("clear.mov", [
      ...["-f", "lavfi", "-i", "color=black@0.0:s=160x90:r=25:d=0.4,format=yuva444p10le", "-c:v", "prores_ks"],
    ]);
    const { path } = await burned({ video: clear, captions: [{ text: "Hi", start: 0, end: 1 }] }, { mayDefer: false });
    expect(askFfprobe(path).video).toMatchObject({ codec_name: "prores", nb_read_frames: "10" });
    const alpha = decodePixels(path, { filter: "alphaextract", pixelFormat: "gray", frames: 1 });
    expect(Math.max(...alpha)).toBeGreaterThan(250);
    expect(alpha.filter((value) => value < 5).length).toBeGreaterThan(alpha.length / 2);
    const withSound = await burned({ video: blackClip(), text: "Hello there" }, { mayDefer: false });
    expect(askFfprobe(withSound.path).streams.map(({ codec_name }) => codec_name)).toEqual(["h264", "aac"]);
    expect(askFfprobe(withSound.path).video.nb_read_frames).toBe("50");
  });
});

test.each([
  ["he", "שלום לכם שם", "rtl"],
  ["ar", "قال مرحبا بكم", "rtl"],
  ["th", "ที่นี่เป็นบ้าน", "ltr"],
])("the spoken word of %s moves in the direction in which it is read", async (language, text, direction) => {
  const video = blackClip({ seconds: 1.2 });
  const transcripts = { [video]: { language, text, words: [{ word: text, start: 0, end: 1.2 }] } };
  const { path } = await burned({ video, by: "word", style: "tiktok" }, { transcripts, mayDefer: false });
  const { width = 0, height = 0 } = askFfprobe(path).video;
  const frames = decodePixels(path, { pixelFormat: "rgb24" });
  const middles: number[] = [];
  for (let from = 0; from < frames.length; from += width * height * 3) {
    const marked: number[] = [];
    for (let pixel = 0; pixel < width * height; pixel++) {
      const [red = 0, green = 0, blue = 0] = frames.subarray(from + pixel * 3, from + pixel * 3 + 3);
      if (red > 200 && green > 170 && blue < 100) marked.push(pixel % width);
    }
    const middle = Math.round(marked.reduce((sum, x) => sum + x, 0) / marked.length);
    if (marked.length > 0 && middle !== middles.at(-1)) middles.push(middle);
  }
  expect(middles.length).toBeGreaterThanOrEqual(3);
  expect(middles).toEqual(middles.toSorted((one, other) => (direction === "ltr" ? one - other : other - one)));
});

describe("a character that no font has", () => {
  test("is named beforehand, where the text is known", async () => {
    expect(await issuesOf({ captions: [{ text: "ok \u182E", start: 0, end: 1 }] })).toMatchObject([
      { path: "$.captions", code: "glyph_missing", message: expect.stringContaining("U+182E") as string },
    ]);
    expect(await issuesOf({ text: "ᠮᠣᠩᠭᠣᠯ" })).toMatchObject([{ path: "$.text", code: "glyph_missing" }]);
    expect(await issuesOf({ text: "ᠮᠣᠩᠭᠣᠯ", mode: "soft" })).toEqual([]);
    for (const text of ["שלום 👩‍👩‍👧", "مرحبا، 2024", "ที่นี่", "नमस्ते"]) expect(await issuesOf({ text })).toEqual([]);
  });

  test("is named when the text turns up, and does not matter to a track or a file", async () => {
    const transcripts = { speech: { language: "mn", text: "ᠮᠣᠩᠭᠣᠯ", words: [{ word: "ᠮᠣᠩᠭᠣᠯ", start: 0, end: 1 }] } };
    const params = { video: blackClip(), text: "speech" };
    await expect(burned(params, { transcripts })).rejects.toMatchObject({ code: "glyph_missing" });
    const { files } = await burned({ ...params, mode: "files" }, { transcripts, mayDefer: false });
    expect(besides({ files }).srt).toContain("ᠮᠣᠩᠭᠣᠯ");
  });
});

describe("subtitles that are not burned in", () => {
  const cues = [
    { text: "One & <two>", start: 0.2, end: 0.8 },
    { text: "Three\nlines\nof it", start: 1, end: 1.6 },
  ];

  test("are a track with its language, and files beside the film", async () => {
    const made = await burned(
      { video: blackClip(), captions: cues, mode: "soft", language: "de" },
      { mayDefer: false },
    );
    const { streams } = askFfprobe(made.path);
    expect(streams.map(({ codec_name, tags }) => [codec_name, tags?.["language"]])).toEqual([
      ["h264", "und"],
      ["aac", "und"],
      ["mov_text", "deu"],
    ]);
    const track = spawnSync("ffmpeg", ["-v", "error", "-i", made.path, "-map", "0:s", "-f", "srt", "-"]).stdout;
    expect(readSubRip(track.toString())).toEqual(cues);
    expect(readSubRip(besides(made).srt)).toEqual(cues);
    expect(readWebVtt(besides(made).vtt)).toEqual(cues);
    expect(Math.max(...decodePixels(made.path, { pixelFormat: "gray", frames: 1 }))).toBeLessThan(10);
  });

  test("as files alone leave the film as it is, byte for byte", async () => {
    const video = blackClip();
    const made = await burned({ video, captions: cues, mode: "files" }, { mayDefer: false });
    expect(made.path).toBe(video);
    expect(made.files.map(({ kind }) => kind)).toEqual(["video", "subtitles", "subtitles"]);
    expect(readSubRip(besides(made).srt)).toEqual(cues);
  });

  test("make a film without a word have no track", async () => {
    const video = blackClip();
    const transcripts = { [video]: { language: "en", text: "", words: [] } };
    const silent = await burned({ video, mode: "soft" }, { transcripts });
    expect(asComposition(silent.deferred)).toMatchObject({
      subtitles: [],
      besides: [{ text: "" }, { text: "WEBVTT\n" }],
    });
    expect(silent.degradations).toEqual([]);
  });

  test("that begin after the film has ended are counted, not shown", async () => {
    const captions = [
      { text: "in time", start: 0, end: 5 },
      { text: "too late", start: 5, end: 6 },
    ];
    const made = await burned({ video: blackClip(), captions, mode: "soft" });
    expect(made.degradations).toMatchObject([
      { code: "text_beyond_end", message: /^1 caption begins after .* 2\.00 s/ },
    ]);
    expect(made.transcript?.words.at(-1)).toMatchObject({ word: "time", end: 2 });
  });
});

describe("the text", () => {
  const video = blackClip();
  const spoken = {
    language: "en",
    text: "Hello there, world. Goodbye!",
    words: [
      { word: "hello", start: 0.1, end: 0.3 },
      { word: "there", start: 0.3, end: 0.5 },
      { word: "world", start: 0.5, end: 0.8 },
      { word: "goodbye", start: 1.1, end: 1.6 },
    ],
  };

  test("comes from the captions before the file, the file before the text, the text before what the film knows", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "own.vtt");
    writeFileSync(file, "WEBVTT\n\n00:00.500 --> 00:01.000\nFrom the file\n");
    const transcripts = { [video]: spoken };
    const params = { video, captions: [{ text: "From the cues", start: 0, end: 1 }], file, text: "From the text" };
    const shown = async (given: Record<string, unknown>) =>
      (await burned({ ...given, mode: "soft" }, { folder, transcripts })).transcript?.text;
    expect(await shown(params)).toBe("From the cues");
    expect(await shown({ ...params, captions: undefined })).toBe("From the file");
    expect(await shown({ ...params, captions: undefined, file: undefined })).toBe("From the text");
    expect(await shown({ video })).toBe("Hello there, world. Goodbye!");
  });

  test("of an earlier job is shown sentence by sentence, with the punctuation of its text and the times of its words", async () => {
    const { deferred, transcript } = await burned({ video, mode: "soft" }, { transcripts: { [video]: spoken } });
    expect(readSubRip(asComposition(deferred).besides[0]?.text ?? "")).toEqual([
      { start: 0.1, end: 1.1, text: "Hello there, world." },
      { start: 1.1, end: 1.9, text: "Goodbye!" },
    ]);
    expect(transcript).toMatchObject({ language: "en", text: "Hello there, world. Goodbye!" });
    expect(transcript?.words[2]).toEqual({ word: "world.", start: 0.5, end: 0.8 });
  });

  test("that is what is said takes its times from there; any other is spread over the film, and that is said", async () => {
    const transcripts = { [video]: spoken };
    const same = await burned({ video, text: "Hello there — world… Goodbye.", mode: "soft" }, { transcripts });
    expect(same.degradations).toEqual([]);
    expect(same.transcript?.words.at(-1)).toEqual({ word: "Goodbye.", start: 1.1, end: 1.6 });
    const other = await burned({ video, text: "Bonjour tout le monde. Au revoir !", mode: "soft" }, { transcripts });
    expect(other.degradations).toMatchObject([{ code: "text_times_estimated" }]);
    expect(other.transcript?.words.at(-1)).toMatchObject({ word: "revoir !", end: 2 });
  });

  test("that nobody knows is an error, beforehand and when it is run", async () => {
    const issue = { path: "$", code: "text_missing", hint: expect.stringContaining("`captions`") as string };
    expect(await issuesOf({})).toMatchObject([issue]);
    expect(await issuesOf({}, { knowsWords: (param) => param === "video" })).toEqual([]);
    expect(await issuesOf({ captions: "$job1" })).toMatchObject([{ ...issue, path: "$.captions" }]);
    await expect(burned({ video })).rejects.toMatchObject({ code: "text_missing" });
  });

  test("in an unusable file is an error that names the line", async () => {
    const file = join(temporaryFolder(), "bad.srt");
    writeFileSync(file, "1\n00:00:01,000 --> later\nHello\n");
    await expect(burned({ video, file })).rejects.toMatchObject({ code: "input_unusable", message: /^Line 2 / });
    writeFileSync(file, "");
    await expect(burned({ video, file })).rejects.toMatchObject({ code: "text_missing" });
  });

  test("whose times are only guessed says so before anything runs", async () => {
    const params = addSubtitles.signature.params.parse({ video: "a.mp4", text: "Hello" });
    expect((await addSubtitles.approach(params, context())).degradations).toMatchObject([
      { code: "text_times_estimated" },
    ]);
  });
});

test("a picture that stands still has no time for subtitles", async () => {
  const picture = makeClip("grey.png", ["-f", "lavfi", "-i", "color=gray:s=64x64", "-frames:v", "1"]);
  await expect(burned({ video: picture, text: "Hello" })).rejects.toMatchObject({ code: "media_unsupported" });
});

test("captions stop when they are told to", async () => {
  const captions = Array.from({ length: 200 }, (_, index) => ({ text: `${index}`, start: index, end: index + 1 }));
  const [short, stop] = [
    captions.map((cue) => ({ ...cue, start: cue.start / 100, end: cue.end / 100 })),
    new AbortController(),
  ];
  const running = burned({ video: blackClip(), captions: short }, { signal: stop.signal });
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: "aborted" });
});

test("a language that is none is refused beforehand", async () => {
  expect(await issuesOf({ text: "Hello", language: "en-12" })).toMatchObject([{ path: "$.language" }]);
});

test("subtitles upon subtitles keep what was there, and know what is shown last", async () => {
  const first = await burned({
    video: blackClip(),
    captions: [{ text: "One", start: 0, end: 1 }],
    mode: "soft",
    language: "en",
  });
  const second = await burned(
    { video: "first", captions: [{ text: "Eins", start: 0, end: 1 }], mode: "soft", language: "de" },
    { deferred: { first } },
  );
  const film = asComposition(second.deferred);
  expect(film.subtitles.map(({ language }) => language)).toEqual(["en", "de"]);
  expect(film.transcript).toMatchObject({ language: "de", text: "Eins" });
});

test("the same subtitles give the same bytes", async () => {
  const digests = await Promise.all(
    [1, 2].map(async () => {
      const { path } = await burned({ video: blackClip({ seconds: 0.4 }), text: "Hello" }, { mayDefer: false });
      return createHash("sha256").update(readFileSync(path)).digest("hex");
    }),
  );
  expect(digests[0]).toBe(digests[1]);
});

function context(changes: Partial<PlanContext> = {}): PlanContext {
  return { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [], ...changes };
}

async function issuesOf(params: Record<string, unknown>, changes: Partial<PlanContext> = {}) {
  const parsed = addSubtitles.signature.params.parse(readStrings({ video: "a.mp4", ...params }).params);
  return (await addSubtitles.check?.(parsed, context(changes))) ?? [];
}
