import { frameRuns, type Timeline } from "@proxx/renderer";
import { expect, test } from "vitest";
import { zoomOf } from "./zoom.ts";

const picture = { id: "0a", width: 1920, height: 1080, opaque: true, pixels: () => new Uint8Array() };

/** How wide a part of the picture is seen in each frame. */
function widthsOf(cuts: readonly number[], { index = 0, to = 600 } = {}): number[] {
  const journey = zoomOf({ focus: { x: 0.5, y: 0.5 }, picture }, { placed: { index, from: 0, to }, cuts, rate: 30 });
  const timeline: Timeline = {
    width: 1920,
    height: 1080,
    frameRate: { numerator: 30, denominator: 1 },
    frames: to + 12,
    background: "#000000",
    layers: [{ picture, from: 0, to: to + 12, x: 0, y: 0, journey }],
    keyFrames: cuts,
  };
  return frameRuns(timeline).flatMap(({ count, states: [state] }) =>
    Array.from({ length: count }, () => state?.view?.width ?? 0),
  );
}

test("a zoom goes through all lines without a halt or a jump, and rests when its slide goes", () => {
  // Lines of 2, 9, 1, 4 and 4 seconds.
  const cuts = [60, 330, 360, 480];
  const widths = widthsOf(cuts);
  expect(widths[0]).toBe(1920);
  for (const [line, cut] of cuts.entries()) {
    expect(widths[cut]).toBeCloseTo(1920 - ((line + 1) / 5) * (1920 - 1920 / 1.08), 1);
  }
  const speeds = widths.slice(1).map((width, frame) => (widths[frame] ?? 0) - width);
  expect(Math.min(...speeds)).toBeGreaterThanOrEqual(0);
  expect(Math.min(...speeds.slice(10, 590))).toBeGreaterThan(0);
  // How fast it is never changes by as much as a pixel a frame at once.
  const changes = speeds.slice(1).map((speed, frame) => Math.abs(speed - (speeds[frame] ?? 0)));
  expect(Math.max(...changes)).toBeLessThan(0.2);
  expect(new Set(widths.slice(600))).toEqual(new Set([1920 / 1.08].map((width) => Math.round(width * 256) / 256)));
});

test("two slides of a section on one picture are one way there and back", () => {
  const [inward, outward] = [widthsOf([150]), widthsOf([150], { index: 1 })];
  expect(outward[0]).toBe(inward.at(-1));
  expect(outward.at(-1)).toBe(inward[0]);
});

test("a slide that comes just before a line begins to move with it", () => {
  const widths = widthsOf([10, 300]);
  expect(new Set(widths.slice(0, 11))).toEqual(new Set([1920]));
  expect(widths[20]).toBeLessThan(1920);
});
