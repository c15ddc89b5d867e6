import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { askFfprobe, decodePixels, decodeSound } from "@proxx/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isQuestion, watchTools, type WatchedTools } from "./watched-tools.ts";

const ROOT = join(import.meta.dirname, "../../..");
const NAMES = readdirSync(join(ROOT, "examples"))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));
const AT_A_TIME = 2;
/** What Node has compiled for others: a second of a core for each program. */
const { NODE_COMPILE_CACHE } = process.env;

interface ExampleRun {
  code: number | null;
  stdout: string;
  lines: string[];
  /** The files it names, in order. */
  files: string[];
  stderr: string;
  tools: WatchedTools;
}

const folder = mkdtempSync(join(tmpdir(), "proxx-examples-"));
const runs = new Map<string, ExampleRun>();

beforeAll(async () => {
  const waiting = [...NAMES];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) runs.set(name, await runExample(name));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `npm run example -- NAME` starts, with nothing configured. */
async function runExample(name: string): Promise<ExampleRun> {
  // How well a film is pressed together is seen elsewhere.
  const tools = watchTools(join(folder, name, "tools"), { hasty: true });
  const child = spawn(process.execPath, ["--conditions=@proxx/source", "scripts/example.ts", name], {
    cwd: ROOT,
    env: { PATH: tools.searchPath, PROXX_HOME: join(folder, name, "home"), HOME: folder, NODE_COMPILE_CACHE },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const lines = stdout.split("\n").filter(Boolean);
  const files = [...stdout.matchAll(/file:\S+\.mp4/g)].map(([url]) => fileURLToPath(url));
  return { code, stdout, stderr, lines, files, tools };
}

function ranWell(name: string): ExampleRun {
  const run = runs.get(name);
  if (run === undefined) throw new Error(`There is no example ${name}.`);
  expect([run.code, run.stderr]).toEqual([0, ""]);
  return run;
}

describe("the example", () => {
  it("sunset is five seconds of full HD", () => {
    const { files } = ranWell("sunset");
    const { video } = askFfprobe(files[0] ?? "");
    expect([video.width, video.height, video.r_frame_rate, video.nb_read_frames]).toEqual([1920, 1080, "30/1", "150"]);
  });

  it("progress tells from nothing to all of it, and never back", () => {
    const { lines } = ranWell("progress");
    const shares = lines.flatMap((line) => /^(\d+) %/.exec(line)?.[1] ?? []).map(Number);
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(100);
    expect(lines.at(-1)).toMatch(/^Done! file:.*\.mp4$/);
  });

  it("results has a video, and an error with what to do", () => {
    const { lines } = ranWell("results");
    expect(lines).toEqual([
      expect.stringMatching(/^Video URL: file:.*\.mp4$/),
      "Duration: 2",
      "Aspect ratio: 16:9",
      expect.stringMatching(/^job1: No model makes this clip/),
      expect.stringMatching(/^Error: input_unusable in job1: .*results\.ts is not media/),
      expect.stringMatching(/^What to do: /),
    ]);
  });

  it("product-demo is three scenes of three seconds, less two crossfades", () => {
    const { files, lines } = ranWell("product-demo");
    expect(lines).toEqual([expect.stringMatching(/ 8 s$/)]);
    const [film = ""] = files;
    expect(askFfprobe(film).video).toMatchObject({ width: 1280, height: 720, nb_read_frames: "240" });
    for (const middle of [2.75, 5.25]) {
      const [before, during, after] = [middle - 0.3, middle, middle + 0.3].map((second) => cornerAt(film, second));
      if (before === undefined || during === undefined || after === undefined)
        throw new Error("Expected three colours");
      expect(distance(before, after)).toBeGreaterThan(25);
      const half = before.map((value, index) => (value + (after[index] ?? 0)) / 2);
      expect(distance(during, half)).toBeLessThan(10);
    }
  });

  it("vertical-with-subtitles shows the words while they are spoken", () => {
    const { files, lines } = ranWell("vertical-with-subtitles");
    expect(lines).toEqual([expect.stringMatching(/ 9:16$/)]);
    const [film = ""] = files;
    const { video, audio } = askFfprobe(film);
    expect((video.width ?? 0) / (video.height ?? 1)).toBeCloseTo(9 / 16, 2);
    expect(video.nb_read_frames).toBe("180");
    expect(audio).toHaveLength(1);
    expect(loudnessOf(film, 0.5, 1.5)).toBeGreaterThan(300);
    // White letters, where otherwise there are blurred colours.
    expect(inkAt(film, 1)).toBeGreaterThan(500);
    expect(inkAt(film, 1)).not.toBe(inkAt(film, 2.5));
    expect(inkAt(film, 5.9)).toBeLessThan(20);
  });

  it("language-variants says other words over one film, which is made once", () => {
    const { files, lines, tools } = ranWell("language-variants");
    expect(lines.map((line) => /\w+/.exec(line)?.[0])).toEqual(["Base", "French", "Spanish"]);
    for (const line of lines.slice(1)) expect(line).toMatch(/\(generateAudio, lipSync, addSubtitles\)$/);
    const [base = "", french = "", spanish = ""] = files;
    expect([base, french, spanish].map((file) => askFfprobe(file).video.nb_read_frames)).toEqual(Array(3).fill("105"));
    expect(askFfprobe(base).audio).toEqual([]);
    const [frenchSound, spanishSound] = [decodeSound(french), decodeSound(spanish)];
    expect(frenchSound.length).toBeGreaterThan(48_000);
    expect(Buffer.from(frenchSound.buffer).equals(Buffer.from(spanishSound.buffer))).toBe(false);
    for (const variant of [french, spanish]) {
      expect(loudnessOf(variant, 0.5, 1.5)).toBeGreaterThan(300);
      expect(inkAt(variant, 1)).toBeGreaterThan(inkAt(base, 1) + 150);
    }
    expect(inkAt(french, 1)).not.toBe(inkAt(spanish, 1));
    // The two scenes and their joining, then one for each variant.
    expect(encodesOf(tools)).toHaveLength(5);
  });

  it("variants-with-webhooks tells of the film and of both voices", () => {
    const { lines, files } = ranWell("variants-with-webhooks");
    expect(lines.map((line) => line.split(" ").slice(0, 2).join(" ")).toSorted()).toEqual([
      "/webhook/base: completed",
      "/webhook/french: completed",
      "/webhook/spanish: completed",
    ]);
    expect(lines[0]).toMatch(/^\/webhook\/base/);
    expect(new Set(files).size).toBe(3);
    for (const file of files.slice(1)) {
      expect(loudnessOf(file, 0.5, 1.5)).toBeGreaterThan(300);
      expect(inkAt(file, 1)).toBeGreaterThan(inkAt(files[0] ?? "", 1) + 150);
    }
  });

  it("webhook is told of the end after execute has returned", () => {
    const { lines, files } = ranWell("webhook");
    expect(lines).toEqual([
      expect.stringMatching(/^exec_\w+ (?:pending|processing)$/),
      expect.stringMatching(/^exec_\w+ completed file:/),
    ]);
    expect(askFfprobe(files[0] ?? "").video.nb_read_frames).toBe("60");
  });

  it("fire-and-forget goes on at once", () => {
    const { lines, files } = ranWell("fire-and-forget");
    expect(lines).toEqual([
      expect.stringMatching(/^Execution started: exec_/),
      expect.stringMatching(/^\/webhook\/complete: completed, 4 s, file:/),
    ]);
    expect(loudnessOf(files[0] ?? "", 0.5, 1.5)).toBeGreaterThan(300);
  });

  it("callbacks counts jobs and calls back with the video", () => {
    const { lines, files } = ranWell("callbacks");
    expect(lines).toEqual([
      ...["0/2 jobs completed", "1/2 jobs completed", "2/2 jobs completed"],
      expect.stringMatching(/^Video ready: file:/),
    ]);
    const { video } = askFfprobe(files[0] ?? "");
    expect((video.width ?? 0) / (video.height ?? 1)).toBeCloseTo(9 / 16, 2);
  });

  it("plan-as-json runs a chain in one rendering", () => {
    const { lines, files, tools } = ranWell("plan-as-json");
    expect(lines.slice(0, 3)).toEqual(["clip completed", "tall completed (rendered by titled)", "titled completed"]);
    expect(inkAt(files[0] ?? "", 1.5)).toBeGreaterThan(100);
    expect(encodesOf(tools)).toHaveLength(2);
  });

  it("cancel keeps what was finished", () => {
    expect(ranWell("cancel").lines).toEqual(["cancelled job1 completed, job2 cancelled, job3 cancelled"]);
    const made = readdirSync(join(folder, "cancel/home/reuse/generate"));
    expect(made.filter((name) => name.endsWith(".json"))).toHaveLength(1);
  });

  it("reuse makes nothing twice", () => {
    expect(ranWell("reuse").lines.map((line) => line.replace(/ in \d+ ms$/, ""))).toEqual([
      "It is sent: made job1, job2, job3",
      "It is sent: made nothing",
      "It is burnt: made job2, job3",
    ]);
  });
});

describe("npm run example", () => {
  it("lists what there is, with what it shows", () => {
    const run = spawnSync("npm", ["run", "--silent", "example"], { cwd: ROOT, encoding: "utf8" });
    expect(run.status).toBe(0);
    const lines = run.stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(NAMES);
    for (const line of lines) expect(line).toMatch(/^[a-z-]+ {2,}[A-Z].{20,}\.$/);
  });

  it("names the others where there is no such example", () => {
    const run = spawnSync("npm", ["run", "--silent", "example", "--", "sunrise"], { cwd: ROOT, encoding: "utf8" });
    expect(run.status).toBe(64);
    expect(run.stderr).toContain("sunset");
  });
});

/** The starts of ffmpeg that write a film. */
function encodesOf({ starts }: WatchedTools): string[] {
  return starts().filter((start) => start.startsWith("ffmpeg ") && !isQuestion(start) && start.includes("libx264"));
}

/** The mean colour of the upper right corner, past the card. */
function cornerAt(path: string, second: number): number[] {
  const filter = `trim=start=${second},crop=iw/3:ih/40:iw*2/3:0,scale=1:1:flags=area`;
  return [...decodePixels(path, { filter, frames: 1 })];
}

function distance(one: readonly number[], other: readonly number[]): number {
  return Math.max(...one.map((value, index) => Math.abs(value - (other[index] ?? 0))));
}

/** How many points of the lower two fifths are white. */
function inkAt(path: string, second: number): number {
  const filter = `trim=start=${second},crop=iw:ih*2/5:0:ih*3/5`;
  return decodePixels(path, { filter, pixelFormat: "gray", frames: 1 }).filter((value) => value > 200).length;
}

/** The root mean square of the sound between two points of time. */
function loudnessOf(path: string, from: number, to: number): number {
  const samples = decodeSound(path).subarray(from * 96_000, to * 96_000);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
