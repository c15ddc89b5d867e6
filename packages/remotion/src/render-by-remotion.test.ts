import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { discoverTools, wavFile } from "@proxx/media";
import type { KeepPart, Timeline } from "@proxx/renderer";
import { askFfprobe, runFfmpeg, temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { renderByRemotion, type RemotionOptions } from "./render-by-remotion.ts";

const tools = await discoverTools();
const timeline: Timeline = {
  width: 320,
  height: 180,
  frames: 30,
  background: "#406080",
  keyFrames: [],
  frameRate: { numerator: 30, denominator: 1 },
  layers: [],
};

/** A folder with something in it that is called as Remotion is, and renders as the text says. */
function installed(renderMedia: string): string {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => {
    const path = join(folder, "node_modules", name, "index.js");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const name of ["react", "react-dom", "remotion"]) write(name, "");
  write("@remotion/bundler", "exports.bundle = async () => 'http://127.0.0.1:9';");
  write(
    "@remotion/renderer",
    `exports.makeCancelSignal = () => {
       const stop = new AbortController();
       return { cancelSignal: stop.signal, cancel: () => stop.abort() };
     };
     exports.selectComposition = async () => ({});
     exports.renderMedia = ${renderMedia};`,
  );
  return folder;
}

/** Draws until it is cancelled, which takes it a while. */
const FOREVER = `({ cancelSignal, onProgress }) => new Promise((_, reject) => {
  cancelSignal.addEventListener("abort", () => setImmediate(() => reject(new Error("renderMedia() got cancelled"))));
  onProgress({ renderedFrames: 1, encodedFrames: 0 });
})`;

function setUp(renderMedia: string) {
  const folder = temporaryFolder();
  const remotionFolder = relative(process.cwd(), installed(renderMedia));
  const workFolder = temporaryFolder();
  vi.stubEnv("TMPDIR", workFolder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const atWork = new Set<string>();
  const keepPart: KeepPart = async ({ kind, extension }, make) => {
    const path = join(folder, `${kind}.${extension}`);
    atWork.add(kind);
    await make(path).finally(() => atWork.delete(kind));
    return { path, reused: false };
  };
  const output = join(folder, "movie.mp4");
  const sound = join(folder, "sound.wav");
  writeFileSync(sound, wavFile(new Int16Array(48_000), 48_000));
  const render = (changes: Partial<RemotionOptions>) =>
    renderByRemotion(timeline, { output, tools, keepPart, remotionFolder, browser: process.execPath, ...changes });
  /** What is still done, and what lies about. */
  const remains = () => [...atWork, ...readdirSync(workFolder), ...(existsSync(output) ? [output] : [])];
  return { output, sound, atWork, remains, render };
}

test("what Remotion draws becomes a movie with the sound beside it", async () => {
  const drawn = join(temporaryFolder(), "drawn.mp4");
  runFfmpeg(["-f", "lavfi", "-i", "testsrc=s=320x180:r=30:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p", drawn]);
  const { output, sound, render } = setUp(
    `async ({ outputLocation }) => require("fs").copyFileSync(${JSON.stringify(drawn)}, outputLocation)`,
  );
  expect(await render({ sound })).toMatchObject({ frames: 30, segments: { reused: 0, made: 1 }, starts: [0] });
  const { video, audio } = askFfprobe(output);
  expect(Number(video.nb_read_frames)).toBe(30);
  expect(audio).toHaveLength(1);
});

test("pictures that fail are told of when the sound, which was in the making, has come to its end", async () => {
  const { sound: path, atWork, remains, render } = setUp(`async () => { throw new Error("no such page\\nat"); }`);
  const sound = Promise.withResolvers<string>();
  let isOver = false;
  const rendering = render({ sound: sound.promise }).finally(() => (isOver = true));
  const told = rendering.catch((error: unknown) => error);
  while (atWork.has("remotion")) await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  sound.resolve(path);
  expect(await told).toMatchObject({ code: "tool_failed", message: "Remotion failed: no such page" });
  expect(remains()).toEqual([]);
});

test("a sound that fails ends the browser, and leaves nothing of it", async () => {
  const sound = Promise.withResolvers<string>();
  const { remains, render } = setUp(FOREVER);
  const onProgress = () => sound.reject(new Error("no such sound"));
  await expect(render({ sound: sound.promise, onProgress })).rejects.toThrow("no such sound");
  expect(remains()).toEqual([]);
});

test("is cancelled in the middle of its pictures, says so and leaves nothing", async () => {
  const stop = new AbortController();
  const { remains, render } = setUp(FOREVER);
  const stopped = render({ signal: stop.signal, onProgress: () => stop.abort() });
  await expect(stopped).rejects.toMatchObject({ code: "aborted" });
  expect(remains()).toEqual([]);
});
