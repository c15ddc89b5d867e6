import { rational } from "@proxx/media";
import { expect, test } from "vitest";
import { composition, picture, sound } from "../test/graph-of.ts";
import { framesIn, samplesOfFrames, secondsOf, secondsOfFrames } from "./composition.ts";
import { asComposition, deferComposition } from "./deferred-composition.ts";

const NTSC = rational(30_000, 1001);

test("a film is as long as its picture, and sound alone, or with a still, as long as the sound", () => {
  expect(secondsOf(composition())).toBe(4);
  expect(secondsOf({ picture: picture(), sound: sound(48_000) })).toBe(4);
  expect(secondsOf({ picture: null, sound: sound(72_000) })).toBe(1.5);
  expect(secondsOf({ picture: picture({ still: true, frames: 1 }), sound: sound(72_000) })).toBe(1.5);
  expect(secondsOf({ picture: picture({ still: true, frames: 1 }), sound: null })).toBe(0);
});

test("seconds become the nearest number of frames, and always one at least", () => {
  expect([0, 0.01, 0.019, 0.021, 1, 1.019, 1.021].map((seconds) => framesIn(seconds, rational(25)))).toEqual([
    1, 1, 1, 1, 25, 25, 26,
  ]);
  expect(framesIn(3600, NTSC)).toBe(107_892);
});

test("frames become seconds and back at every rate", () => {
  for (const rate of [rational(24), rational(25), NTSC, rational(60_000, 1001)]) {
    for (const frames of [1, 7, 1000, 107_892]) expect(framesIn(secondsOfFrames(frames, rate), rate)).toBe(frames);
  }
});

test("the samples of a film do not drift from its frames within ten hours", () => {
  expect(samplesOfFrames(30_000, NTSC)).toBe(1001 * 48_000);
  expect(samplesOfFrames(1, NTSC)).toBe(1602);
  const frames = framesIn(36_000, NTSC);
  expect(Math.abs(samplesOfFrames(frames, NTSC) / 48_000 - secondsOfFrames(frames, NTSC))).toBeLessThan(1 / 48_000);
});

test("a deferred composition comes back as it was, and nothing else passes for one", () => {
  const film = composition();
  expect(asComposition(deferComposition(film))).toBe(film);
  for (const other of [undefined, null, "film", film, { composition: film }]) {
    expect(() => asComposition(other)).toThrow(TypeError);
  }
});
