import { ProxxError } from "@proxx/contract";
import { makeClip, QUICK_H264, temporaryFolder } from "@proxx/testing";
import { first } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { asComposition } from "@proxx/composition";
import { createLayers } from "../src/layers/layers.ts";
import { decoded } from "@proxx/testing/decoded";
import { resources, runOperation } from "./run-operation.ts";

const operation = createLayers(resources);

async function laid(params: Record<string, unknown>) {
  const { deferred } = await runOperation(operation, params, { folder: temporaryFolder(), mayDefer: true });
  const composition = asComposition(deferred);
  const { picture } = composition;
  if (picture === null) throw new Error("Expected a picture");
  const film = { ...composition, picture, ...(await decoded(composition)) };
  expect(film.pixels.length).toBe(picture.width * picture.height * picture.frames * 4);
  if (film.sound !== null) expect(film.samples.length).toBe(film.sound.samples * 2);
  return film;
}
type Laid = Awaited<ReturnType<typeof laid>>;

const BT709 = ["-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-color_range", "tv"];

/** A film of one colour, with a tone where one is given. */
function film(colour: string, { seconds = 1, size = "320x180", rate = 25, hertz = 0 } = {}): string {
  const picture = ["-f", "lavfi", "-i", `color=c=${colour}:s=${size}:r=${rate}:d=${seconds},format=gbrp`];
  const tone =
    hertz === 0 ? [] : ["-f", "lavfi", "-i", `sine=f=${hertz}:d=${seconds}:r=48000,volume=4`, "-c:a", "pcm_s16le"];
  return makeClip(`${colour}-${seconds}-${size}-${rate}-${hertz}.mov`, [...picture, ...tone, ...BT709, ...QUICK_H264]);
}

function photo(colour: string, size = "80x60"): string {
  return makeClip(`${colour}-${size}.png`, [
    "-f",
    "lavfi",
    "-i",
    `color=c=${colour}:s=${size},format=rgba`,
    "-frames:v",
    "1",
  ]);
}

