import { expect, test } from "vitest";
import type { FrameRun } from "./frame-runs.ts";
import { planSegments, type Segment } from "./plan-segments.ts";

const size = { width: 320, height: 180 };

/** Pictures that are shown for so many frames each. */
function runsOf(pictures: readonly (readonly [key: string, count: number])[]): FrameRun[] {
  let from = 0;
  return pictures.map(([key, count]) => {
    const run = { from, count, states: [], key };
    from += count;
    return run;
  });
}

function shapeOf({ from, groups }: Segment) {
  return groups.map((group) => ({
    from: group.from - from,
    coded: group.coded.map(({ key }) => key),
    shown: group.shown,
  }));
}

test("a segment is cut in the same way wherever it stands and whatever surrounds it", () => {
  const line = [
    ["one", 40],
    ["two", 1],
    ["three", 57],
    ["four", 33],
  ] as const;
  const alone = planSegments(runsOf(line), { keyFrames: [], longest: 60, size });
  expect(alone).toHaveLength(1);
  expect(alone.map(shapeOf)[0]?.map(({ from }) => from)).toEqual([0, 41, 98]);
  for (const [before, after] of [
    [7, 2],
    [59, 61],
    [60, 1],
    [200, 333],
  ] as const) {
    const runs = runsOf([["earlier", before], ...line, ["later", after]]);
    const segments = planSegments(runs, { keyFrames: [before, before + 131], longest: 60, size });
    expect(segments).toHaveLength(3);
    expect(segments.slice(1, 2).map(shapeOf)).toEqual(alone.map(shapeOf));
  }
});

test("a picture that goes on over the beginning of a segment belongs to both", () => {
  const segments = planSegments(runsOf([["still", 100]]), { keyFrames: [70], longest: 60, size });
  expect(segments.map(({ groups }) => groups.map(({ from }) => from))).toEqual([[0, 60], [70]]);
  expect(segments.flatMap(({ groups }) => groups.map(({ shown }) => shown.map(({ count }) => count)))).toEqual([
    [60],
    [10],
    [30],
  ]);
});
