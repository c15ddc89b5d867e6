import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { discoverTools } from "@proxx/media";
import { askFfprobe, decodePixels, makeClip, temporaryFolder, testTone } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { renderTimeline, type RenderOptions, type Timeline } from "../src/index.ts";
import { everyMotion, exactFrames, likeness, partsIn, size } from "./movie-fixture.ts";

const tools = await discoverTools();
async function render(timeline: Timeline, options: Partial<RenderOptions> = {}) {
  const folder = temporaryFolder();
  const output = join(folder, "movie.mp4");
  const parts = partsIn(join(folder, "parts"));
  const rendered = await renderTimeline(timeline, { output, tools, keepPart: parts.keepPart, ...options });
  return { folder, output, parts, rendered };
}

/** Decodes the movie and compares each of its frames with the one it should be, and with those beside it. */
async function expectEachFrameInItsPlace(path: string, timeline: Timeline): Promise<void> {
  const exact = await exactFrames(timeline);
  const decoded = decodePixels(path, { pixelFormat: "yuv420p" });
  const bytes = (timeline.width * timeline.height * 3) / 2;
  expect(decoded.length).toBe(exact.length * bytes);
  const frames = exact.map((_, index) => decoded.subarray(index * bytes, (index + 1) * bytes));
  const alike = exact.map((frame, index) => likeness(frame, frames[index] ?? frame, timeline));
  expect(Math.min(...alike)).toBeGreaterThan(0.98);
  expect(alike.reduce((sum, value) => sum + value, 0) / alike.length).toBeGreaterThan(0.985);
  for (const [index, frame] of exact.entries()) {
    for (const beside of [exact[index - 1], exact[index + 1]]) {
      if (beside === undefined || beside === frame) continue;
      const { own, other } = errorsWhereTheyDiffer(frames[index] ?? frame, frame, beside);
      expect(own, `frame ${index}`).toBeLessThanOrEqual(other);
    }
  }
}

/** How far a decoded frame is from each of two frames, in the pixels in which those differ by more than a codec may lose. */
function errorsWhereTheyDiffer(decoded: Uint8Array, frame: Uint8Array, beside: Uint8Array) {
  let [own, other] = [0, 0];
  for (const [index, value] of decoded.entries()) {
    const [a = 0, b = 0] = [frame[index], beside[index]];
    if (Math.abs(a - b) <= 12) continue;
    own += (value - a) ** 2;
    other += (value - b) ** 2;
  }
  return { own, other };
}

/** What decoders complain of. */
function complaints(path: string): string {
  const run = spawnSync("ffmpeg", ["-nostdin", "-v", "warning", "-xerror", "-i", path, "-f", "null", "-"], {
    encoding: "utf8",
  });
  return `${run.status} ${run.stderr}`;
}

