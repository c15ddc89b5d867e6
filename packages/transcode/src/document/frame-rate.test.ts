import { rational } from "@proxx/media";
import { expect, test } from "vitest";
import { describeRate, forcedRate, frameCountAt } from "./frame-rate.ts";

test.each([
  ["force_23_976", rational(24000, 1001)],
  ["force_24", rational(24)],
  ["force_25", rational(25)],
  ["force_29_97", rational(30000, 1001)],
  ["force_30", rational(30)],
  ["force_50", rational(50)],
  ["force_59_94", rational(60000, 1001)],
  ["force_60", rational(60)],
  ["force_119_88", rational(120000, 1001)],
  ["force_12", rational(12)],
])("%s is exactly %j", (mode, rate) => {
  expect(forcedRate(mode)).toEqual(rate);
});

test("preserve_source forces none", () => {
  expect(forcedRate("preserve_source")).toBeNull();
});

test.each([
  [rational(25), 1, 25],
  [rational(24000, 1001), 1.001, 24],
  [rational(24000, 1001), 2, 48],
  [rational(50), 0.03, 2],
])("at %j, %f s are %i frames", (rate, seconds, frames) => {
  expect(frameCountAt(rate, seconds)).toBe(frames);
});

test("a rate is told as people say it", () => {
  expect([rational(24000, 1001), rational(25), rational(60000, 1001), null].map(describeRate)).toEqual([
    "23.976",
    "25",
    "59.94",
    "variable",
  ]);
});
