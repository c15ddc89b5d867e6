import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import { frameRuns } from "./frame-runs.ts";
import { hidesAll, layerStateAt, stateKey } from "./layer-state.ts";
import type { Motion } from "./motion.ts";
import { planSegments } from "./plan-segments.ts";
import type { Timeline, TimelineLayer } from "./timeline.ts";

const size = { width: 64, height: 36 };

function picture(id: string, { width, height, opaque = false }: { width: number; height: number; opaque?: boolean }) {
  return { id, width, height, opaque, pixels: () => new Uint8Array(width * height * 4) };
}

function timelineOf(layers: TimelineLayer[], frames = 60): Timeline {
  return {
    ...size,
    frameRate: { numerator: 30, denominator: 1 },
    frames,
    background: "#000000",
    layers,
    keyFrames: [],
  };
}

const slide = (id: string) => picture(id, { ...size, opaque: true });
const caption = picture("caption", { width: 20, height: 6 });

test("a slide that stays is one frame, a crossfade as many as it has", () => {
  const runs = frameRuns(
    timelineOf([
      { picture: slide("a"), from: 0, to: 30, x: 0, y: 0 },
      { picture: slide("b"), from: 20, to: 60, x: 0, y: 0, enter: { kind: "fade", frames: 4 } },
    ]),
  );
  expect(runs.map(({ from, count }) => [from, count])).toEqual([
    [0, 20],
    [20, 1],
    [21, 1],
    [22, 1],
    [23, 1],
    [24, 36],
  ]);
  // What the second hides is no part of the frame.
  expect(runs.at(-1)?.states.map((state) => state.picture.id)).toEqual(["b"]);
});

test("a motion that does not show is no frame of its own", () => {
  const rise: Motion = { kind: "rise", frames: 20, pixels: 0 };
  const hidden = { picture: caption, from: 0, to: 60, x: 0, y: 0, enter: rise };
  const runs = frameRuns(timelineOf([hidden, { picture: slide("a"), from: 0, to: 60, x: 0, y: 0 }]));
  expect(runs).toHaveLength(1);
});

test("are what each frame looked at by itself is", () => {
  const random = createRandom(3);
  const whole = (limit: number) => Math.floor(random() * limit);
  const motions = (): Motion[] => [
    { kind: "fade", frames: whole(9) },
    { kind: "rise", frames: whole(9), pixels: 8 },
    { kind: "slide", frames: whole(9), toward: "left" },
    { kind: "reveal", frames: whole(9), toward: "up" },
  ];
  for (let round = 0; round < 60; round++) {
    const layers = Array.from({ length: whole(7) }, (_, index): TimelineLayer => {
      const from = whole(60) - 5;
      const isSlide = random() < 0.5;
      return {
        picture: isSlide ? slide(`slide ${index}`) : caption,
        from,
        to: from + whole(40),
        x: isSlide ? 0 : whole(60) - 5,
        y: isSlide ? 0 : whole(40) - 5,
        enter: random() < 0.5 ? motions()[whole(4)] : undefined,
        leave: random() < 0.5 ? motions()[whole(4)] : undefined,
      };
    });
    const timeline = timelineOf(layers);
    const runs = frameRuns(timeline);
    const keys = runs.flatMap(({ key, count }) => Array<string>(count).fill(key));
    expect(keys).toEqual(Array.from({ length: 60 }, (_, frame) => keyAt(timeline, frame)));
    expect(runs.every(({ key }, index) => key !== runs[index + 1]?.key)).toBe(true);
    const keyFrames = [whole(60), whole(60), whole(60)];
    const segments = planSegments(runs, { keyFrames, longest: 12, size: timeline });
    expect(segments.map(({ groups }) => groups[0]?.from)).toEqual(segments.map(({ from }) => from));
    const groups = segments.flatMap((segment) => segment.groups);
    const starts = groups.map(({ from }) => from);
    const ends = [...starts.slice(1), 60];
    expect(starts[0]).toBe(0);
    for (const [index, segment] of groups.entries()) {
      const length = (ends[index] ?? 0) - segment.from;
      expect(segment.shown.reduce((sum, { count }) => sum + count, 0)).toBe(length);
      expect(length).toBeLessThanOrEqual(12);
      // Nothing follows the last one, and only it may be a single frame.
      if (index < groups.length - 1) expect(length).toBeGreaterThan(1);
      // What is coded is the frame that it is shown as; what is not lies between two that are.
      const coded = segment.coded.map(({ key }) => key);
      const shown = segment.shown.flatMap(({ count, share }) =>
        Array<string | null>(count).fill(share === null ? (coded.shift() ?? "") : null),
      );
      expect(coded).toEqual([]);
      expect([shown[0], shown.at(-1)]).not.toContain(null);
      expect(keys.slice(segment.from, ends[index]).map((key, at) => (shown[at] === null ? null : key))).toEqual(shown);
    }
    for (const wished of keyFrames) {
      const isTooNear = keyFrames.some((other) => other === wished - 1) || wished === 1;
      if (!isTooNear) expect(segments.map(({ from }) => from)).toContain(wished);
    }
  }
});

function keyAt(timeline: Timeline, frame: number): string {
  const present = timeline.layers.filter(({ from, to }) => from <= frame && frame < to);
  const states = present.map((layer) => layerStateAt(layer, frame, timeline)).filter((state) => state !== null);
  const lowest = states.findLastIndex((state) => hidesAll(state, timeline));
  return states.slice(Math.max(0, lowest)).map(stateKey).join("\n");
}