describe("a movie", () => {
  test("is the timeline, frame for frame, at a constant rate, with key frames where they were wished", async () => {
    const timeline = everyMotion();
    const sound = makeClip("tone.wav", testTone({ seconds: 160 / 30 }));
    const chapters = [
      { from: 0, to: 63, title: String.raw`One; a=b #1 \ two` },
      { from: 63, to: 160, title: "二" },
    ];
    const { output, rendered } = await render(timeline, { sound, chapters, title: "All that moves" });
    expect(complaints(output)).toBe("0 ");
    const { video, audio, frames, chapters: found, format } = askFfprobe(output);
    expect(video).toMatchObject({
      codec_name: "h264",
      pix_fmt: "yuv420p",
      ...size,
      nb_frames: "160",
      nb_read_frames: "160",
      r_frame_rate: "30/1",
      avg_frame_rate: "30/1",
      color_space: "bt709",
      color_range: "tv",
      color_primaries: "bt709",
      color_transfer: "bt709",
      start_time: "0.000000",
      duration: "5.333333",
    });
    expect(audio).toHaveLength(1);
    expect(Number(audio[0]?.duration)).toBeCloseTo(160 / 30, 2);
    expect(frames.map(({ pts_time }) => Math.round(Number(pts_time) * 30 * 1000) / 1000)).toEqual(timesTo(160));
    const keys = frames.flatMap(({ key_frame }, index) => (key_frame === 1 ? [index] : []));
    expect(keys).toEqual(expect.arrayContaining([0, 63, 130]));
    expect(Math.max(...keys.map((key, index) => (keys[index + 1] ?? 160) - key))).toBeLessThanOrEqual(60);
    expect(found.map(({ start_time, tags }) => [Number(start_time), tags?.["title"]])).toEqual([
      [0, String.raw`One; a=b #1 \ two`],
      [2.1, "二"],
    ]);
    expect(format.tags?.["title"]).toBe("All that moves");
    expect(rendered.frames).toBe(160);
    expect(rendered.uniqueFrames).toBeLessThan(160);
    await expectEachFrameInItsPlace(output, timeline);
  });

  test("of one frame, and of one that never changes", async () => {
    const still = { ...everyMotion(), layers: everyMotion().layers.slice(0, 1) };
    for (const frames of [1, 2, 61, 500]) {
      const timeline = { ...still, frames, layers: still.layers.map((layer) => ({ ...layer, to: frames })) };
      const { output, rendered } = await render(timeline);
      expect(complaints(output)).toBe("0 ");
      expect(rendered).toMatchObject({ uniqueFrames: 1, segments: { made: 1, reused: 0 } });
      expect(askFfprobe(output).video.nb_read_frames).toBe(String(frames));
    }
  });

  test.each([
    [24_000, 1001],
    [30_000, 1001],
    [25, 1],
    [60, 1],
  ])("of %i/%i frames a second has each at its exact time", async (numerator, denominator) => {
    const timeline = { ...everyMotion(), frameRate: { numerator, denominator } };
    const { output } = await render(timeline);
    const { video, frames } = askFfprobe(output);
    expect(video).toMatchObject({ r_frame_rate: `${numerator}/${denominator}`, nb_read_frames: "160" });
    const times = frames.map(({ pts_time }) => (Number(pts_time) * numerator) / denominator);
    for (const [index, time] of times.entries()) expect(time).toBeCloseTo(index, 3);
  });
});

describe("parts", () => {
  test("of a movie that is rendered again are all reused, and the file is the same, byte by byte", async () => {
    const { output, parts, folder } = await render(everyMotion());
    const again = join(folder, "again.mp4");
    const { keepPart, made } = partsIn(join(folder, "parts"));
    const { segments } = await renderTimeline(everyMotion(), { output: again, tools, keepPart });
    expect(made).toEqual([]);
    expect(segments).toMatchObject({ made: 0, reused: parts.made.length });
    expect(readFileSync(again).equals(readFileSync(output))).toBe(true);
  });

  test("that an edit does not touch are reused, and what is rendered is what a fresh rendering is", async () => {
    const { folder } = await render(everyMotion());
    const { keepPart, made } = partsIn(join(folder, "parts"));
    const { rendered, output } = await render(everyMotion({ captions: "abzd" }), { keepPart });
    const fresh = await render(everyMotion({ captions: "abzd" }));
    expect(made).toHaveLength(1);
    expect(rendered.segments).toEqual({ made: 1, reused: 2 });
    expect(readFileSync(output).equals(readFileSync(fresh.output))).toBe(true);
  });

  test("are the same bytes with one encoder at work and with three", async () => {
    const movies = await Promise.all([1, 2, 3].map((cores) => render(everyMotion(), { cores })));
    const [first, ...others] = movies.map(({ output }) => readFileSync(output));
    for (const other of others) expect(other.equals(first ?? Buffer.alloc(0))).toBe(true);
  });

  test("that begin as another does are its beginning, and the same bytes as coded by themselves", async () => {
    // A slide stays for long, then a caption comes: a part of the slide alone, and one that goes on with the caption.
    const [slide, , , , caption] = everyMotion().layers;
    if (slide === undefined || caption === undefined) return;
    const layers = [
      { ...slide, to: 150 },
      { ...caption, from: 140, to: 150, enter: undefined },
    ];
    const timeline = { ...everyMotion(), frames: 150, layers, keyFrames: [120] };
    const both = await render(timeline);
    const alone = await render({ ...timeline, frames: 60, layers: [{ ...slide, to: 60 }] });
    const streams = (folder: string) =>
      readdirSync(join(folder, "parts")).map((name) => readFileSync(join(folder, "parts", name)));
    expect(streams(both.folder)).toHaveLength(2);
    const [single] = streams(alone.folder);
    expect(streams(both.folder).some((stream) => stream.equals(single ?? Buffer.alloc(0)))).toBe(true);
    expect(complaints(both.output)).toBe("0 ");
  });

  test("do not depend on how long pictures are shown", async () => {
    const timeline = everyMotion();
    const { folder } = await render({ ...timeline, frames: 60, layers: timeline.layers.slice(0, 2), keyFrames: [] });
    const { keepPart, made } = partsIn(join(folder, "parts"));
    const slower = timeline.layers
      .slice(0, 2)
      .map((layer) => ({ ...layer, from: Math.max(0, layer.from * 2 - 2), to: 60 }));
    await render({ ...timeline, frames: 60, layers: slower, keyFrames: [] }, { keepPart });
    expect(made).toEqual([]);
  });
});

