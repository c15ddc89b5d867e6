import { expect, test } from "vitest";
import { pairFields } from "./pair-fields.ts";
import type { TimeLine } from "./time-line.ts";

const line = (changes: Partial<TimeLine>): TimeLine => ({
  timed: true,
  packets: 6,
  shown: 6,
  startsWithKey: true,
  hasHeadersBeside: false,
  leading: 0,
  undecodable: 0,
  firstSeconds: 1,
  endSeconds: 1.12,
  stepSeconds: 0.02,
  toleranceSeconds: 0.001,
  constantRate: true,
  times: null,
  sound: [],
  errors: [],
  ...changes,
});

test("two fields with a time each are one frame", () => {
  expect(pairFields(line({}), 0.04)).toEqual(line({ shown: 3, stepSeconds: 0.04 }));
});

test("frames in one packet stand among pairs of fields", () => {
  const mixed = line({ shown: 5, stepSeconds: 0.03, constantRate: false, times: [0, 0.04, 0.06, 0.08, 0.12] });
  const paired = pairFields(mixed, 0.04);
  expect(paired).toMatchObject({ shown: 4, constantRate: true, times: null });
  expect(paired.stepSeconds).toBeCloseTo(0.04);
});

test("frames of a packet each stay as they are", () => {
  const frames = line({ stepSeconds: 0.04, endSeconds: 1.24 });
  expect(pairFields(frames, 0.04)).toBe(frames);
});
