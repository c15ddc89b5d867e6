import { rational } from "@proxx/media";
import { expect, test } from "vitest";
import { framesCompared } from "./verify-cadence.ts";

test.each([
  ["every second frame", rational(60), rational(30), 30],
  ["of 25 the one left out last", rational(25), rational(24), 25],
  ["of 24 the one shown twice", rational(24), rational(25), 26],
  ["of 50 the two left out", rational(50), rational(48), 48],
  ["a step that comes round after more than two seconds", rational(30000, 1001), rational(30), 30],
  ["frames with times of their own", null, rational(25), 25],
])("a second is compared, and where it is more the whole pattern: %s", (_name, sourceRate, rate, frames) => {
  expect(framesCompared(sourceRate, rate)).toBe(frames);
});
