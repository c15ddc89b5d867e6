import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { frameRuns, type Timeline } from "@proxx/renderer";
import { decodePixels, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { loadRemotion, REMOTION_PACKAGES } from "./load-remotion.ts";
import { writeComposition } from "./write-composition.ts";

const picture = (id: string, grey: number) => ({
  id,
  width: 4,
  height: 2,
  opaque: true,
  pixels: () => new Uint8Array(4 * 2 * 4).fill(grey).map((value, index) => (index % 4 === 3 ? 255 : value)),
});
const timeline: Timeline = {
  width: 4,
  height: 2,
  frames: 30,
  background: "#000000",
  keyFrames: [],
  frameRate: { numerator: 30, denominator: 1 },
  layers: [
    { picture: picture("a", 10), from: 0, to: 30, x: 0, y: 0 },
    { picture: picture("b", 200), from: 10, to: 30, x: 0, y: 0, enter: { kind: "fade", frames: 4 } },
  ],
};

test("a browser is told of every frame that differs, and of each picture once", async () => {
  const { publicDir } = await writeComposition(timeline, temporaryFolder());
  expect(readdirSync(publicDir).sort()).toEqual(["0.png", "1.png", "movie.json"]);
  expect(decodePixels(join(publicDir, "1.png"), { pixelFormat: "gray" }).every((value) => value > 190)).toBe(true);
  const written: unknown = JSON.parse(readFileSync(join(publicDir, "movie.json"), "utf8"));
  expect(written).toMatchObject({
    width: 4,
    height: 2,
    frames: 30,
    fps: 30,
    pictures: { a: { file: "0.png" }, b: { file: "1.png" } },
    runs: frameRuns(timeline).map(({ from, states }) => ({
      from,
      states: states.map(({ opacity, picture: { id } }) => ({ picture: id, opacity })),
    })),
  });
});

test("what the browser runs is a module, also in a project that says it is CommonJS", async () => {
  const { entryPoint } = await writeComposition(timeline, temporaryFolder());
  expect(entryPoint).toMatch(/\.mjs$/);
});

test("where Remotion is not installed, how to install it and what it costs is said", () => {
  expect(() => loadRemotion(temporaryFolder())).toThrow(
    expect.objectContaining({
      code: "tool_missing",
      hint: expect.stringMatching(new RegExp(`npm install ${REMOTION_PACKAGES[0]} .*licence of its own`)) as string,
    }),
  );
});
