import { asComposition } from "@proxx/composition";
import { makeClip, QUICK_H264, temporaryFolder, testPicture } from "@proxx/testing";
import { first } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { createReframe } from "../src/reframe/reframe.ts";
import { decoded } from "@proxx/testing/decoded";
import { resources, runOperation } from "./run-operation.ts";

const operation = createReframe(resources);

/** Reframes a source and decodes it, unrendered. */
async function reframed(video: string, params: Record<string, unknown>) {
  const { deferred, degradations } = await runOperation(
    operation,
    { video, ...params },
    { folder: temporaryFolder(), mayDefer: true },
  );
  const composition = asComposition(deferred);
  if (composition.picture === null) throw new Error("Expected a picture");
  return { ...composition, picture: composition.picture, degradations, ...(await decoded(composition)) };
}
type Reframed = Awaited<ReturnType<typeof reframed>>;

/** Nine fields of a colour each, 3 by 3, so that every part of a picture is known by its colour. */
const FIELDS = ["red", "lime", "blue", "yellow", "white", "cyan", "magenta", "orange", "gray"];
function fields(size = "240x240"): string {
  const [width = 0, height = 0] = size.split("x").map(Number);
  const boxes = FIELDS.map((colour, index) => {
    const [x, y] = [(index % 3) * (width / 3), Math.floor(index / 3) * (height / 3)];
    return `drawbox=x=${x}:y=${y}:w=${width / 3}:h=${height / 3}:c=${colour}:t=fill`;
  });
  const graph = `color=c=black:s=${size}:r=25:d=0.2,format=gbrp,${boxes.join(",")}`;
  return makeClip(`fields-${size}.mp4`, ["-f", "lavfi", "-i", graph, ...BT709, ...QUICK_H264]);
}
const BT709 = ["-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-color_range", "tv"];

