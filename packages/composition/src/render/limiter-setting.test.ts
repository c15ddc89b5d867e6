import { expect, test } from "vitest";
import { firstSetting, isNearEnough, nextSetting, weightOf } from "./limiter-setting.ts";

const limited = { isLimited: true, linearGain: 6 };

test("a limiter begins at the gain that the loudness needs, a little below the limit", () => {
  expect(firstSetting(6, -1)).toEqual({ gain: 6, ceiling: -1.2 });
});

test("what is missing is added, and more of it where the limiter takes some back", () => {
  expect(nextSetting({ gain: 6, ceiling: -1.2 }, { loudness: 2, peak: -0.1 }, limited)).toEqual({
    gain: 8.6,
    ceiling: -1.2,
  });
  expect(nextSetting({ gain: 6, ceiling: -1.2 }, { loudness: -2, peak: 0 }, { ...limited, isLimited: false })).toEqual({
    gain: 4,
    ceiling: -1.2,
  });
});

test("a peak over the limit lowers the ceiling by more than the excess", () => {
  const { ceiling } = nextSetting({ gain: 6, ceiling: -1.2 }, { loudness: 0, peak: 0.5 }, limited);
  expect(ceiling).toBeCloseTo(-1.8);
});

test("no more than 12 dB are ever to be limited away", () => {
  expect(nextSetting({ gain: 17, ceiling: -1 }, { loudness: 9, peak: 0 }, limited).gain).toBe(18);
});

test("0.3 LU are near enough on both sides, and no peak over the limit is", () => {
  expect([-0.31, -0.3, 0.3, 0.31].map((loudness) => isNearEnough({ loudness, peak: 0 }))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isNearEnough({ loudness: 0, peak: 0.01 })).toBe(false);
});

test("of two attempts the better is the one below the limit, then the nearer one", () => {
  const tries = [
    { loudness: 0, peak: 0.5 },
    { loudness: 4, peak: -3 },
    { loudness: -3, peak: -0.1 },
  ];
  expect(tries.toSorted((one, other) => weightOf(one) - weightOf(other))).toEqual([tries[2], tries[1], tries[0]]);
});
