import { expect, test } from "vitest";
import { createProgressActivity } from "./progress-activity.ts";

test("only a figure that has changed is a sign of life", () => {
  const isActive = createProgressActivity();
  const report = (frame: number, time: number, size: number) =>
    [`frame=${frame}`, "fps=25.0", `out_time_us=${time}`, `total_size=${size}`, "speed=1.2x", "progress=continue"].map(
      (line) => isActive(line),
    );
  expect(report(0, 0, 0)).toEqual([true, false, true, true, false, false]);
  expect(report(0, 0, 0)).toEqual([false, false, false, false, false, false]);
  expect(report(0, 0, 48)).toEqual([false, false, false, true, false, false]);
  expect(report(1, 40000, 48)).toEqual([true, false, true, false, false, false]);
});
