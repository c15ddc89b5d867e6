import { describe, expect, test } from "vitest";
import { rational } from "../time/rational.ts";
import { framesTaken, heldFrames, paceFitsRate, withoutUndecodable, type TimeLine } from "./time-line.ts";

/** Fifty frames, 40 ms each, unless it is said otherwise. */
function line(about: Partial<TimeLine> = {}): TimeLine {
  return {
    timed: true,
    packets: 50,
    shown: 50,
    firstSeconds: 0,
    endSeconds: 2,
    stepSeconds: 0.04,
    toleranceSeconds: 0.001,
    constantRate: true,
    times: null,
    sound: [],
    startsWithKey: true,
    hasHeadersBeside: false,
    leading: 0,
    undecodable: 0,
    errors: [],
    ...about,
  };
}

test("a pace fits a rate as long as the last frame is not half a frame off", () => {
  expect(paceFitsRate(line(), rational(25))).toBe(true);
  expect(paceFitsRate(line(), rational(24))).toBe(false);
  // A frame in a thousand: of no account in a short clip, two frames after two thousand.
  const slower = { stepSeconds: 0.04 * 1.001 };
  expect(paceFitsRate(line({ ...slower, shown: 400 }), rational(25))).toBe(true);
  expect(paceFitsRate(line({ ...slower, shown: 2000 }), rational(25))).toBe(false);
  expect(paceFitsRate(line({ stepSeconds: null, shown: 1 }), rational(24))).toBe(true);
});

test("the last frame is held for as long as it stays beyond its own length", () => {
  expect(heldFrames(line(), rational(25))).toBe(0);
  expect(heldFrames(line({ firstSeconds: 1, endSeconds: 3 }), rational(25))).toBe(0);
  expect(heldFrames(line({ endSeconds: 2.4 }), rational(25))).toBe(10);
  expect(heldFrames(line({ endSeconds: 2.4 }), rational(50))).toBe(21);
  expect(heldFrames(line({ shown: 2, times: [0, 0.5], endSeconds: 1 }), rational(10))).toBe(4);
  expect(heldFrames(line({ endSeconds: 1.9 }), rational(25))).toBe(0);
  expect(heldFrames(line({ endSeconds: null }), rational(25))).toBe(0);
});

describe("the frame on the screen", () => {
  test("is counted by a constant rate, and the last one stays", () => {
    const taken = (source: number, rate: number, count: number) =>
      framesTaken(line({ shown: 6 }), { sourceRate: rational(source), rate: rational(rate), count });
    expect(taken(60, 20, 3)).toEqual([0, 3, 5]);
    expect(taken(25, 50, 6)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(taken(25, 25, 8)).toEqual([0, 1, 2, 3, 4, 5, 5, 5]);
  });

  test("is the last one that has begun, by the clock and what it rounds", () => {
    const varying = line({ shown: 4, times: [0, 0.101, 0.15, 0.4] });
    const taken = (toleranceSeconds: number) =>
      framesTaken({ ...varying, toleranceSeconds }, { sourceRate: null, rate: rational(10), count: 6 });
    expect(taken(0.002)).toEqual([0, 1, 2, 2, 3, 3]);
    expect(taken(0)).toEqual([0, 0, 2, 2, 3, 3]);
  });
});

describe("without what nobody can decode", () => {
  test("a line begins at the first frame that the decoder gives", () => {
    const open = line({ leading: 2, endSeconds: 2 });
    expect(withoutUndecodable(open, 0.08)).toEqual({ ...open, shown: 48, undecodable: 2, firstSeconds: 0.08 });
    const timed = line({ leading: 2, shown: 4, times: [0, 0.04, 0.1, 0.2] });
    const { times, shown, undecodable } = withoutUndecodable(timed, 0.1);
    expect({ shown, undecodable }).toEqual({ shown: 2, undecodable: 2 });
    expect(times?.map((time) => time.toFixed(3))).toEqual(["0.000", "0.100"]);
  });

  test.each([
    ["all is decoded", 0, 2],
    ["more are missing than led", 0.12, 2],
    ["the decoder gives nothing", null, 2],
  ])("a line stays as it is when %s", (_when, startSeconds, leading) => {
    const whole = line({ leading });
    expect(withoutUndecodable(whole, startSeconds)).toBe(whole);
  });
});
