import { describe, expect, test } from "vitest";
import { findBlends } from "./blends.ts";
import { frameRuns } from "./frame-runs.ts";
import type { Timeline, TimelineLayer } from "./timeline.ts";

const size = { width: 64, height: 36 };
const picture = (id: string, shape = size) => ({ id, ...shape, opaque: true, pixels: () => new Uint8Array() });
const slide = (id: string, from: number, to: number): TimelineLayer => ({ picture: picture(id), from, to, x: 0, y: 0 });
const caption = (id: string, from: number, to: number): TimelineLayer => ({
  picture: picture(id, { width: 10, height: 4 }),
  from,
  to,
  x: 8,
  y: 30,
});

/** What is coded, by its first frame, and what is shown of it. */
function blendsOf(layers: readonly TimelineLayer[], frames = 40) {
  const timeline: Timeline = {
    ...size,
    frameRate: { numerator: 30, denominator: 1 },
    frames,
    background: "#000000",
    layers,
    keyFrames: [],
  };
  const pictures = frameRuns(timeline).map((run) => ({ run, count: run.count }));
  const { coded, shown } = findBlends(pictures, timeline);
  expect(shown.reduce((sum, { count }) => sum + count, 0)).toBe(frames);
  return { coded: coded.map(({ from }) => from), shares: shown.flatMap(({ share }) => share ?? []) };
}

describe("of what fades", () => {
  test("nothing is coded but what is there before and after", () => {
    const fade = { ...slide("b", 10, 40), enter: { kind: "fade", frames: 7 } } as const;
    expect(blendsOf([slide("a", 0, 40), fade])).toEqual({ coded: [0, 17], shares: [16, 32, 48, 64, 80, 96, 112] });
  });

  test("on its way out, over what is behind it and below what is before it", () => {
    const fade = { ...slide("b", 0, 20), leave: { kind: "fade", frames: 3 } } as const;
    expect(blendsOf([slide("a", 0, 40), fade, caption("c", 0, 40)])).toEqual({ coded: [0, 20], shares: [32, 64, 96] });
  });

  test("a first picture that is part of it is coded, as is where something else happens in between", () => {
    const fade = { ...slide("b", 0, 40), enter: { kind: "fade", frames: 9 } } as const;
    // Frames 0 to 8 fade; from frame 5 on there is a caption.
    const { coded, shares } = blendsOf([slide("a", 0, 40), fade, caption("c", 5, 40)]);
    expect(coded).toEqual([0, 4, 5, 9]);
    expect(shares).toEqual([32, 64, 96, 32, 64, 96].map((share) => expect.closeTo(share, -1)));
  });

  test("a part is seen for long, that is coded", () => {
    const fade = { ...slide("b", 4, 40), opacity: 0.5, enter: { kind: "fade", frames: 3 } } as const;
    const gone = { ...fade, to: 30, leave: { kind: "fade", frames: 3 } } as const;
    expect(blendsOf([slide("a", 0, 40), gone])).toEqual({ coded: [0, 7, 30], shares: [32, 64, 96, 32, 64, 96] });
  });
});

describe("everything is coded of", () => {
  test.each([
    [
      "what rises while it fades",
      [{ ...caption("c", 4, 40), y: 4, enter: { kind: "rise", frames: 4, pixels: 20, easing: "linear" } }],
      6,
    ],
    [
      "two layers that fade at once, one over the other",
      ["b", "c"].map((id) => ({ ...slide(id, 4, 40), enter: { kind: "fade", frames: 4 } })),
      6,
    ],
  ] as const)("%s", (_what, layers, coded) => {
    const found = blendsOf([slide("a", 0, 40), ...(layers as readonly TimelineLayer[])]);
    expect(found.coded).toHaveLength(coded);
    expect(found.shares).toEqual([]);
  });
});
