import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import type { LayerState } from "../timeline/layer-state.ts";
import type { Picture } from "../timeline/picture.ts";
import { createCanvas } from "./compose-frame.ts";
import { createPlaneCache } from "./plane-cache.ts";

const [width, height] = [48, 32];
const size = { width, height, background: "#204060" };
const random = createRandom(4);
const whole = (limit: number) => Math.floor(random() * limit);

function picture(id: string, shape: { width: number; height: number; opaque: boolean }): Picture {
  const pixels = Uint8Array.from({ length: shape.width * shape.height * 4 }, (_, index) =>
    index % 4 === 3 ? (shape.opaque ? 255 : ([0, 255, whole(256)][whole(3)] ?? 0)) : whole(256),
  );
  return { id, ...shape, pixels: () => pixels };
}

const pictures = [
  picture("slide", { width, height, opaque: true }),
  picture("other slide", { width, height, opaque: true }),
  picture("card", { width: 21, height: 13, opaque: true }),
  picture("caption", { width: 17, height: 9, opaque: false }),
  picture("wide", { width: 60, height: 7, opaque: false }),
];

function state(shown: Picture, place: Partial<LayerState> = {}): LayerState {
  const { x = 0, y = 0 } = place;
  const right = Math.min(width, x + shown.width);
  const bottom = Math.min(height, y + shown.height);
  const visible = { left: Math.max(0, x), top: Math.max(0, y), right, bottom };
  const { width: w, height: h } = shown;
  return { picture: shown, x, y, width: w, height: h, opacity: 256, visible, view: null, ...place };
}

function anyStates(): LayerState[] {
  return pictures
    .filter(() => random() < 0.6)
    .map((shown) => {
      const isSlide = shown.opaque === true && shown.width === width;
      const place = {
        x: isSlide ? 0 : whole(40) - 5,
        y: isSlide ? 0 : whole(24) - 3,
        opacity: [256, 256, 100][whole(3)]!,
      };
      const { visible } = state(shown, place);
      const cut =
        random() < 0.3 ? { ...visible, right: Math.max(visible.left, Math.floor(visible.right / 4) * 2) } : visible;
      return state(shown, { ...place, visible: cut });
    });
}

test("a frame drawn over another is the frame drawn by itself, byte by byte", async () => {
  const planes = createPlaneCache();
  const canvas = createCanvas(size, planes);
  for (let round = 0; round < 200; round++) {
    const states = anyStates();
    const alone = createCanvas(size, createPlaneCache());
    expect(Buffer.from(await canvas.draw(states)).equals(await alone.draw(states))).toBe(true);
  }
});

test("is what mixing colours makes, to within a rounding", async () => {
  for (let round = 0; round < 50; round++) {
    const states = anyStates();
    const frame = await createCanvas(size, createPlaneCache()).draw(states);
    const expected = await mixed(states);
    const worst = expected.y.map((value, index) => Math.abs(value - (frame[index] ?? 0)));
    expect(Math.max(...worst)).toBeLessThan(2.5);
  }
});

test("a view of the whole picture at its own size is the picture", async () => {
  const [slide] = pictures;
  if (slide === undefined) return;
  const plain = await createCanvas(size, createPlaneCache()).draw([state(slide)]);
  const view = { x: 0, y: 0, width, height };
  expect(await createCanvas(size, createPlaneCache()).draw([state(slide, { view })])).toEqual(plain);
});

test("a view that moves by half a pixel lies between the two", async () => {
  const ramp: Picture = {
    id: "ramp",
    width,
    height,
    opaque: true,
    pixels: () =>
      Uint8Array.from({ length: width * height * 4 }, (_, at) => (at % 4 === 3 ? 255 : ((at >> 2) % width) * 5)),
  };
  const draw = async (x: number) => {
    const view = { x, y: 0, width: 40, height };
    return (await createCanvas(size, createPlaneCache()).draw([state(ramp, { view, width: 40 })])).slice(0, 40);
  };
  const [before, between, after] = [await draw(2), await draw(2.5), await draw(3)];
  for (let x = 0; x < 40; x++) {
    expect(Math.abs((between[x] ?? 0) - ((before[x] ?? 0) + (after[x] ?? 0)) / 2)).toBeLessThanOrEqual(1);
  }
});

test("pictures that are not what they say are the fault of who made them", async () => {
  const short: Picture = { id: "short", width: 4, height: 4, pixels: () => new Uint8Array(60) };
  await expect(createCanvas(size, createPlaneCache()).draw([state(short)])).rejects.toThrow("4x4 pixels, got 15");
  const clear: Picture = { id: "clear", width: 4, height: 4, opaque: true, pixels: () => new Uint8Array(64) };
  await expect(createCanvas(size, createPlaneCache()).draw([state(clear)])).rejects.toThrow("to be opaque");
});

test("pictures are forgotten when there are too many, those that were used last not", async () => {
  let asked = 0;
  const counted = Array.from({ length: 4 }, (_, index): Picture => {
    const pixels = new Uint8Array(16 * 16 * 4).fill(255);
    return { id: `${index}`, width: 16, height: 16, opaque: true, pixels: () => (asked++, pixels) };
  });
  const planes = createPlaneCache(3 * 16 * 16 * 1.5);
  const ask = async (indexes: number[]) => {
    for (const shown of indexes.flatMap((index) => counted.slice(index, index + 1)))
      await planes.planesOf(state(shown));
  };
  await ask([0, 1, 2]);
  await ask([0]);
  await ask([3]);
  expect(asked).toBe(4);
  await ask([0]);
  expect(asked).toBe(4);
  await ask([1]);
  expect(asked).toBe(5);
});

/** The brightness of a frame, mixed without any rounding. */
async function mixed(states: readonly LayerState[]): Promise<{ y: number[] }> {
  const y = Array<number>(width * height).fill(luma(0x20, 0x40, 0x60));
  for (const { picture: shown, x, y: top, visible, opacity } of states) {
    const pixels = await shown.pixels();
    for (let row = visible.top; row < visible.bottom; row++) {
      for (let column = visible.left; column < visible.right; column++) {
        const at = ((row - top) * shown.width + column - x) * 4;
        const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at, at + 4);
        const share = (alpha / 255) * (opacity / 256);
        const index = row * width + column;
        y[index] = (y[index] ?? 0) * (1 - share) + luma(red, green, blue) * share;
      }
    }
  }
  return { y };
}

function luma(red: number, green: number, blue: number): number {
  return 16 + (219 / 255) * (0.2126 * red + 0.7152 * green + 0.0722 * blue);
}
