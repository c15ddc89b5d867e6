import { describe, expect, test } from "vitest";
import { filtersOf, sound } from "../../test/graph-of.ts";
import { layUnder, placeSound } from "./place-sound.ts";
import { cutSound, mixSounds, shapeSound } from "./sound-edits.ts";

const SECOND = 48_000;

function placed(seconds: number, filmSeconds: number, options: Parameters<typeof placeSound>[2] = {}) {
  const made = placeSound(sound(seconds * SECOND), filmSeconds * SECOND, options);
  if (made === null) return null;
  expect(made.samples).toBe(filmSeconds * SECOND);
  return filtersOf(made);
}

describe("a placed sound", () => {
  test("that is shorter than the film is followed by silence", () => {
    expect(placed(1, 4)).toEqual(["apad=whole_len=192000"]);
  });

  test("begins at its offset", () => {
    expect(placed(1, 4, { offset: 0.5 })).toEqual(["adelay=delays=24000S:all=1", "apad=whole_len=192000"]);
  });

  test("that is longer is cut at the film's end, and fades out there for half a second", () => {
    expect(placed(10, 4, { offset: 1 })).toEqual([
      "atrim=end_sample=144000",
      "afade=type=out:start_sample=120000:nb_samples=24000:curve=qsin",
      "adelay=delays=48000S:all=1",
      "apad=whole_len=192000",
    ]);
  });

  test("of which little is heard fades for half of that only", () => {
    expect(placed(10, 4, { offset: 3.5 })).toContain("afade=type=out:start_sample=12000:nb_samples=12000:curve=qsin");
  });

  test("that is cut fades as it is told to, or not at all", () => {
    expect(placed(10, 4, { fadeOut: 2 })).toContain("afade=type=out:start_sample=96000:nb_samples=96000:curve=qsin");
    expect(placed(10, 4, { fadeOut: 0 })).toEqual(["atrim=end_sample=192000", "apad=whole_len=192000"]);
  });

  test("loops to the film's end where it is too short", () => {
    expect(placed(1, 4, { loop: true, offset: 0.5 })?.slice(0, 2)).toEqual([
      "aloop=loop=-1:size=48000",
      "atrim=end_sample=168000",
    ]);
    expect(placed(5, 4, { loop: true })).not.toContain("aloop=loop=-1:size=240000");
  });

  test("is nothing where the film has ended before it begins", () => {
    expect(placed(1, 4, { offset: 4 })).toBeNull();
    expect(placed(1, 4, { offset: 3.9999 })).not.toBeNull();
  });
});

describe("a shaped sound", () => {
  test("is the same sound where nothing is asked for", () => {
    const plain = sound();
    expect(shapeSound(plain, { volume: 1, fadeIn: 0, fadeOut: 0 }).stream).toBe(plain.stream);
  });

  test("never fades for longer than it lasts", () => {
    expect(filtersOf(shapeSound(sound(1000), { volume: 0.5, fadeIn: 2000, fadeOut: 3000 }))).toEqual([
      "volume=volume=0.5:precision=float",
      "afade=type=in:start_sample=0:nb_samples=1000:curve=qsin",
      "afade=type=out:start_sample=0:nb_samples=1000:curve=qsin",
    ]);
  });
});

test("a part of a sound has exactly its samples, and the whole is left as it is", () => {
  const whole = sound(96_000);
  expect(cutSound(whole, 0, 96_000).stream).toBe(whole.stream);
  expect(filtersOf(cutSound(whole, 0, 48_000))).toEqual([
    "apad=whole_len=48000",
    "atrim=end_sample=48000",
    "asetpts=expr=PTS-STARTPTS",
  ]);
});

describe("sounds at once", () => {
  test("are each as loud as they were", () => {
    expect(filtersOf(mixSounds([sound(), sound()]))).toEqual(["amix=inputs=2:normalize=0"]);
  });

  test("are limited where a film has some laid under it", () => {
    const mixed = layUnder(sound(), [sound(), sound()]);
    expect(filtersOf(mixed ?? sound())).toEqual([
      "amix=inputs=3:normalize=0",
      "alimiter=limit=1:level=0:latency=1",
      "aformat=sample_fmts=fltp",
    ]);
  });

  test("are one, untouched, where there is only one, and none where there is none", () => {
    const only = sound();
    expect(layUnder(null, [only])).toBe(only);
    expect(layUnder(only, [])).toBe(only);
    expect(layUnder(null, [])).toBeNull();
  });
});
