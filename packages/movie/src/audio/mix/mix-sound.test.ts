import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { discoverTools, probe, readWav, wavFile } from "@proxx/media";
import { runFfmpeg, temporaryFolder } from "@proxx/testing";
import { listen, toneLevel } from "@proxx/testing/look-and-listen";
import { describe, expect, test } from "vitest";
import { createParts } from "../../parts/parts.ts";
import { DEFAULT_FINISH, finishSpeech } from "../speech/finish-speech.ts";
import { createMixSound, type MixOptions } from "./mix-sound.ts";

const tools = await discoverTools();
const RATE = 48_000;

function setUp(options: Partial<MixOptions> = {}) {
  const folder = temporaryFolder();
  const parts = createParts({ folder: join(folder, ".proxx") });
  const plan = createMixSound({ parts, tools, ...options });
  return { folder, mix: async (...given: Parameters<typeof plan>) => await (await plan(...given)).make() };
}

/** Something like a voice: pulses of noise that swells, so that it is like itself at one place alone. */
function speech(folder: string, name: string, seconds: number, seed = 1, level = 0.2): string {
  const path = join(folder, `${name}.wav`);
  let state = seed;
  const samples = Int16Array.from({ length: seconds * RATE }, (_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    const swell = 0.5 + 0.5 * Math.sin((2 * Math.PI * 3 * index) / RATE);
    return (state / 2 ** 31) * 32_767 * level * swell * Math.exp(-(index % 400) / 120);
  });
  writeFileSync(path, wavFile(samples, RATE));
  return path;
}

/** Finished as every narration is, and without high peaks: a hum that swells. */
function finished(folder: string, name: string, seconds: number, hertz: number): string {
  const path = join(folder, `${name}.wav`);
  const swell = (index: number) => 0.6 + 0.4 * Math.sin((2 * Math.PI * 3 * index) / RATE);
  const given = Float32Array.from(
    { length: seconds * RATE },
    (_, index) => 0.1 * swell(index) * Math.sin((2 * Math.PI * hertz * index) / RATE),
  );
  writeFileSync(path, wavFile(finishSpeech(given, RATE, DEFAULT_FINISH)?.samples ?? new Int16Array(), RATE));
  return path;
}

/** A line as it was spoken. */
function said(path: string): Float32Array {
  return readWav(readFileSync(path))?.samples ?? new Float32Array();
}

