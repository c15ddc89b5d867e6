import { createRandom } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { DEFAULT_FINISH, finishSpeech } from "./finish-speech.ts";
import { limitPeaks } from "./limit-peaks.ts";
import { loudnessOf } from "./loudness.ts";
import { resample } from "./resample.ts";

const sine = (hertz: number, seconds: number, rate: number, level = 0.5) =>
  Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, index) => level * Math.sin((2 * Math.PI * hertz * index) / rate),
  );

describe("resampling", () => {
  test.each([22_050, 24_000, 16_000, 44_100, 8000, 96_000])("a tone at %i Hz is the same tone at 48 000", (rate) => {
    const result = resample(sine(1000, 0.5, rate), rate, 48_000);
    const ideal = sine(1000, 0.5, 48_000);
    expect(result.length).toBe(24_000);
    const worst = Math.max(
      ...result.subarray(1000, 23_000).map((sample, index) => Math.abs(sample - (ideal[index + 1000] ?? 0))),
    );
    expect(worst).toBeLessThan(0.001);
  });

  test("takes out what a lower rate cannot hold", () => {
    const result = resample(sine(30_000, 0.5, 96_000), 96_000, 48_000);
    expect(Math.max(...result.subarray(1000, 23_000))).toBeLessThan(0.001);
  });
});

describe("loudness", () => {
  // EBU Tech 3341: a sine of 1000 Hz at -23 dBFS on both channels is -23 LUFS, on one -26.
  test.each([
    [-20, -23],
    [-33, -36],
  ])("a tone of 1000 Hz at %i dBFS is %i LUFS in one channel", (decibels, expected) => {
    expect(loudnessOf(sine(1000, 5, 48_000, 10 ** (decibels / 20)))).toBeCloseTo(expected, 1);
  });

  test("pauses do not count, and silence has none", () => {
    const tone = sine(1000, 3, 48_000, 0.1);
    const paused = new Float32Array(48_000 * 9);
    paused.set(tone, 48_000 * 3);
    expect(Math.abs(loudnessOf(paused) - loudnessOf(tone))).toBeLessThan(0.5);
    expect(loudnessOf(new Float32Array(48_000))).toBe(-Infinity);
  });
});

test("a limiter keeps every peak below the ceiling, and leaves alone what is below", () => {
  const random = createRandom(3);
  const noise = Float32Array.from({ length: 20_000 }, (_, index) => (random() - 0.5) * (index < 10_000 ? 0.4 : 4));
  const limited = limitPeaks(noise, 0.5);
  expect(Math.max(...limited.map(Math.abs))).toBeLessThanOrEqual(0.5 + 1e-6);
  expect(limited.subarray(0, 9000)).toEqual(noise.subarray(0, 9000));
});

describe("a finished line", () => {
  const silent = (seconds: number, rate: number) => new Float32Array(Math.round(seconds * rate));
  const joined = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));
  const rate = 24_000;

  test("is silent for the given time at both ends, whatever the voice gave", () => {
    const speech = sine(300, 1, rate, 0.02);
    for (const given of [joined(silent(0.7, rate), speech, silent(1.3, rate)), speech]) {
      const { samples = new Int16Array(), shiftSeconds = 0 } = finishSpeech(given, rate, DEFAULT_FINISH) ?? {};
      expect(samples.length / 48_000).toBeCloseTo(0.06 + 1 + 0.2, 1);
      const first = samples.findIndex((sample) => Math.abs(sample) > 300) / 48_000;
      expect(first).toBeCloseTo(0.06, 1);
      expect(first - shiftSeconds).toBeCloseTo(given === speech ? 0 : 0.7, 1);
    }
  });

  test("is as loud as every other, and its peaks are below the ceiling", () => {
    const soft = sine(300, 1, rate, 0.01);
    const sharp = sine(300, 1, rate, 0.05).map((sample, index) => (index % 6000 < 20 ? 1 : sample));
    for (const given of [soft, sharp]) {
      const { samples = new Int16Array() } = finishSpeech(given, rate, DEFAULT_FINISH) ?? {};
      const heard = Float32Array.from(samples, (sample) => sample / 32_768);
      expect(Math.max(...heard.map(Math.abs))).toBeLessThanOrEqual(10 ** (-3 / 20) + 0.001);
      if (given === soft) expect(loudnessOf(heard)).toBeCloseTo(-16.6, 0);
    }
  });

  test("opens the mouth while something is said", () => {
    const given = joined(sine(300, 0.5, rate), silent(0.5, rate), sine(300, 0.5, rate));
    const { mouth = [] } = finishSpeech(given, rate, { ...DEFAULT_FINISH, leadSeconds: 0, tailSeconds: 0 }) ?? {};
    expect([mouth[10], mouth[45], mouth[75]]).toEqual([expect.closeTo(1, 1), 0, expect.closeTo(1, 1)]);
  });

  test("is none where nothing is said", () => {
    expect(finishSpeech(silent(1, rate), rate, DEFAULT_FINISH)).toBeNull();
  });
});