const COLOURS: Record<string, readonly [number, number, number]> = {
  red: [255, 0, 0],
  lime: [0, 255, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  white: [255, 255, 255],
  black: [0, 0, 0],
  gray: [128, 128, 128],
  orange: [255, 165, 0],
};

function pixelAt({ picture, pixels }: Laid, x: number, y: number, frame = 0): number[] {
  const at = ((frame * picture.height + y) * picture.width + x) * 4;
  return [...pixels.subarray(at, at + 4)];
}

/** The colour of a pixel by its name, or its numbers where it is none of those with a name. */
function nameAt(of: Laid, x: number, y: number, frame = 0): string {
  const pixel = pixelAt(of, x, y, frame);
  const name = Object.entries(COLOURS).find(([, wanted]) =>
    wanted.every((value, at) => Math.abs(value - (pixel[at] ?? 0)) < 16),
  );
  return name?.[0] ?? pixel.join(",");
}

/** The names seen at a place, each with the number of frames it is seen without a break. */
function runsAt(of: Laid, x: number, y: number): [string, number][] {
  const runs: [string, number][] = [];
  for (let frame = 0; frame < of.picture.frames; frame++) {
    const name = nameAt(of, x, y, frame);
    const last = runs.at(-1);
    if (last?.[0] === name) last[1]++;
    else runs.push([name, 1]);
  }
  return runs;
}

describe("placement", () => {
  test("pip is a quarter of the frame at the lower right, off the edge", async () => {
    const of = await laid({ items: [film("blue"), { media: film("red"), placement: "pip" }] });
    expect(of.picture).toMatchObject({ width: 320, height: 180, frames: 25, alpha: false });
    const seen = { left: 320, right: 0, top: 180, bottom: 0 };
    for (let y = 0; y < 180; y++) {
      for (let x = 0; x < 320; x++) {
        if (nameAt(of, x, y) !== "red") continue;
        seen.left = Math.min(seen.left, x);
        seen.right = Math.max(seen.right, x);
        seen.top = Math.min(seen.top, y);
        seen.bottom = Math.max(seen.bottom, y);
      }
    }
    expect(seen.right - seen.left + 1).toBeCloseTo(80, -0.5);
    expect(seen.bottom - seen.top + 1).toBeCloseTo(45, -0.5);
    expect(319 - seen.right).toBeCloseTo(7, -0.5);
    expect(179 - seen.bottom).toBeCloseTo(7, -0.5);
  });

  const PLACES = [
    ["top-left", 0, 0],
    ["right", 240, 60],
    ["center", 120, 60],
    ["bottom", 120, 120],
    ["top-right", 240, 0],
    ["bottom-left", 0, 120],
    ["top", 120, 0],
    ["left", 0, 60],
    ["bottom-right", 240, 120],
  ] as const;
  test.for(first(6, PLACES))("%s puts a picture there at its own size", async ([placement, x, y]) => {
    const of = await laid({ items: [photo("blue", "320x180"), { media: photo("red"), placement }] });
    expect(of.picture.still).toBe(true);
    expect([nameAt(of, x + 2, y + 2), nameAt(of, x + 77, y + 57)]).toEqual(["red", "red"]);
    const outside = [
      [x - 3, y + 30],
      [x + 83, y + 30],
      [x + 40, y - 3],
      [x + 40, y + 63],
    ] as const;
    for (const [atX, atY] of outside) {
      if (atX >= 0 && atX < 320 && atY >= 0 && atY < 180) expect(nameAt(of, atX, atY)).toBe("blue");
    }
  });

  test("a box of shares holds all of a picture, covered or bent as is said", async () => {
    const box = { x: 0.5, y: 0, width: 0.5, height: 1 };
    const one = async (fit: string) =>
      await laid({ items: [photo("blue", "320x180"), { media: photo("red", "80x80"), placement: box, fit }] });
    const contained = await one("contain");
    expect([nameAt(contained, 240, 90), nameAt(contained, 240, 4), nameAt(contained, 164, 90)]).toEqual([
      "red",
      "blue",
      "red",
    ]);
    for (const fit of ["cover", "stretch"]) {
      const filled = await one(fit);
      expect([nameAt(filled, 162, 2), nameAt(filled, 317, 177), nameAt(filled, 157, 90)]).toEqual([
        "red",
        "red",
        "blue",
      ]);
    }
  });

  test("a full layer covers the frame whatever its shape, and `contain` lets the background be seen", async () => {
    const covering = await laid({ items: [photo("red", "80x80")], width: 160, height: 90 });
    expect([nameAt(covering, 2, 45), nameAt(covering, 157, 45)]).toEqual(["red", "red"]);
    const contained = await laid({
      items: [{ media: photo("red", "80x80"), fit: "contain" }],
      width: 160,
      height: 90,
      background: "orange",
    });
    expect([nameAt(contained, 2, 45), nameAt(contained, 80, 45)]).toEqual(["orange", "red"]);
  });

  test("where nothing covers a transparent background the whole stays transparent", async () => {
    const of = await laid({
      items: [{ media: photo("red"), placement: "left" }],
      width: 160,
      height: 90,
      background: "transparent",
    });
    expect(of.picture).toMatchObject({ still: true, alpha: true });
    expect([pixelAt(of, 10, 45)[3], pixelAt(of, 150, 45)[3]]).toEqual([255, 0]);
  });
});

describe("time", () => {
  test("a layer comes at its start and goes with its end, to the frame", async () => {
    const items = [
      film("blue", { seconds: 2 }),
      { media: film("red", { seconds: 0.6 }), placement: "center", start: 0.4 },
    ];
    const of = await laid({ items });
    expect(runsAt(of, 160, 90)).toEqual([
      ["blue", 10],
      ["red", 15],
      ["blue", 25],
    ]);
  });

  test("a picture stands until the end, or as long as is said", async () => {
    const standing = await laid({ items: [film("blue"), { media: photo("red"), placement: "center", start: 0.4 }] });
    expect(runsAt(standing, 160, 90)).toEqual([
      ["blue", 10],
      ["red", 15],
    ]);
    const short = await laid({
      items: [film("blue"), { media: photo("red"), placement: "center", start: 0.4, duration: 0.2 }],
    });
    expect(runsAt(short, 160, 90)).toEqual([
      ["blue", 10],
      ["red", 5],
      ["blue", 10],
    ]);
  });

  test("the main layer decides size, rate and length, wherever it lies", async () => {
    const background = film("blue", { seconds: 3, size: "160x90", rate: 50 });
    const of = await laid({
      items: [background, { media: film("red", { seconds: 1 }), placement: "pip", main: true }],
    });
    expect(of.picture).toMatchObject({ width: 320, height: 180, frames: 25, rate: { numerator: 25, denominator: 1 } });
    expect(nameAt(of, 5, 5, 24)).toBe("blue");
  });

  test("size, rate and length that are named hold", async () => {
    const of = await laid({ items: [film("blue")], width: 160, height: 120, fps: 10, duration: 2 });
    expect(of.picture).toMatchObject({ width: 160, height: 120, frames: 20, rate: { numerator: 10, denominator: 1 } });
    expect(runsAt(of, 80, 60)).toEqual([
      ["blue", 10],
      ["black", 10],
    ]);
  });

  test("a main picture lasts as long as the longest of the others", async () => {
    const of = await laid({
      items: [photo("blue", "320x180"), { media: film("red", { seconds: 1.2 }), placement: "pip" }],
    });
    expect(of.picture.frames).toBe(30);
  });

  test("the clips of a timeline come one after the other, and share what the others leave", async () => {
    const timeline = [photo("red"), { media: film("lime", { seconds: 2 }), duration: 0.2 }, photo("yellow")];
    const of = await laid({ items: [film("blue"), { media: timeline, placement: "center" }] });
    expect(runsAt(of, 160, 90)).toEqual([
      ["red", 10],
      ["lime", 5],
      ["yellow", 10],
    ]);
  });

  test("a clip of a timeline begins where it is said, and leaves a gap where it is too short", async () => {
    const two = makeClip("two.mov", [
      "-i",
      film("red", { seconds: 0.4 }),
      "-i",
      film("lime", { seconds: 0.4 }),
      "-filter_complex",
      "concat",
      ...QUICK_H264,
      ...BT709.slice(2),
    ]);
    const timeline = [
      { media: two, start: 0.4, duration: 0.6 },
      { media: film("yellow"), duration: 0.2 },
    ];
    const of = await laid({ items: [film("blue"), { media: timeline, placement: "center" }] });
    expect(runsAt(of, 160, 90)).toEqual([
      ["lime", 10],
      ["blue", 5],
      ["yellow", 5],
      ["blue", 5],
    ]);
  });

  test("a main timeline is as long as all of its clips", async () => {
    const of = await laid({
      items: [
        { media: [film("red"), { media: photo("lime", "320x180"), duration: 0.4 }, film("blue", { seconds: 0.4 })] },
      ],
    });
    expect(runsAt(of, 160, 90)).toEqual([
      ["red", 25],
      ["lime", 10],
      ["blue", 10],
    ]);
  });

  test("a timeline without time for all of its clips is refused, and so is a layer that begins too late", async () => {
    const timeline = [{ media: film("red"), duration: 2 }, photo("lime")];
    await expect(laid({ items: [film("blue"), { media: timeline }] })).rejects.toThrow(ProxxError);
    await expect(laid({ items: [film("blue"), { media: film("red"), start: 5 }] })).rejects.toThrow(
      "Layer 2 begins when the whole has ended",
    );
  });

  test("two main layers and a start after the end are issues", async () => {
    const context = { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [] };
    const items = [
      { media: "a", main: true },
      { media: "b", main: true, start: 3 },
    ];
    expect(await operation.check?.({ items, duration: 2 }, context)).toMatchObject([
      { path: "$.items[1].main", code: "contradiction" },
      { path: "$.items[1].start", code: "out_of_range" },
    ]);
  });
});

describe("what shows through", () => {
  test("opacity lets what is behind be seen", async () => {
    const of = await laid({ items: [film("white"), { media: film("black"), opacity: 0.25 }] });
    expect(pixelAt(of, 100, 100, 5)[0]).toBeCloseTo(191, -1);
  });

  test("a layer fades in and out", async () => {
    const of = await laid({
      items: [
        film("black", { seconds: 2 }),
        { media: film("white", { seconds: 1.6 }), placement: "full", fadeIn: 0.4, fadeOut: 0.4, start: 0.2 },
      ],
    });
    const light = Array.from({ length: 50 }, (_, frame) => pixelAt(of, 100, 100, frame)[0] ?? 0);
    expect(light.slice(0, 5).every((value) => value < 8)).toBe(true);
    expect(light[10]).toBeGreaterThan(90);
    expect(light[10]).toBeLessThan(170);
    expect(light.slice(16, 34).every((value) => value > 245)).toBe(true);
    expect(light[40]).toBeGreaterThan(90);
    expect(light[40]).toBeLessThan(170);
    expect(light.slice(45).every((value) => value < 8)).toBe(true);
  });

  test("alpha of a file and of an operation before is respected", async () => {
    const hole = makeClip("hole.mov", [
      ...[
        "-f",
        "lavfi",
        "-i",
        "color=c=red:s=320x180:r=25:d=0.4,format=gbrap,geq=r='p(X,Y)':g='p(X,Y)':b='p(X,Y)':a='if(lt(X,160),255,0)'",
      ],
      ...["-c:v", "qtrle"],
    ]);
    const of = await laid({ items: [film("blue", { seconds: 0.4 }), hole] });
    expect([nameAt(of, 80, 90, 5), nameAt(of, 240, 90, 5)]).toEqual(["red", "blue"]);
  });

  test("a green screen is taken away, and what stands before it keeps its colours", async () => {
    const boxes = ["red@1", "yellow@1", "white@1", "gray@1", "blue@1"].map(
      (colour, index) => `drawbox=x=${20 + index * 60}:y=40:w=40:h=100:c=${colour}:t=fill`,
    );
    const screen = makeClip("screen.mov", [
      "-f",
      "lavfi",
      "-i",
      `color=c=0x10c020:s=320x180:r=25:d=0.2,format=gbrp,${boxes.join(",")}`,
      ...BT709,
      ...QUICK_H264,
    ]);
    const of = await laid({ items: [film("orange", { seconds: 0.2 }), { media: screen, chromaKey: true }] });
    expect(["red", "yellow", "white", "gray", "blue"].map((_, index) => nameAt(of, 40 + index * 60, 90, 2))).toEqual([
      "red",
      "yellow",
      "white",
      "gray",
      "blue",
    ]);
    expect([nameAt(of, 10, 90, 2), nameAt(of, 70, 90, 2), nameAt(of, 310, 170, 2)]).toEqual([
      "orange",
      "orange",
      "orange",
    ]);
    // No shine of the screen at an edge: what is before and behind it has no more green than red.
    const edges = Array.from({ length: 8 }, (_, dx) => pixelAt(of, 196 + dx, 90, 2));
    for (const [r = 0, g = 0] of edges) expect(g - r).toBeLessThan(24);
  });
});

describe("sound", () => {
  /** How strong a tone is between two moments, from 0 to about 1, by Goertzel. */
  function strength({ samples }: Laid, hertz: number, from: number, to: number): number {
    let [real, imaginary] = [0, 0];
    const [first, last] = [Math.round(from * 48_000), Math.round(to * 48_000)];
    for (let at = first; at < last; at++) {
      const phase = (2 * Math.PI * hertz * at) / 48_000;
      real += ((samples[at * 2] ?? 0) / 32_768) * Math.cos(phase);
      imaginary += ((samples[at * 2] ?? 0) / 32_768) * Math.sin(phase);
    }
    return (2 * Math.hypot(real, imaginary)) / (last - first);
  }

  test("is the main layer's, at its own level; of the others what is asked for, at its time", async () => {
    const main = film("blue", { seconds: 2, hertz: 440 });
    const other = film("red", { seconds: 1, hertz: 1000 });
    const silent = await laid({ items: [main, { media: other, placement: "pip", start: 0.5 }] });
    const alone = strength(silent, 440, 0.1, 1.9);
    expect(alone).toBeCloseTo(0.5, 1);
    expect(strength(silent, 1000, 0.6, 1.4)).toBeLessThan(0.001);
    const mixed = await laid({ items: [main, { media: other, placement: "pip", start: 0.5, volume: 0.5 }] });
    expect(strength(mixed, 440, 0.1, 1.9) / alone).toBeCloseTo(1, 2);
    expect(strength(mixed, 1000, 0.6, 1.4) / alone).toBeCloseTo(0.5, 1);
    expect(strength(mixed, 1000, 0, 0.48)).toBeLessThan(0.001);
    expect(strength(mixed, 1000, 1.52, 2)).toBeLessThan(0.001);
    expect(mixed.sound?.samples).toBe(96_000);
  });

  test("of a layer that fades fades with it", async () => {
    const of = await laid({ items: [{ media: film("blue", { seconds: 2, hertz: 440 }), fadeIn: 1, fadeOut: 0.5 }] });
    expect(strength(of, 440, 0.05, 0.15)).toBeLessThan(0.1);
    expect(strength(of, 440, 1.1, 1.4)).toBeCloseTo(0.5, 1);
    expect(strength(of, 440, 1.95, 2)).toBeLessThan(0.06);
  });

  test("a silenced main layer leaves a silent film", async () => {
    const of = await laid({ items: [{ media: film("blue", { seconds: 2, hertz: 440 }), volume: 0 }] });
    expect(of.sound).toBeNull();
  });
});
