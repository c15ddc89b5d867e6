import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import { follow, type FollowOptions, type Knot, type Sighting } from "./follow.ts";

const shot: FollowOptions = { from: 0, to: 250, framesPerSecond: 25, window: 600, least: 300, most: 1620, rest: 960 };

/** A look every four frames at something that is where `at` says. */
function seen(at: (frame: number) => number | null, { from, to } = shot): Sighting[] {
  const looks = Math.floor((to - from) / 4);
  return Array.from({ length: looks }, (_, look) => ({ frame: from + look * 4, position: at(from + look * 4) }));
}

function positionAt(knots: readonly Knot[], frame: number): number {
  const next = knots.findIndex((knot) => knot.frame > frame);
  const [before, after] = [knots.at(next === -1 ? -1 : next - 1), knots[next]];
  if (before === undefined || after === undefined) return before?.position ?? 0;
  return before.position + ((after.position - before.position) * (frame - before.frame)) / (after.frame - before.frame);
}

test("rests where nothing moves", () => {
  expect(
    follow(
      seen(() => null),
      shot,
    ),
  ).toEqual([{ frame: 0, position: 960 }]);
});

test("stands where something stands and fidgets", () => {
  const random = createRandom(1);
  const knots = follow(
    seen(() => 700 + (random() - 0.5) * 100),
    shot,
  );
  expect(knots).toHaveLength(1);
  expect(knots[0]?.position).toBeGreaterThan(640);
  expect(knots[0]?.position).toBeLessThan(760);
});

test("stays where something was last seen to move, and waits where it will be first", () => {
  const knots = follow(
    seen((frame) => (frame < 100 || frame > 150 ? null : 500 + (frame - 100) * 16)),
    shot,
  );
  expect(positionAt(knots, 0)).toBeCloseTo(positionAt(knots, 60), 0);
  expect(positionAt(knots, 240)).toBeCloseTo(positionAt(knots, 190), 0);
  expect(positionAt(knots, 240) - positionAt(knots, 0)).toBeGreaterThan(600);
});

test("keeps what goes from one side to the other within the window", () => {
  const at = (frame: number) => 300 + (frame / 250) * 1320;
  const knots = follow(seen(at), shot);
  for (let frame = 0; frame < 250; frame++) expect(Math.abs(positionAt(knots, frame) - at(frame))).toBeLessThan(150);
});

test("does not turn for what is seen elsewhere once", () => {
  const knots = follow(
    seen((frame) => (frame === 100 ? 1500 : 700)),
    shot,
  );
  expect(knots).toEqual([{ frame: 0, position: 700 }]);
});

test("goes no farther than the picture does, and no faster than an eye likes", () => {
  const knots = follow(
    seen((frame) => (Math.floor(frame / 60) % 2 === 0 ? 0 : 1920)),
    shot,
  );
  for (const { position } of knots) expect(position >= 300 && position <= 1620).toBe(true);
  for (let frame = 1; frame < 250; frame++) {
    expect(Math.abs(positionAt(knots, frame) - positionAt(knots, frame - 1))).toBeLessThan((600 * 1.7) / 25);
  }
});

test.for([
  ["comes to rest at the edge", (frame: number) => Math.min(1860, 900 + frame * 10), 1620],
  ["comes to rest at the other edge", (frame: number) => Math.max(60, 1000 - frame * 10), 300],
  ["is nearly as wide as the window", (frame: number) => Math.min(1630, 900 + frame * 10), 1620],
  ["goes only a little way to the edge", (frame: number) => Math.min(1630, 1590 + frame), 1620],
] as const)("goes as far as it can for what %s", ([, at, edge]) => {
  const knots = follow(seen(at), shot);
  expect(positionAt(knots, 240)).toBe(edge);
});

test("takes at most a hundred knots for a minute, however restless what it follows is", () => {
  const random = createRandom(7);
  let position = 960;
  const minute = { ...shot, to: 1500 };
  const knots = follow(
    seen(() => (position = Math.min(1920, Math.max(0, position + (random() - 0.5) * 500))), minute),
    minute,
  );
  expect(knots.length).toBeLessThanOrEqual(100);
  expect(knots.length).toBeGreaterThan(10);
});