describe("a rendering that does not come to its end", () => {
  test("because it is stopped, wherever that is, leaves no process and says so", async () => {
    for (const pictures of [0, 1, 20, 60]) {
      const controller = new AbortController();
      const folder = temporaryFolder();
      const stopped = renderTimeline(everyMotion(), {
        output: join(folder, "movie.mp4"),
        tools,
        keepPart: partsIn(join(folder, "parts")).keepPart,
        signal: controller.signal,
        onProgress: (current) => current >= pictures && controller.abort(),
      });
      if (pictures === 0) controller.abort();
      await expect(stopped).rejects.toMatchObject({ code: "aborted" });
      expect(readdirSync(join(folder, "parts")).filter((name) => !name.includes(".working")).length).toBeLessThan(8);
    }
  });

  test("because a picture cannot be had fails with what it says", async () => {
    const broken = { id: "broken", ...size, pixels: () => Promise.reject(new Error("no such picture")) };
    const layers = [{ picture: broken, from: 0, to: 160, x: 0, y: 0 }];
    await expect(render({ ...everyMotion(), layers })).rejects.toThrow("no such picture");
  });

  test("because there is no encoder names it", async () => {
    const folder = temporaryFolder();
    const output = join(folder, "movie.mp4");
    const { keepPart } = partsIn(join(folder, "parts"));
    const nothing = { ...tools, ffmpeg: "/nonexistent/ffmpeg" };
    await expect(renderTimeline(everyMotion(), { output, tools: nothing, keepPart })).rejects.toMatchObject({
      code: "tool_missing",
    });
    expect(existsSync(output)).toBe(false);
  });
});

test("progress is told in frames, never goes back and ends at all of them", async () => {
  const told: number[] = [];
  await render(everyMotion(), { onProgress: (current, total) => told.push(current, total - 160) });
  const frames = told.filter((_, index) => index % 2 === 0);
  expect(frames).toEqual([...frames].sort((one, other) => one - other));
  expect(frames.at(-1)).toBe(160);
  expect(frames.length).toBeGreaterThan(50);
});

test.each([
  [{ width: 321 }, "`width` and `height` to be even"],
  [{ frames: 0 }, "`frames` to be a positive integer"],
  [{ background: "red" }, "`background` to be `#rrggbb`"],
])("refuses a timeline with %j", async (fault, message) => {
  await expect(render({ ...everyMotion(), ...fault })).rejects.toThrow(message);
});

function timesTo(frames: number): number[] {
  return Array.from({ length: frames }, (_, index) => index);
}