function meter(path: string): { lufs: number; truePeak: number } {
  const args = ["-hide_banner", "-nostats", "-i", path, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"];
  const { stderr } = spawnSync("ffmpeg", args, { encoding: "utf8" });
  const told = (name: string) => Number(new RegExp(`^\\s*${name}:\\s+(\\S+) (?:LUFS|dBFS)$`, "m").exec(stderr)?.[1]);
  return { lufs: told("I"), truePeak: told("Peak") };
}

/** A voice without peaks: a hum. */
function hum(folder: string, seconds: number): string {
  const path = join(folder, "hum.wav");
  const samples = Int16Array.from(
    { length: seconds * RATE },
    (_, index) => 9000 * Math.sin((2 * Math.PI * 900 * index) / RATE),
  );
  writeFileSync(path, wavFile(samples, RATE));
  return path;
}

/** By how many samples `found` is later than `expected`, where the two are most alike. */
function lag(expected: Float32Array, found: Float32Array): number {
  const likeness = (by: number) => expected.reduce((sum, value, index) => sum + value * (found[index + by] ?? 0), 0);
  const lags = Array.from({ length: 21 }, (_, index) => index - 10);
  return lags.reduce((best, by) => (likeness(by) > likeness(best) ? by : best), 0);
}

describe("the sound of a movie", () => {
  test("has every line at its sample, and nothing else is to be heard", async () => {
    const { folder, mix } = setUp();
    const lines = [
      { id: "a", path: speech(folder, "a", 1, 1), from: 12_345 },
      { id: "b", path: speech(folder, "b", 2, 2), from: 77_777 },
      { id: "c", path: speech(folder, "c", 1, 3), from: 400_001 },
    ];
    const samples = 500_123;
    const { path } = await mix(lines, samples);
    const heard = listen(path);
    // AAC comes in blocks of 1024, and the file says where the last one ends.
    expect((await probe(path, tools)).durationSeconds).toBeCloseTo(samples / RATE, 2);
    expect(Math.ceil(samples / 1024) * 1024 - heard.length).toBe(0);
    for (const { path: line, from } of lines) {
      expect(lag(said(line).subarray(0, 24_000), heard.subarray(from, from + 24_000))).toBe(0);
    }
    const movie = join(folder, "movie.mp4");
    const pictures = ["-f", "lavfi", "-i", "color=s=64x64:d=10.4"];
    runFfmpeg([...pictures, "-i", path, "-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-c:a", "copy", movie]);
    const inMovie = listen(movie);
    for (const { path: line, from } of lines) {
      expect(lag(said(line).subarray(0, 24_000), inMovie.subarray(from, from + 24_000))).toBe(0);
    }
    expect(heard.subarray(200_000, 399_000).every((sample) => Math.abs(sample) < 0.001)).toBe(true);
  });

  test.each([
    ["soft", 0.02],
    ["loud", 0.9],
  ])("that is too %s comes to -14 LUFS below -1 dBTP, behind the encoder", async (_what, level) => {
    const { folder, mix } = setUp();
    const { path, promised, degradations } = await mix(
      [{ id: "a", path: speech(folder, "a", 4, 1, level), from: 9600 }],
      240_000,
    );
    const { lufs, truePeak } = meter(path);
    expect(Math.abs(lufs + 14)).toBeLessThanOrEqual(0.5);
    expect(truePeak).toBeLessThanOrEqual(-1);
    expect(promised).toEqual({ lufs: -14, tolerance: 0.5, truePeak: -1 });
    expect(degradations).toEqual([]);
  });

  test("of nobody is silence of the same length, of which nothing is promised", async () => {
    const { path, promised } = await setUp().mix([], 96_000);
    expect((await probe(path, tools)).durationSeconds).toBeCloseTo(2, 2);
    expect(listen(path).every((sample) => Math.abs(sample) < 0.001)).toBe(true);
    expect(promised).toBeNull();
  });

  test("is mixed once, and again when a line moves or another is spoken", async () => {
    const { folder, mix } = setUp();
    const line = { id: "a", path: speech(folder, "a", 1), from: 4800 };
    const { path } = await mix([line], 100_000);
    expect((await mix([{ ...line, id: "other" }], 100_000)).path).toBe(path);
    expect((await mix([{ ...line, from: 4801 }], 100_000)).path).not.toBe(path);
    speech(folder, "a", 1, 7);
    expect((await mix([line], 100_000)).path).not.toBe(path);
  });

  test("is coded line by line, and only what is new where a line in the middle becomes longer", async () => {
    const { folder, mix } = setUp();
    const seconds = (spoken: number[]) =>
      spoken.map((length, index) => ({
        id: `${index}`,
        path: finished(folder, `${index}`, length, 400 + 100 * index),
      }));
    const place = (lines: { id: string; path: string }[]) => {
      let next = 34_112;
      return lines.map((line) => {
        const from = next;
        next += Math.ceil((said(line.path).length + 16_800) / 1600) * 1600;
        return { ...line, from };
      });
    };
    const coded = () => readdirSync(join(folder, ".proxx", "speech")).filter((name) => name.endsWith(".aac")).length;
    for (const [round, spoken] of [[2, 2, 2] as const, [2, 2.3, 2] as const].entries()) {
      const lines = place(seconds([...spoken]));
      const { path, promised, measured } = await mix(lines, 440_000);
      expect(coded()).toBe(3 + round);
      expect(promised).toEqual({ lufs: -14, tolerance: 0.5, truePeak: -1 });
      const { lufs, truePeak } = meter(path);
      // Heard line by line, and by a meter that tells tenths.
      expect(Math.abs((measured?.lufs ?? 0) - lufs)).toBeLessThan(0.07);
      expect(measured?.truePeak).toBe(truePeak);
      const heard = listen(path);
      expect(heard.length).toBe(Math.ceil(440_000 / 1024) * 1024);
      for (const { path: line, from } of lines) {
        // With the block that is nearest to its frame.
        const at = Math.round(from / 1024) * 1024;
        expect(Math.abs(at - from)).toBeLessThanOrEqual(512);
        const own = said(line);
        const there = heard.subarray(at, at + own.length);
        const noise = own.reduce((sum, value, index) => sum + (value - (there[index] ?? 0)) ** 2, 0);
        expect(noise).toBeLessThan(own.reduce((sum, value) => sum + value ** 2, 0) / 300);
        expect(heard.subarray(at - 3000, at).every((sample) => Math.abs(sample) < 0.001)).toBe(true);
      }
    }
  });

  test("refuses lines that lie over one another or beyond the end", async () => {
    const { folder, mix } = setUp();
    const path = speech(folder, "a", 1);
    await expect(mix([{ id: "a", path, from: 60_000 }], 100_000)).rejects.toThrow("line `a` to lie between");
    const over = [
      { id: "a", path, from: 0 },
      { id: "b", path, from: 47_999 },
    ];
    await expect(mix(over, 200_000)).rejects.toThrow("line `b` to lie between");
  });
});

describe("music", () => {
  const tone = (folder: string, seconds: number) => {
    const path = join(folder, "music.mp3");
    runFfmpeg(["-f", "lavfi", "-i", `sine=440:duration=${seconds}`, "-ac", "2", path]);
    return path;
  };

  test("goes on to the end, is turned down under what is spoken, and fades in and out", async () => {
    const folder = temporaryFolder();
    const { mix } = setUp({ music: { path: tone(folder, 3), fadeInSeconds: 1, fadeOutSeconds: 2 } });
    const { path } = await mix([{ id: "a", path: hum(folder, 3), from: 4 * RATE }], 11 * RATE);
    const heard = listen(path);
    const at = (from: number, to: number) => toneLevel(heard, 440, from, to);
    expect(at(1.2, 2.8) - at(4.2, 5.8)).toBeCloseTo(9, 0);
    expect(at(7.7, 8.8) - at(1.2, 2.8)).toBeCloseTo(0, 0);
    expect(at(0, 0.2)).toBeLessThan(at(1.2, 2.8) - 10);
    expect(at(10.8, 11)).toBeLessThan(at(1.2, 2.8) - 10);
    const { lufs, truePeak } = meter(path);
    expect(Math.abs(lufs + 14)).toBeLessThanOrEqual(0.5);
    expect(truePeak).toBeLessThanOrEqual(-1);
  });

  test("that is not there is named", async () => {
    const { mix } = setUp({ music: { path: "/nowhere/music.mp3" } });
    await expect(mix([], 48_000)).rejects.toMatchObject({
      code: "source_missing",
      message: expect.stringContaining("/nowhere"),
    });
  });
});
