import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Loudness } from "@proxx/contract";
import { discoverTools } from "@proxx/media";
import { makeClip, QUICK_H264, testPicture } from "@proxx/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFile } from "../src/open/open-input.ts";
import { level } from "../src/render/level.ts";
import { render } from "../src/render/render.ts";
import { level as decibels, listen, onsets } from "@proxx/testing/look-and-listen";

const picture = testPicture({ size: "64x64", rate: "10", seconds: 5 });

function film(fileName: string, sound: string): string {
  return makeClip(fileName, [
    ...[...picture, "-f", "lavfi", "-i", `aevalsrc='${sound}':s=48000:d=5`],
    ...[...QUICK_H264, "-c:a", "pcm_s16le"],
  ]);
}

/** A chord with a drum in it, first quiet, then three times as loud. */
const MUSIC_LEVEL = "(0.3+0.7*gt(t,2.5))";
const side = (detune: number, seed: number) =>
  `${MUSIC_LEVEL}*(0.1*(sin(2*PI*220*t)+sin(2*PI*(277+${detune})*t)+sin(2*PI*330*t))+0.4*(random(${seed})*2-1)*exp(-40*mod(t,0.5)))`;
const music = () => film("music.mov", `${side(0, 0)}|${side(1, 1)}`);

/** Buzzing syllables of different strength with pauses between the sentences. */
const SYLLABLES = "pow(abs(sin(2*PI*2*t)),0.7)*(0.6+0.4*sin(2*PI*0.7*t))*lt(mod(t,2.5),2)";
const BUZZ = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `sin(2*PI*${130 * n}*t)/${n}`).join("+");
const speech = () => film("speech.mov", `0.06*${SYLLABLES}*(${BUZZ})`);

/** What came of a sound and a loudness: several tests look at the same. */
const made = new Map<string, ReturnType<typeof bringTo>>();

async function levelled(path: string, loudness: Loudness) {
  const key = JSON.stringify([path, loudness]);
  const result = made.get(key) ?? bringTo(path, loudness);
  made.set(key, result);
  return result;
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxx-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function bringTo(path: string, loudness: Loudness) {
  const workDir = await mkdtemp(join(folder, "work-"));
  const tools = await discoverTools();
  const { signal } = new AbortController();
  const composition = await openFile(path, "video", { tools, signal });
  const result = await level(composition, loudness, { workDir, signal }, tools);
  const [made] = await render(result.composition, { workDir, signal, progress: () => {} }, tools);
  return { path: made?.path ?? "", degradations: result.degradations };
}

/** What ffmpeg's meter says of a file. */
function meter(path: string): { integrated: number; truePeak: number } {
  const steps = "ebur128=peak=true:framelog=verbose";
  const run = spawnSync("ffmpeg", ["-hide_banner", "-i", path, "-map", "0:a", "-af", steps, "-f", "null", "-"], {
    encoding: "utf8",
  });
  return {
    integrated: Number(/I:\s+(\S+) LUFS/.exec(run.stderr)?.[1]),
    truePeak: Number(/Peak:\s+(\S+) dBFS/.exec(run.stderr)?.[1]),
  };
}

describe("the result", () => {
  test.each([
    { what: "music", source: music, integrated: -23, truePeak: -1 },
    { what: "music", source: music, integrated: -14, truePeak: -1 },
    { what: "speech", source: speech, integrated: -16, truePeak: -1 },
    { what: "speech", source: speech, integrated: -9, truePeak: -1.5 },
  ])("of $what is at $integrated LUFS below $truePeak dBTP", async ({ source, integrated, truePeak }) => {
    const { path, degradations } = await levelled(source(), { integrated, truePeak });
    const found = meter(path);
    expect(Math.abs(found.integrated - integrated)).toBeLessThanOrEqual(0.5);
    expect(found.truePeak).toBeLessThanOrEqual(truePeak);
    expect(degradations).toEqual([]);
  });
});

describe("one gain", () => {
  const windows = Array.from({ length: 8 }, (_, index) => 0.5 + index * 0.5);

  test("is given to all of the sound where the peaks allow it", async () => {
    const { path } = await levelled(music(), { integrated: -23, truePeak: -1 });
    const [before, after] = [listen(music()), listen(path)];
    const gains = windows.map((from) => decibels(after, from, from + 0.5) - decibels(before, from, from + 0.5));
    expect(Math.max(...gains) - Math.min(...gains)).toBeLessThan(0.6);
  });

  test("is given to what has no peaks to be taken off, where others are", async () => {
    const { path } = await levelled(music(), { integrated: -14, truePeak: -1 });
    const [before, after] = [listen(music()), listen(path)];
    // The quiet half is far below the limit; between its drums it is amplified like the loud half between its own.
    const gainAt = (from: number) => decibels(after, from, from + 0.1) - decibels(before, from, from + 0.1);
    expect(Math.abs(gainAt(1.3) - gainAt(3.8))).toBeLessThan(1);
  });

  test("does not move the sound in time", async () => {
    const click = film("clicks.mov", "0.9*sin(2*PI*1000*t)*lt(mod(t,1),0.05)+0.02*sin(2*PI*200*t)");
    const { path } = await levelled(click, { integrated: -7, truePeak: -1 });
    const [before, after] = [onsets(listen(click), 0.3), onsets(listen(path), 0.3)];
    expect(after.length).toBe(5);
    for (const [index, time] of after.entries()) expect(Math.abs(time - (before[index] ?? 0))).toBeLessThan(0.001);
  });
});

describe("what cannot be brought there", () => {
  test("is silence, which stays silent", async () => {
    const { path, degradations } = await levelled(film("silence.mov", "0|0"), { integrated: -16, truePeak: -1 });
    expect(decibels(listen(path), 0, 5)).toBeLessThan(-90);
    expect(degradations).toEqual([]);
  });

  test("is single clicks as loud as a song: that is said, and the peaks stay below the limit", async () => {
    const clicks = film("sparse.mov", "0.9*lt(mod(t,1),0.00005)");
    const { path, degradations } = await levelled(clicks, { integrated: -14, truePeak: -1 });
    expect(degradations).toEqual([expect.objectContaining({ code: "loudness_missed" })]);
    expect(meter(path).truePeak).toBeLessThanOrEqual(-1);
  });
});
