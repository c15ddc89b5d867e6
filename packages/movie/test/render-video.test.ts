import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Script } from "@proxx/contract";
import { readPacketHashes } from "@proxx/media";
import { askFfprobe, decodePixels, decodeSound, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { renderVideoForScript, type RenderVideoOptions } from "../src/index.ts";
import { checkMovie } from "../src/video/check-movie.ts";
import { colours, mixInto, options, script, size, slideOf, tools } from "./small-movie.ts";

test("a script becomes a movie, with what lies beside it", async () => {
  const folder = temporaryFolder();
  const told: number[] = [];
  const { path, times, checks, files } = await renderVideoForScript(
    script,
    options(folder, { progressLine: true, highlight: true, onProgress: (current) => told.push(current) }),
  );
  expect(checks.every(({ pass }) => pass)).toBe(true);
  expect(checks.map(({ check }) => check)).toEqual(expect.arrayContaining(["decodes", "frame_count", "sound_length"]));
  const { video, audio, chapters, format } = askFfprobe(path);
  expect(Number(video.nb_read_frames)).toBe(times.frames);
  expect(Math.abs(Number(audio[0]?.duration) - times.frames / 30)).toBeLessThan(0.05);
  expect(format.tags?.["title"]).toBe(script.title);
  expect(chapters.map(({ tags }) => tags?.["title"])).toEqual(["The first", "The second"]);
  expect(told).toEqual([...told].sort((one, other) => one - other));

  // Each line is heard from its frame on, and its subtitle is there from that frame on.
  const sound = decodeSound(path);
  const frames = decodePixels(path, { pixelFormat: "gray", filter: "crop=iw*0.7:ih*0.2:iw*0.15:ih*0.74" });
  const perFrame = frames.length / times.frames;
  const inkAt = (frame: number) =>
    frames.subarray(frame * perFrame, (frame + 1) * perFrame).filter((value) => value > 200).length;
  for (const { from, to } of times.sections.flatMap(({ lines }) => lines)) {
    const start = (from / 30) * 48_000;
    expect(loudest(sound, start - 2400, start - 240)).toBeLessThan(300);
    expect(loudest(sound, start, start + 2400)).toBeGreaterThan(5000);
    expect(inkAt(from + 1)).toBeGreaterThan(100);
    expect(inkAt(to - 2)).toBeGreaterThan(100);
  }
  expect(readFileSync(files["srt"] ?? "", "utf8")).toContain("00:00:00,700 --> ");
  expect(readFileSync(files["vtt"] ?? "", "utf8")).toMatch(/^WEBVTT\n/);
  expect(readFileSync(files["chapters.txt"] ?? "", "utf8")).toBe("0:00 The first\n0:04 The second\n");
  expect(readFileSync(files["md"] ?? "", "utf8")).toContain("- A page: https://example.com/a (2026-11-28)");
  expect(readFileSync(files["md"] ?? "", "utf8")).toContain("- Nobody, CC0");
  expect([...readFileSync(files["jpg"] ?? "").subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  expect(
    readdirSync(folder)
      .filter((name) => name.startsWith("movie."))
      .sort(),
  ).toEqual(["movie.chapters.txt", "movie.jpg", "movie.md", "movie.mp4", "movie.srt", "movie.vtt"]);
});

test("what did not change is not made again, and what did is no more than that", async () => {
  const folder = temporaryFolder();
  await renderVideoForScript(script, options(folder));
  const again = await renderVideoForScript(script, options(folder));
  expect(again).toMatchObject({ reused: true, segments: { made: 0 } });
  const [first, second] = script.sections;
  if (first === undefined || second === undefined) return;
  const slides = new Map([
    [first.id, slideOf(first.slide, [20, 40, 90])],
    [second.id, slideOf(second.slide, [120, 20, 20])],
  ]);
  const { reused, segments, checks } = await renderVideoForScript(script, options(folder, { slides }));
  // Of those that are as they were it is known that they decode.
  expect(checks.find(({ check }) => check === "decodes")).toEqual({
    check: "decodes",
    expected: "every frame decodes",
    found: "every frame decodes: 1 of 3 segments now, the others before",
    pass: true,
  });
  expect(reused).toBe(false);
  // The line of the second section; the two of the first are as they were.
  expect(segments).toEqual({ made: 1, reused: 2 });
});

test("faces are seen of a dialogue, and of whom no picture is to be had a drawn one", async () => {
  const folder = temporaryFolder();
  const [first, second] = script.sections;
  if (first === undefined || second === undefined) return;
  const dialogue: Script = {
    ...script,
    personas: [{ id: "ada", name: "Ada", avatar: "ada.png" }],
    sections: [{ ...first, narrations: first.narrations.map((line) => ({ ...line, persona_id: "ada" })) }, second],
  };
  const { path, times, degradations } = await renderVideoForScript(dialogue, options(folder));
  expect(degradations.map(({ code, message }) => [code, message.includes("Ada")])).toEqual([
    ["picture_left_out", true],
  ]);
  // In the corner at the left, around whoever speaks, is the accent's ring.
  const corner = decodePixels(path, { filter: "crop=16:8:24:222" });
  const blueAt = (frame: number) => corner[frame * 16 * 8 * 3 + 2 + 3 * (4 * 16 + 10)] ?? 0;
  const [line] = times.sections[0]?.lines ?? [];
  expect(corner.length).toBe(times.frames * 16 * 8 * 3);
  expect(Math.abs(blueAt((line?.from ?? 0) + 5) - blueAt(5))).toBeGreaterThan(20);
});

test("a movie that is not what was promised gets no name", async () => {
  const folder = temporaryFolder();
  const mixSound: RenderVideoOptions["mixSound"] = async (lines, samples) => {
    const { ingredients, make } = await mixInto(folder)(lines, samples);
    const promised = { lufs: -40, tolerance: 0.5, truePeak: -1 };
    return { ingredients, make: async () => ({ ...(await make()), promised }) };
  };
  await expect(renderVideoForScript(script, options(folder, { mixSound }))).rejects.toMatchObject({
    code: "tool_failed",
    message: expect.stringContaining("loudness: expected -40 LUFS") as string,
  });
  expect(readdirSync(folder).filter((name) => name.startsWith("movie."))).toEqual([]);
});

test("segments that were decoded before are not decoded again, unless a byte of them is another one", async () => {
  const folder = temporaryFolder();
  const { path, times } = await renderVideoForScript(script, options(folder));
  const { frames, frameRate } = times;
  const video = (await readPacketHashes(path, tools)).find(({ kind }) => kind === "video");
  const starts = (video?.packets ?? []).flatMap(({ isKey }, index) => (isKey ? [index] : []));
  expect(starts.length).toBeGreaterThan(3);
  const timeline = { ...size, frameRate, frames, background: colours.background, layers: [], keyFrames: [] };
  const check = async (file: string, proven: ReadonlySet<string>) => {
    const about = { timeline, stays: [], chapters: 2, promised: null, measured: null, starts, proven, tools };
    const { rows, segments } = await checkMovie(file, about);
    const decodes = rows.find((row) => row.check === "decodes");
    return { found: decodes?.found, pass: decodes?.pass, digests: segments.map(({ digest }) => digest ?? "") };
  };
  const fresh = await check(path, new Set());
  expect(fresh).toMatchObject({ found: "every frame decodes", pass: true });
  const proven = new Set(fresh.digests);
  expect(await check(path, proven)).toMatchObject({
    found: "every frame decodes: 0 of 5 segments now, the others before",
    pass: true,
  });
  const [, , third = ""] = fresh.digests;
  expect(await check(path, new Set([...proven].filter((digest) => digest !== third)))).toMatchObject({
    found: "every frame decodes: 1 of 5 segments now, the others before",
    pass: true,
  });

  // Pictures of the third segment, which was proven, say that they are longer than they are: its first, its last, and one
  // that is decoded after one that is shown later.
  const packets = video?.packets ?? [];
  const [begin = 0, end = 0] = starts.slice(2);
  const isLate = ({ endSeconds }: { endSeconds: number }, index: number) =>
    index > begin && index < end && endSeconds < (packets[index - 1]?.endSeconds ?? 0);
  const late = packets.findIndex(isLate);
  expect(late).toBeGreaterThan(begin);
  for (const picture of [begin, late, end - 1]) {
    const bytes = readFileSync(path);
    const at = packetPlace(path, picture);
    bytes.fill(0xff, at, at + 4);
    const damaged = join(folder, "damaged.mp4");
    writeFileSync(damaged, bytes);
    const { pass, digests } = await check(damaged, proven);
    expect(pass).toBe(false);
    expect(digests.filter((digest) => !proven.has(digest))).toEqual([digests[2]]);
  }
});

/** Where in a file a picture's packet begins. */
function packetPlace(path: string, picture: number): number {
  const args = ["-v", "error", "-select_streams", "v", "-show_entries", "packet=pos", "-of", "csv=p=0", path];
  return Number.parseInt(spawnSync("ffprobe", args, { encoding: "utf8" }).stdout.split("\n")[picture] ?? "", 10);
}

function loudest(sound: Int16Array, from: number, to: number): number {
  return sound.subarray(from, to).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