const NAMED: Record<string, readonly [number, number, number]> = {
  red: [255, 0, 0],
  lime: [0, 255, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  white: [255, 255, 255],
  cyan: [0, 255, 255],
  magenta: [255, 0, 255],
  orange: [255, 165, 0],
  gray: [128, 128, 128],
  black: [0, 0, 0],
};

function pixelAt({ picture, pixels }: Reframed, x: number, y: number, frame = 0): number[] {
  const at =
    ((frame * picture.height + Math.floor(y * picture.height)) * picture.width + Math.floor(x * picture.width)) * 4;
  return [...pixels.subarray(at, at + 4)];
}

/** The name of the colour that is nearest to what is seen there. */
function nameAt(film: Reframed, x: number, y: number): string {
  const [r = 0, g = 0, b = 0] = pixelAt(film, x, y);
  const off = (name: string) => {
    const [wantedR = 0, wantedG = 0, wantedB = 0] = NAMED[name] ?? [];
    return Math.abs(r - wantedR) + Math.abs(g - wantedG) + Math.abs(b - wantedB);
  };
  return Object.keys(NAMED).toSorted((one, other) => off(one) - off(other))[0] ?? "";
}

describe("size", () => {
  test.for([
    [{ aspectRatio: "9:16" }, 102, 180],
    [{ aspectRatio: "9:16", mode: "pad" }, 180, 320],
    [{ aspectRatio: "9:16", mode: "blur" }, 180, 320],
    [{ aspectRatio: "1:1" }, 180, 180],
    [{ aspectRatio: "1:1", mode: "pad" }, 180, 180],
    [{ aspectRatio: "21:9", mode: "pad" }, 420, 180],
    [{ aspectRatio: "21:9" }, 320, 138],
    [{ width: 108, height: 192 }, 108, 192],
    [{ width: 108, aspectRatio: "9:16" }, 108, 192],
    [{ height: 192, aspectRatio: "9:16", mode: "pad" }, 108, 192],
    [{ width: 160 }, 160, 90],
  ] as const)("%j of 320x180 is %i wide and %i high", async ([params, width, height]) => {
    const source = makeClip("shape.mp4", [...testPicture({ size: "320x180", seconds: 0.1 }), ...QUICK_H264]);
    const { deferred } = await runOperation(
      operation,
      { video: source, ...params },
      { folder: temporaryFolder(), mayDefer: true },
    );
    expect(asComposition(deferred).picture).toMatchObject({ width, height });
  });

  test("neither shape nor size is an issue, and so is a size of another shape", async () => {
    const issues = async (params: object) =>
      await operation.check?.(operation.signature.params.parse(params), {
        ordinal: 1,
        providerApiKeys: {},
        knowsWords: () => false,
        cutTo: [],
      });
    expect(await issues({ mode: "crop" })).toMatchObject([{ path: "$.aspectRatio", code: "missing_parameter" }]);
    expect(await issues({ mode: "crop", aspectRatio: "9:16", width: 100, height: 100 })).toMatchObject([
      { code: "contradiction" },
    ]);
    expect(await issues({ mode: "crop", aspectRatio: "9:16", width: 1080, height: 1920 })).toEqual([]);
  });
});

describe("crop", () => {
  const ANCHORS = [
    ["top-left", "red"],
    ["right", "cyan"],
    ["center", "white"],
    ["bottom", "orange"],
    ["top-right", "blue"],
    ["bottom-left", "magenta"],
    ["top", "lime"],
    ["left", "yellow"],
    ["bottom-right", "gray"],
  ] as const;
  test.for(first(6, ANCHORS))("at %s keeps %s", async ([anchor, colour]) => {
    // A wide and a high frame: one for where it sits across, one for where it sits up and down.
    const wide = await reframed(fields(), { aspectRatio: "3:1", anchor });
    const high = await reframed(fields(), { aspectRatio: "1:3", anchor });
    expect(wide.picture).toMatchObject({ width: 240, height: 80 });
    const [column, row] = [FIELDS.indexOf(colour) % 3, Math.floor(FIELDS.indexOf(colour) / 3)];
    expect(nameAt(wide, column / 3 + 1 / 6, 0.5)).toBe(colour);
    expect(nameAt(high, 0.5, row / 3 + 1 / 6)).toBe(colour);
    expect(nameAt(wide, 0.01, 0.05)).toBe(nameAt(wide, 0.01, 0.95));
  });

  test("around a point keeps it in the middle, as far as the picture goes", async () => {
    const film = await reframed(fields(), { aspectRatio: "1:3", focus: { x: 0.75, y: 0 } });
    expect(nameAt(film, 0.1, 0.1)).toBe("lime");
    expect(nameAt(film, 0.3, 0.1)).toBe("blue");
    const edge = await reframed(fields(), { aspectRatio: "1:3", focus: { x: 1, y: 0 } });
    expect(nameAt(edge, 0.05, 0.1)).toBe("blue");
  });
});

describe("pad", () => {
  test("shows all of the picture, bordered in the colour that was named", async () => {
    const film = await reframed(fields(), { aspectRatio: "1:2", mode: "pad", background: "#1060a0" });
    expect(film.picture).toMatchObject({ width: 240, height: 480, alpha: false });
    const [r = 0, g = 0, b = 0] = pixelAt(film, 0.5, 0.1);
    expect(Math.max(Math.abs(r - 16), Math.abs(g - 96), Math.abs(b - 160))).toBeLessThan(4);
    expect(nameAt(film, 0.05, 0.27)).toBe("red");
    expect(nameAt(film, 0.95, 0.73)).toBe("gray");
  });

  test("is black by itself, and puts the picture at the anchor", async () => {
    const film = await reframed(fields(), { aspectRatio: "1:2", mode: "pad", anchor: "bottom" });
    expect(nameAt(film, 0.5, 0.45)).toBe("black");
    expect(nameAt(film, 0.05, 0.52)).toBe("red");
  });

  test("of a still with transparent parts stays transparent", async () => {
    const still = makeClip("hole.png", ["-f", "lavfi", "-i", "color=c=red@0.5:s=60x60,format=rgba", "-frames:v", "1"]);
    const film = await reframed(still, { aspectRatio: "2:1", mode: "pad" });
    expect(film.picture).toMatchObject({ width: 120, height: 60, still: true, alpha: true });
    expect(pixelAt(film, 0.05, 0.5)[3]).toBe(0);
    expect(pixelAt(film, 0.5, 0.5)[3]).toBeCloseTo(128, -1);
    const filled = await reframed(still, { aspectRatio: "2:1", mode: "pad", background: "white" });
    expect(filled.picture.alpha).toBe(false);
    expect(nameAt(filled, 0.05, 0.5)).toBe("white");
  });
});

test("blur fills what is left with the picture, soft and darker", async () => {
  const film = await reframed(fields(), { aspectRatio: "1:2", mode: "blur" });
  // In the middle the picture itself, its edges sharp.
  expect(nameAt(film, 0.05, 0.27)).toBe("red");
  const across = (y: number) => Array.from({ length: 240 }, (_, x) => pixelAt(film, (x + 0.5) / 240, y)[1] ?? 0);
  const steepest = (line: number[]) => Math.max(...line.slice(1).map((value, at) => Math.abs(value - (line[at] ?? 0))));
  expect(steepest(across(0.3))).toBeGreaterThan(80);
  expect(steepest(across(0.1))).toBeLessThan(12);
  const fill = pixelAt(film, 0.5, 0.1);
  expect(fill[1]).toBeGreaterThan(60);
  expect(fill[1]).toBeLessThan(220);
});

describe("auto", () => {
  const still = "color=c=0x204060:s=320x180:r=25";
  const moving = (name: string, x: string, seconds = 3) =>
    makeClip(name, [
      ...[
        "-f",
        "lavfi",
        "-i",
        `${still}:d=${seconds}[bg];color=c=yellow:s=30x30:r=25:d=${seconds}[b];[bg][b]overlay=x='${x}':y=70`,
      ],
      ...[...BT709, ...QUICK_H264],
    ]);

  /** Where in each frame the yellow box is, from 0 to 1 across; null where it is not seen whole. */
  function boxes({ picture, pixels }: Reframed): (number | null)[] {
    const { width, height, frames } = picture;
    return Array.from({ length: frames }, (_, frame) => {
      const columns: number[] = [];
      const row = (frame * height + Math.floor(0.47 * height)) * width;
      for (let x = 0; x < width; x++) if ((pixels[(row + x) * 4] ?? 0) > 150) columns.push(x);
      return columns.length < 28 ? null : ((columns[0] ?? 0) + (columns.at(-1) ?? 0)) / 2 / width;
    });
  }

  test("keeps what moves in view, without haste", async () => {
    const film = await reframed(moving("walk.mp4", "10+90*t"), { aspectRatio: "9:16", mode: "auto" });
    expect(film.picture).toMatchObject({ width: 102, height: 180, frames: 75 });
    const seen = boxes(film);
    expect(seen.filter((box) => box !== null).length).toBeGreaterThanOrEqual(0.95 * 75);
    // Where the crop is, by where the box is in the source and in the result.
    const crops = seen.map((box, frame) => 25 + 3.6 * frame - (box ?? 0) * 102);
    const speeds = crops.slice(5).map((crop, frame) => (crop - (crops[frame] ?? 0)) / 5);
    expect(Math.min(...speeds)).toBeGreaterThan(-0.5);
    expect(Math.max(...speeds)).toBeLessThan(1.5 * 3.6);
    const turns = speeds.slice(5).map((speed, frame) => Math.abs(speed - (speeds[frame] ?? 0)));
    expect(Math.max(...turns)).toBeLessThan(2);
  });

  test("follows up and down as well", async () => {
    const source = makeClip("climb.mp4", [
      ...[
        "-f",
        "lavfi",
        "-i",
        `color=c=0x204060:s=180x320:r=25:d=2[bg];color=c=yellow:s=30x30:r=25:d=2[b];[bg][b]overlay=x=70:y='10+130*t'`,
      ],
      ...[...BT709, ...QUICK_H264],
    ]);
    const film = await reframed(source, { aspectRatio: "16:9", mode: "auto" });
    expect(film.picture).toMatchObject({ width: 180, height: 102 });
    const { width, height } = film.picture;
    const seen = Array.from({ length: 50 }, (_, frame) => {
      let yellow = 0;
      for (let y = 0; y < height; y++)
        yellow += (film.pixels[((frame * height + y) * width + 85) * 4] ?? 0) > 150 ? 1 : 0;
      return yellow >= 28;
    });
    expect(seen.filter(Boolean).length).toBeGreaterThanOrEqual(47);
  });

  test("stands still while nothing moves, and says so", async () => {
    const film = await reframed(moving("stand.mp4", "20", 1), { aspectRatio: "9:16", mode: "auto" });
    expect(film.degradations).toMatchObject([{ code: "nothing_moves" }]);
    expect(boxes(film).every((box) => box === null)).toBe(true);
    const first = film.pixels.subarray(0, 102 * 180 * 4);
    for (let frame = 1; frame < 25; frame++) {
      const other = film.pixels.subarray(frame * 102 * 180 * 4, (frame + 1) * 102 * 180 * 4);
      expect(Math.max(...first.map((value, at) => Math.abs(value - (other[at] ?? 0))))).toBeLessThan(8);
    }
  });

  /** A film of a box that goes from one side to the other and rests there. */
  function box(name: string, [colour, ground]: readonly [string, string], beside = "null") {
    const graph =
      `color=c=${ground}:s=320x180:r=25:d=3,format=gbrp,${beside}[bg];color=c=${colour}:s=30x30:r=25:d=3,format=gbrp[b];` +
      `[bg][b]overlay=x='min(290,20+120*t)':y=70:format=gbrp`;
    return makeClip(name, ["-f", "lavfi", "-i", graph, ...BT709, ...QUICK_H264]);
  }

  /** How many columns of a row through the box are of its colour, in each frame. */
  function columnsLike({ picture, pixels }: Reframed, isBox: (r: number, g: number, b: number) => boolean): number[] {
    const { width, height, frames } = picture;
    return Array.from({ length: frames }, (_, frame) => {
      const row = (frame * height + Math.floor(0.47 * height)) * width;
      const isAt = (x: number) => {
        const [r = 0, g = 0, b = 0] = pixels.subarray((row + x) * 4, (row + x) * 4 + 3);
        return isBox(r, g, b);
      };
      return Array.from({ length: width }, (_, x) => isAt(x)).filter(Boolean).length;
    });
  }

  test.for([
    ["red", "0x203040", (r: number) => r > 140],
    ["red", "0x404040", (r: number) => r > 140],
    ["green", "0x606060", (r: number) => r < 50],
  ] as const)("sees %s move over %s by its colour, and all of it where it rests", async ([colour, ground, isBox]) => {
    const film = await reframed(box(`${colour}-${ground}.mp4`, [colour, ground]), {
      aspectRatio: "9:16",
      mode: "auto",
    });
    expect(film.degradations).toEqual([]);
    const seen = columnsLike(film, isBox);
    expect(seen.filter((columns) => columns >= 28).length).toBeGreaterThanOrEqual(0.95 * 75);
    expect(seen.slice(65).every((columns) => columns >= 28)).toBe(true);
  });

  test("sees what moves through noise, and no more than noise in noise", async () => {
    const noise = "noise=alls=24:allf=t:all_seed=1";
    const faint = await reframed(box("faint.mp4", ["0x606060", "0x404040"], noise), {
      aspectRatio: "9:16",
      mode: "auto",
    });
    expect(faint.degradations).toEqual([]);
    expect(
      columnsLike(faint, (r) => r > 78)
        .slice(60)
        .every((columns) => columns >= 26),
    ).toBe(true);
    const still = await reframed(box("noise.mp4", ["0x404040", "0x404040"], noise), {
      aspectRatio: "9:16",
      mode: "auto",
    });
    expect(still.degradations).toMatchObject([{ code: "nothing_moves" }]);
  });

  test("jumps with a cut, at that very frame", async () => {
    const source = makeClip("cut.mp4", [
      ...[
        "-f",
        "lavfi",
        "-i",
        `${still}:d=1[bg];color=c=yellow:s=30x30:r=25:d=1[b];[bg][b]overlay=x='20+8*sin(9*t)':y=70[a];color=c=0x906030:s=320x180:r=25:d=1[bh];color=c=yellow:s=30x30:r=25:d=1[d];[bh][d]overlay=x='260+8*sin(9*t)':y=70[e];[a][e]concat`,
      ],
      ...[...BT709, ...QUICK_H264],
    ]);
    const film = await reframed(source, { aspectRatio: "9:16", mode: "auto" });
    const seen = boxes(film);
    expect(seen.every((box) => box !== null)).toBe(true);
  });
});
