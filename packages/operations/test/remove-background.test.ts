import { askFfprobe, decodePixels, makeClip, QUICK_H264, temporaryFolder, testPicture } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { asComposition } from "@proxx/composition";
import { createLayers } from "../src/layers/layers.ts";
import { createRemoveBackground } from "../src/remove-background/remove-background.ts";
import { backdropOf, type Colour } from "../src/remove-background/measure-backdrop.ts";
import { decoded } from "@proxx/testing/decoded";
import { resources, runOperation } from "./run-operation.ts";

const operation = createRemoveBackground(resources);
const planContext = { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [] };

const BT709 = ["-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-color_range", "tv"];

/** What stands before the screen: a box each, 40 wide, from x = 20 on, and the colours they have. */
const SUBJECTS = {
  skin: [224, 172, 140],
  white: [250, 250, 250],
  black: [12, 12, 12],
  red: [200, 30, 30],
  navy: [30, 40, 110],
} as const;

/** A screen of a colour, lit unevenly and with the grain of a camera, and people reaching out of the picture below. */
function studio(name: string, screen: string, { light = "0.85+0.3*X/W", softness = 0.7 } = {}): string {
  const boxes = Object.values(SUBJECTS).map(([r, g, b], index) => {
    const hex = [r, g, b].map((value) => value.toString(16).padStart(2, "0")).join("");
    return `drawbox=x=${20 + index * 60}:y=60:w=40:h=120:c=0x${hex}:t=fill`;
  });
  const lit = ["r", "g", "b"].map((channel) => `${channel}='clip(${channel}(X,Y)*(${light}),0,255)'`).join(":");
  const graph = `color=c=${screen}:s=320x180:r=25:d=0.2,format=gbrp,geq=${lit},${boxes.join(",")},gblur=sigma=${softness},noise=alls=6:allf=t`;
  return makeClip(name, ["-f", "lavfi", "-i", graph, ...BT709, ...QUICK_H264, "-crf", "18"]);
}

async function cutOut(video: string, params: Record<string, unknown> = {}) {
  const { deferred, ...rest } = await runOperation(
    operation,
    { video, ...params },
    { folder: temporaryFolder(), mayDefer: true },
  );
  const composition = asComposition(deferred);
  if (composition.picture === null) throw new Error("Expected a picture");
  return { ...rest, deferred, picture: composition.picture, ...(await decoded(composition)) };
}

function pixel(pixels: Buffer, x: number, y: number, frame = 2, width = 320, height = 180): number[] {
  const at = ((frame * height + y) * width + x) * 4;
  return [...pixels.subarray(at, at + 4)];
}

describe("a backdrop of one tone", () => {
  test.for([
    ["green.mp4", "0x3ca046"],
    ["blue.mp4", "0x2050c8"],
  ] as const)("%s is taken away, lit unevenly as it is, and whoever stands before it stays", async ([name, screen]) => {
    const { picture, pixels } = await cutOut(studio(name, screen));
    expect(picture).toMatchObject({ width: 320, height: 180, frames: 5, alpha: true });
    for (const [index, [subject, colour]] of Object.entries(SUBJECTS).entries()) {
      if (name === "blue.mp4" && subject === "navy") continue;
      const [r = 0, g = 0, b = 0, a = 0] = pixel(pixels, 40 + index * 60, 120);
      expect({ subject, isWhole: a > 245 }).toEqual({ subject, isWhole: true });
      const off = Math.max(Math.abs(r - colour[0]), Math.abs(g - colour[1]), Math.abs(b - colour[2]));
      expect({ subject, off: Math.max(22, off) }).toEqual({ subject, off: 22 });
    }
    let left = 0;
    for (let y = 0; y < 50; y++) for (let x = 0; x < 320; x++) left += (pixel(pixels, x, y)[3] ?? 0) > 12 ? 1 : 0;
    expect(left / (50 * 320)).toBeLessThan(0.005);
  });

  test("leaves no shine of itself at the edges", async () => {
    const first = await runOperation(
      operation,
      { video: studio("soft.mp4", "0x3ca046", { softness: 5 }) },
      { folder: temporaryFolder(), mayDefer: true },
    );
    const still = makeClip("violet.png", [
      "-f",
      "lavfi",
      "-i",
      "color=c=0x804090:s=320x180,format=rgb24",
      "-frames:v",
      "1",
    ]);
    // Taken unrendered into layers: what shows through is not lost on the way.
    const params = { items: [still, { media: "cut", main: true }] };
    const { deferred } = await runOperation(createLayers(resources), params, {
      folder: temporaryFolder(),
      mayDefer: true,
      deferred: { cut: first },
    });
    const { pixels } = await decoded(asComposition(deferred));
    for (let x = 66; x < 180; x++) {
      const [r = 0, g = 0, b = 0] = pixel(pixels, x, 120);
      expect(g - Math.max(r, b)).toBeLessThan(12);
    }
    const [r = 0, g = 0, b = 0] = pixel(pixels, 10, 20);
    expect(Math.max(Math.abs(r - 0x80), Math.abs(g - 0x40), Math.abs(b - 0x90))).toBeLessThan(8);
  });

  test.for([
    ["green", "0x00b140", (r: number, g: number, b: number) => g - Math.max(r, b)],
    ["blue", "0x2050c8", (r: number, g: number, b: number) => b - Math.max(r, g)],
  ] as const)("leaves no line of %s along the edges of what stays", async ([name, screen, shine]) => {
    // Edges on odd pixels, which share their colour with a pixel of the screen.
    const graph = `color=c=${screen}:s=320x180:r=25:d=0.2,format=gbrp,drawbox=x=101:y=51:w=91:h=71:c=0x909090:t=fill`;
    const { pixels } = await cutOut(
      makeClip(`line-${name}.mp4`, ["-f", "lavfi", "-i", graph, ...BT709, ...QUICK_H264, "-crf", "12"]),
    );
    let most = 0;
    for (let y = 40; y < 140; y++) {
      for (let x = 90; x < 210; x++) {
        const [r = 0, g = 0, b = 0, a = 0] = pixel(pixels, x, y);
        if (a > 40) most = Math.max(most, shine(r, g, b));
      }
    }
    expect(most).toBeLessThan(16);
  });
});

