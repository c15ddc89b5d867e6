import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { AspectRatio, type PlanContext } from "@proxx/contract";
import { askFfprobe, decodePixels, decodeSound, makeClip, temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { createGenerateAudio } from "../src/generate-audio/generate-audio.ts";
import { createGenerateImage } from "../src/generate-image/generate-image.ts";
import { createGenerateVideo } from "../src/generate-video/generate-video.ts";
import { resources, runOperation } from "./run-operation.ts";

const video = createGenerateVideo(resources);
const image = createGenerateImage(resources);
const audio = createGenerateAudio(resources);
const PLAN: PlanContext = { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [] };
const SMALL = { prompt: "A lighthouse at dusk", resolution: "480p", duration: 1 } as const;

describe("generateVideo without a model", () => {
  test("draws an animatic, exactly as long, as large and as fast as asked", async () => {
    const { path, files } = await runOperation(
      video,
      { ...SMALL, duration: 1.5, aspectRatio: "9:16", fps: 25 },
      { folder: temporaryFolder() },
    );
    expect(files).toMatchObject([{ kind: "video", mediaType: "video/mp4" }]);
    expect(askFfprobe(path).video).toMatchObject({ width: 480, height: 854, r_frame_rate: "25/1", nb_frames: "38" });
  });

  test("moves, and fills a bar at the foot as time goes on", async () => {
    const { path } = await runOperation(video, SMALL, { folder: temporaryFolder() });
    const size = { width: 854, height: 480 };
    const first = pictureAt(path, 0, size);
    const last = pictureAt(path, 29, size);
    expect(different(first, last)).toBeGreaterThan(0.1);
    // Orange, from the left edge to the right.
    const foot = (x: number, frame: Buffer) => frame.subarray((478 * 854 + x) * 3, (478 * 854 + x) * 3 + 3);
    expect(foot(800, last)[0]).toBeGreaterThan(200);
    expect(foot(800, first)[0]).toBeLessThan(150);
  });

  test("shows other words as another picture, and the same as the same bytes", async () => {
    const bytesOf = async (params: Record<string, unknown>) => {
      const { path } = await runOperation(video, { ...SMALL, duration: 0.2, ...params }, { folder: temporaryFolder() });
      return createHash("sha256").update(readFileSync(path)).digest("hex");
    };
    const [first, again, other] = [
      await bytesOf({}),
      await bytesOf({}),
      await bytesOf({ prompt: "A lighthouse at dawn" }),
    ];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test("puts the words over the picture it is given", async () => {
    const red = makeClip("animatic-red.png", ["-f", "lavfi", "-i", "color=red:s=320x180", "-frames:v", "1"]);
    const { path } = await runOperation(video, { ...SMALL, duration: 0.5, image: red }, { folder: temporaryFolder() });
    const [r = 0, g = 0, b = 0] = pictureAt(path, 10, { width: 854, height: 480 }).subarray(854 * 3 * 4 + 3 * 400);
    expect(r).toBeGreaterThan(100);
    expect(Math.max(g, b)).toBeLessThan(60);
  });

  test("says beforehand that it stands in", async () => {
    const approach = await video.approach({ prompt: "x" }, { ...PLAN, ordinal: 2 });
    expect(approach).toMatchObject({
      provider: "local:animatic",
      degradations: [{ code: "animatic_instead_of_model" }],
      build: { animatic: "3.2" },
    });
  });

  test("stands in what will be seen of it when it is cut to another shape", async () => {
    const cutTo = [new AspectRatio(9, 16)];
    const { path } = await runOperation(
      video,
      { ...SMALL, duration: 0.2 },
      { folder: temporaryFolder(), context: { cutTo } },
    );
    const frame = pictureAt(path, 2, { width: 854, height: 480 });
    const columns = Array.from({ length: 854 }, (_, x) => x).filter((x) =>
      Array.from({ length: 440 }, (_, y) => frame[(y * 854 + x) * 3] ?? 0).some((red) => red > 170),
    );
    expect(columns.length).toBeGreaterThan(50);
    expect(columns[0]).toBeGreaterThan((854 - 270) / 2);
    expect(columns.at(-1)).toBeLessThan((854 + 270) / 2);
    const approach = await video.approach({ prompt: "x" }, { ...PLAN, cutTo });
    expect(approach.build).toMatchObject({ animatic: "3.1.9:16" });
  });

  test("leaves the words of a still in the picture it is given to themselves", async () => {
    const words = { prompt: "A lighthouse", aspectRatio: "16:9" };
    const still = await runOperation(image, words, { folder: temporaryFolder() });
    const { path } = await runOperation(
      video,
      { ...SMALL, prompt: "It comes alive", duration: 0.2, image: still.path },
      { folder: temporaryFolder() },
    );
    // The lines of the picture in which there is something bright: the still's words, then those of the clip.
    const frame = pictureAt(path, 0, { width: 854, height: 480 });
    const isBright = (y: number) =>
      Array.from({ length: 760 }, (_, x) => frame[(y * 854 + x + 47) * 3] ?? 0).some((red) => red > 180);
    const bright = Array.from({ length: 440 }, (_, y) => y).filter(isBright);
    const stillsWords = bright.filter((y) => y > 190 && y < 290);
    const clipsWords = bright.filter((y) => y > 320);
    expect(stillsWords.length).toBeGreaterThan(15);
    expect(clipsWords.length).toBeGreaterThan(15);
    expect(bright.filter((y) => y > 290 && y < 320)).toEqual([]);
  });

  test.for([
    ["video", video],
    ["image", image],
  ] as const)("%s: leaves out of the card what no font can draw, and says so", async ([, operation]) => {
    const prompt = "A lighthouse 🗼 at ภูเก็ต and in ᠮᠣᠩ";
    const { degradations } = await operation.approach({ prompt }, PLAN);
    expect(degradations).toMatchObject([
      {},
      { code: "characters_left_out", message: expect.stringContaining("for “ᠮ”, “ᠣ”, “ᠩ”:") },
    ]);
    const params = operation === video ? { resolution: "480p", duration: 0.1 } : {};
    const { files } = await runOperation(operation, { prompt, ...params }, { folder: temporaryFolder() });
    expect(files).toHaveLength(1);
  });
});

describe("generateImage without a model", () => {
  test.each([
    { params: {}, width: 1920, height: 1080, codec: "png" },
    { params: { aspectRatio: "1:1", format: "jpg" }, width: 1080, height: 1080, codec: "mjpeg" },
    { params: { width: 400, height: 300, format: "webp" }, width: 400, height: 300, codec: "webp" },
  ])("draws a still for $params", async ({ params, width, height, codec }) => {
    const { path } = await runOperation(image, { prompt: "Ένας φάρος", ...params }, { folder: temporaryFolder() });
    expect(askFfprobe(path).video).toMatchObject({ width, height, codec_name: codec });
  });
});

describe("generateAudio without a model", () => {
  test("speaks, and knows its words", async () => {
    const { path, transcript } = await runOperation(
      audio,
      { text: "Bonjour tout le monde", language: "fr" },
      { folder: temporaryFolder() },
    );
    expect(decodeSound(path).some((sample) => sample > 3000)).toBe(true);
    expect(transcript?.words.map(({ word }) => word)).toEqual(["Bonjour", "tout", "le", "monde"]);
    expect(transcript?.language).toBe("fr");
  });
});

function pictureAt(path: string, frame: number, { width, height }: { width: number; height: number }): Buffer {
  const pixels = decodePixels(path);
  return pixels.subarray(frame * width * height * 3, (frame + 1) * width * height * 3);
}

function different(a: Buffer, b: Buffer): number {
  let count = 0;
  for (let index = 0; index < a.length; index += 3) {
    if (Math.abs((a[index] ?? 0) - (b[index] ?? 0)) > 3) count++;
  }
  return count / (a.length / 3);
}
