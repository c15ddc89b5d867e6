import { expect, test } from "vitest";
import { planTransitions } from "./plan-transitions.ts";

const fade = (frames: number) => ({ type: "crossfade", frames }) as const;

test("lets clips overlap by their transitions", () => {
  expect(planTransitions([90, 90, 90], [fade(15), fade(15)])).toEqual({
    transitions: [fade(15), fade(15)],
    starts: [0, 75, 150],
    frames: 240,
  });
});

test("shortens the transitions of a clip that is too short for both", () => {
  expect(planTransitions([90, 20, 90], [fade(15), fade(15)])).toMatchObject({ transitions: [fade(10), fade(10)] });
});

test("lets a transition be as long as the first clip or the last, which have no other", () => {
  expect(planTransitions([10, 90, 10], [fade(10), fade(10)])).toMatchObject({ transitions: [fade(10), fade(10)] });
});

test("cuts where a transition would last one frame, for which ffmpeg waits without end", () => {
  expect(planTransitions([30, 1, 30], [fade(15), fade(15)])).toEqual({
    transitions: [
      { type: "cut", frames: 0 },
      { type: "cut", frames: 0 },
    ],
    starts: [0, 30, 31],
    frames: 61,
  });
});

test("cuts where half of a fade through a colour would last one frame", () => {
  const black = (frames: number) => ({ type: "fade", frames }) as const;
  expect(planTransitions([30, 30, 3], [black(4), black(4)])).toMatchObject({
    transitions: [black(4), { type: "cut", frames: 0 }],
  });
});