test("a white backdrop is told by its light", async () => {
  const { pixels } = await cutOut(studio("white.mp4", "0xf0f0f0", { light: "1" }));
  const names = Object.keys(SUBJECTS);
  for (const subject of ["skin", "black", "red", "navy"])
    expect(pixel(pixels, 40 + names.indexOf(subject) * 60, 120)[3]).toBeGreaterThan(245);
  expect(pixel(pixels, 10, 20)[3]).toBeLessThan(12);
});

test("a backdrop that is no one colour is refused with what to do", async () => {
  const colourful = makeClip("colourful.mp4", [...testPicture({ size: "320x180", seconds: 0.2 }), ...QUICK_H264]);
  await expect(cutOut(colourful)).rejects.toMatchObject({
    code: "media_unsupported",
    hint: expect.stringContaining("model"),
  });
});

test("a colour that is named is taken away, whatever is at the edges", async () => {
  const boxed = makeClip("boxed.mp4", [
    "-f",
    "lavfi",
    "-i",
    "color=c=0x3ca046:s=320x180:r=25:d=0.2,format=gbrp,drawbox=w=320:h=180:t=30:c=0x602020",
    ...BT709,
    ...QUICK_H264,
  ]);
  const { pixels } = await cutOut(boxed, { color: "#3ca046" });
  expect(pixel(pixels, 160, 90)[3]).toBeLessThan(8);
  expect(pixel(pixels, 10, 90)[3]).toBeGreaterThan(245);
});

describe("output", () => {
  const source = () => studio("green.mp4", "0x3ca046");

  test("transparent is a film with alpha", async () => {
    const { path, files } = await runOperation(operation, { video: source() }, { folder: temporaryFolder() });
    expect(files[0]).toMatchObject({ kind: "video", mediaType: "video/quicktime" });
    expect(askFfprobe(path).video).toMatchObject({ codec_name: "prores", nb_read_frames: "5" });
    const pixels = decodePixels(path, { pixelFormat: "rgba" });
    expect([pixel(pixels, 10, 20)[3], pixel(pixels, 100, 120)[3]]).toEqual([0, 255]);
  });

  test("green-screen puts an even one behind", async () => {
    const { picture, pixels } = await cutOut(source(), { output: "green-screen" });
    expect(picture.alpha).toBe(false);
    const [r = 0, g = 0, b = 0] = pixel(pixels, 10, 20);
    expect(g - Math.max(r, b)).toBeGreaterThan(240);
    expect(pixel(pixels, 100, 120)[1]).toBeGreaterThan(235);
  });

  test("alpha-mask is grey with soft edges, foreground-mask black and white", async () => {
    const soft = await cutOut(source(), { output: "alpha-mask" });
    const hard = await cutOut(source(), { output: "foreground-mask" });
    for (const { picture, pixels } of [soft, hard]) {
      expect(picture.alpha).toBe(false);
      expect(pixel(pixels, 10, 20)[0]).toBeLessThan(6);
      expect(pixel(pixels, 100, 120)[0]).toBeGreaterThan(249);
      const [r = 0, g = 0, b = 0] = pixel(pixels, 100, 120);
      expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(3);
    }
    const between = (pixels: Buffer) => pixels.filter((value, at) => at % 4 === 0 && value > 30 && value < 225).length;
    expect(between(soft.pixels)).toBeGreaterThan(50);
    expect(between(hard.pixels)).toBe(0);
  });

  test("of a still is a still", async () => {
    const still = makeClip("portrait.png", ["-i", source(), "-frames:v", "1"]);
    const { path, files } = await runOperation(operation, { video: still }, { folder: temporaryFolder() });
    expect(files[0]).toMatchObject({ kind: "image", mediaType: "image/png" });
    const pixels = decodePixels(path, { pixelFormat: "rgba" });
    expect(pixel(pixels, 10, 20, 0)[3]).toBe(0);
    expect(pixel(pixels, 100, 120, 0)[3]).toBe(255);
  });
});

test("without a model it is a lesser way, unless a colour is what was asked for", async () => {
  const approach = async (params: object) =>
    await operation.approach({ output: "transparent", ...params }, planContext);
  expect(await approach({})).toMatchObject({
    provider: "local:colour-key",
    degradations: [{ code: "colour_key_instead_of_matting" }],
  });
  expect(await approach({ color: "#00ff00ff" })).toMatchObject({ provider: null, degradations: [] });
  expect(await approach({ model: { provider: "fal", model: "veed/video-background-removal" } })).toMatchObject({
    provider: "fal:veed/video-background-removal",
    degradations: [],
    load: "wait",
  });
});

test("people who reach over the edge do not hide the backdrop", () => {
  const green: Colour = [60, 160, 70];
  const border = [
    ...Array.from({ length: 70 }, () => green),
    ...Array.from({ length: 30 }, (): Colour => [200, 150, 120]),
  ];
  expect(backdropOf(border)).toMatchObject({ color: "#3ca046ff" });
  expect(() => backdropOf(border.toReversed().slice(0, 54))).toThrow("not of one colour");
});
