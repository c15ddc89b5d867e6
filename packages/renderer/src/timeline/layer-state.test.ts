import { expect, test } from "vitest";
import { layerStateAt } from "./layer-state.ts";
import type { Motion } from "./motion.ts";

const size = { width: 100, height: 60 };
const picture = { id: "p", width: 20, height: 10, pixels: () => new Uint8Array(800) };

function states(motion: { enter?: Motion; leave?: Motion }, frames: number[]) {
  return frames.map((frame) => layerStateAt({ picture, from: 10, to: 30, x: 40, y: 20, ...motion }, frame, size));
}

test("a fade grows evenly, and is whole after its frames", () => {
  const fade: Motion = { kind: "fade", frames: 3 };
  const opacities = (motion: { enter?: Motion; leave?: Motion }, frames: number[]) =>
    states(motion, frames).map((state) => state?.opacity);
  expect(opacities({ enter: fade }, [10, 11, 12, 13, 29])).toEqual([64, 128, 192, 256, 256]);
  expect(opacities({ leave: fade }, [10, 26, 27, 28, 29])).toEqual([256, 256, 192, 128, 64]);
});

test("what rises comes from below and is at its place when it has come", () => {
  const rising = states({ enter: { kind: "rise", frames: 8, pixels: 16 } }, [10, 12, 18]);
  const [first = 0, second = 0, last] = rising.map((state) => state?.y);
  expect(last).toBe(20);
  expect(first).toBeGreaterThan(second);
  expect(first).toBeLessThanOrEqual(36);
});

test.each([
  ["left", { x: 40 + 30, y: 20 }],
  ["right", { x: 40 - 30, y: 20 }],
  ["up", { x: 40, y: 20 + 20 }],
  ["down", { x: 40, y: 20 - 15 }],
] as const)("what slides %s comes from outside of the frame", (toward, place) => {
  const [middle] = states({ enter: { kind: "slide", frames: 1, toward, easing: "linear" } }, [10]);
  expect(middle).toMatchObject(place);
});

test("two slides push each other without a gap", () => {
  const whole = { ...picture, ...size, opaque: true };
  for (const frame of [0, 1, 2, 4]) {
    const slide: Motion = { kind: "slide", frames: 8, toward: "left", easing: "move" };
    const coming = layerStateAt({ picture: whole, from: 0, to: 50, x: 0, y: 0, enter: slide }, frame, size);
    const going = layerStateAt({ picture: whole, from: -20, to: 8, x: 0, y: 0, leave: slide }, frame, size);
    expect((going?.x ?? 0) + 100).toBe(coming?.x);
  }
});

test.each([
  ["right", { left: 40, right: 50 }, { left: 50, right: 60 }],
  ["left", { left: 50, right: 60 }, { left: 40, right: 50 }],
  ["down", { top: 20, bottom: 26 }, { top: 24, bottom: 30 }],
  ["up", { top: 24, bottom: 30 }, { top: 20, bottom: 26 }],
] as const)("an edge that moves %s uncovers what comes and covers what goes", (toward, come, gone) => {
  const motion: Motion = { kind: "reveal", frames: 1, toward, easing: "linear" };
  const whole = { left: 40, top: 20, right: 60, bottom: 30 };
  expect(states({ enter: motion }, [10])[0]?.visible).toEqual({ ...whole, ...come });
  expect(states({ leave: motion }, [29])[0]?.visible).toEqual({ ...whole, ...gone });
});

test("what is outside of the frame or not yet there is nothing", () => {
  expect(layerStateAt({ picture, from: 0, to: 9, x: 100, y: 0 }, 3, size)).toBeNull();
  expect(layerStateAt({ picture, from: 0, to: 9, x: 0, y: 0, opacity: 0 }, 3, size)).toBeNull();
});
