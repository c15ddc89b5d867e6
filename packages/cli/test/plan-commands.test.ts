import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { askFfprobe, everydayClip, runProxx, startProxx, type ProxxRun } from "@proxx/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { executionOf, film, isProbe, issuesOf, planFolder, scene, toolWitness } from "./plan-folder.ts";

const base = realpathSync(mkdtempSync(join(tmpdir(), "proxx-test-")));
const witness = toolWitness(join(base, "bin"));
const place = planFolder(base);
const env = { ...place.env, ...witness.env };
const proxx = (args: readonly string[], options: { cwd?: string; stdout?: number } = {}) =>
  runProxx(args, { cwd: base, env, ...options });

const NOBODY = 65_534;
const OUTPUT = join(base, "film.mp4");
const PLAN = place.write(film("The sea at dawn", "A hill in the fog"));
let made: ProxxRun;
let madeBy: string[];

beforeAll(async () => {
  made = await proxx(["run-plan", PLAN, "-o", "film.mp4", "--progress", "json"]);
  madeBy = witness.runs();
});
beforeEach(() => void witness.runs());
afterAll(() => rmSync(base, { recursive: true }));

describe("proxx run-plan", () => {
  it("prints the execution and nothing else, and leaves nothing but what it made", () => {
    expect(made.code).toBe(0);
    const execution = executionOf(made);
    expect(execution).toMatchObject({ status: "completed", totalJobs: 4, completedJobs: 4, error: null });
    expect(execution.degradations.map(({ jobId, code }) => [jobId, code])).toEqual([
      ["scene1", "animatic_instead_of_model"],
      ["scene2", "animatic_instead_of_model"],
    ]);
    expect(place.left()).toEqual([]);
    expect(madeBy.filter((run) => !isProbe(run)).length).toBeGreaterThan(2);
  });

  it("writes a file that is the result, byte for byte, and plays", () => {
    const { result } = executionOf(made);
    expect(sha256(OUTPUT)).toBe(result?.sha256);
    expect(result).toMatchObject({ width: 854, height: 480, fps: 10, duration: 0.8 });
    const { streams } = askFfprobe(OUTPUT);
    expect(streams[0]).toMatchObject({ codec_type: "video", width: 854, height: 480 });
    expect(readdirSync(base).filter((name) => name.includes("partial"))).toEqual([]);
    // As any file of the user's: an artifact is write-protected.
    expect(statSync(OUTPUT).mode & 0o200).toBe(0o200);
  });

  it("tells progress as JSON lines that never go back", () => {
    const lines = made.stderr.trim().split("\n").map(readLine);
    const progress = lines.flatMap(({ type, progress: told }) => (type === "progress" ? [Number(told)] : []));
    expect(progress.at(-1)).toBe(100);
    expect(progress.toSorted((a, b) => a - b)).toEqual(progress);
    expect(lines.filter(({ type }) => type === "log").map(({ level }) => level)).toEqual(["warn", "info"]);
  });

  it("makes nothing the second time, and says in one line what there is", async () => {
    const run = await proxx(["run-plan", PLAN, "--progress", "plain"]);
    const execution = executionOf(run);
    expect(execution.jobs.map(({ id, reused, renderedBy }) => [id, reused || renderedBy !== null])).toEqual([
      ...["scene1", "scene2", "film", "captioned"].map((id) => [id, true]),
    ]);
    expect(execution.result).toEqual(executionOf(made).result);
    expect(witness.runs().filter((tool) => !isProbe(tool))).toEqual([]);
    const path = fileURLToPath(execution.result?.url ?? "");
    expect(run.stderr).toContain(`${path}  854×480, 10 fps, 0.8 s, `);
    // Once for both scenes.
    expect(run.stderr.match(/No model makes this clip/g)).toHaveLength(1);
    expect(run.stderr).toMatch(/^100 % \(4\/4 jobs\)$/m);
  });

  it("says no more than what it did where no progress is wanted", async () => {
    const run = await proxx([
      "run-plan",
      place.write([scene("a", "The sea at dawn")], "one.json"),
      "--progress",
      "none",
    ]);
    expect(run.code).toBe(0);
    expect(run.stderr.trim().split("\n")).toHaveLength(2);
    expect(executionOf(run).jobs[0]?.reused).toBe(true);
  });

  it.each([
    ["exists", "film.mp4", "output_exists", "film.mp4"],
    ["exists in other letters", "FILM.Mp4", "output_exists", "film.mp4"],
    ["has no folder", "nowhere/film.mp4", "folder_unusable", "nowhere"],
  ])("refuses an output that %s before anything runs", async (_, output, code, words) => {
    const before = sha256(OUTPUT);
    const plan = place.write([scene("new", `Never made: ${code} ${words}`)], "new.json");
    const run = await proxx(["run-plan", plan, "-o", output]);
    expect(run.code).toBe(1);
    expect(issuesOf(run)).toMatchObject([{ path: "--output", code, message: expect.stringContaining(words) }]);
    expect(witness.runs()).toEqual([]);
    expect(sha256(OUTPUT)).toBe(before);
  });

  it("leaves a file alone that appears while it runs, and says where the film is", async () => {
    const plan = place.write([scene("late", "A race for a name")], "late.json");
    const running = startProxx(["run-plan", plan, "-o", "late.mp4", "--progress", "json"], { cwd: base, env });
    await running.said(/"currentJob":"late"/);
    writeFileSync(join(base, "late.mp4"), "somebody's");
    const run = await running.finished;
    expect(run.code).toBe(4);
    const { status, result } = executionOf(run);
    expect(status).toBe("completed");
    expect(run.stderr).toContain(fileURLToPath(result?.url ?? ""));
    expect(readFileSync(join(base, "late.mp4"), "utf8")).toBe("somebody's");
    expect(readdirSync(base).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("begins at the plan's folder with relative sources, wherever it is called", async () => {
    const elsewhere = join(base, "elsewhere");
    mkdirSync(join(elsewhere, "clips"), { recursive: true });
    copyFileSync(everydayClip(), join(elsewhere, "clips", "a.mov"));
    const plan = place.write([{ id: "clip", type: "media", params: { url: "clips/a.mov" } }], "elsewhere/media.json");
    const run = await proxx(["run-plan", plan, "-o", "elsewhere/copy.mov"]);
    expect(run.code).toBe(0);
    expect(sha256(join(elsewhere, "copy.mov"))).toBe(sha256(everydayClip()));
  });

  it("names what a result is that has another ending than its file", async () => {
    const run = await proxx(["run-plan", PLAN, "-o", "film.mov"]);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("film.mov holds video/mp4");
  });

  it("ends with 2 when all of it fails, and with 3 when some of it is done", async () => {
    writeFileSync(join(base, "words.mp4"), "These are words.");
    const words = { id: "words", type: "media", params: { url: "words.mp4" } };
    const all = await proxx(["run-plan", place.write([words], "words.json")]);
    expect(all.code).toBe(2);
    expect(executionOf(all)).toMatchObject({
      status: "failed",
      result: null,
      error: { code: "input_unusable", jobId: "words", message: expect.stringContaining("$.jobs[0].params.url: ") },
    });
    expect(all.stderr).toContain("words: $.jobs[0].params.url: ");
    const next = { id: "film", type: "merge", params: { items: ["$words", "$a"] } };
    const some = await proxx(["run-plan", place.write([words, scene("a", "The sea at dawn"), next], "some.json")]);
    expect(some.code).toBe(3);
    expect(executionOf(some).jobs.map(({ status }) => status)).toEqual(["failed", "completed", "skipped"]);
    expect(some.stderr).toContain("skipped for it: film");
    expect(some.stderr).toContain("1 of 3 jobs is done");
  });

  it("ends with 4 when the execution cannot be written", async () => {
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const run = await proxx(["run-plan", PLAN], { stdout: full });
    expect(run.code).toBe(4);
    expect(run.stderr).toContain("cannot be written to stdout");
    expect(place.left()).toEqual([]);
  });

  it("refuses with --strict what could only be done in a lesser way", async () => {
    const run = await proxx(["run-plan", PLAN, "--strict"]);
    expect(run.code).toBe(1);
    expect(issuesOf(run).map(({ path, code }) => [path, code])).toEqual([
      ["$.jobs[0].params", "animatic_instead_of_model"],
      ["$.jobs[1].params", "animatic_instead_of_model"],
    ]);
    expect(run.stderr).toContain("Nothing was run: 2 issues.");
  });
});

describe("proxx plan", () => {
  it("says that nothing has to be made", async () => {
    const run = await proxx(["plan", PLAN]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^HIT {3}scene1 +generate +local:animatic$/m);
    expect(run.stdout).toContain("4 jobs: 4 reused, 0 to make");
    expect(run.stdout).toContain("! scene1, scene2: No model makes this clip");
    expect(run.stderr).toBe("");
    expect(witness.runs().filter((tool) => !isProbe(tool))).toEqual([]);
  });

  it("says with --why which scene is made again, and why, after its prompt was changed", async () => {
    const changed = place.write(film("The sea at dawn", "A hill in the sun"), "changed.json");
    const run = await proxx(["plan", changed, "--why"]);
    expect(outcomes(run.stdout)).toEqual(["HIT scene1", "MISS scene2", "MISS film", "MISS captioned"]);
    expect(run.stdout).toMatch(/^MISS {2}scene2 .*\n +`prompt` changed: “A hill in the fog” → “A hill in the sun”$/m);
    expect(run.stdout).toMatch(/^MISS {2}film .*\n +input `items\[1\]` changed \(scene2 is made again\)$/m);
    expect(run.stdout).toMatch(/^MISS {2}captioned .*\n +input `video` changed \(film is made again\)$/m);
    expect(place.left()).toEqual([]);

    const ran = executionOf(await proxx(["run-plan", changed]));
    expect(ran.jobs.map(({ id, reused }) => [id, reused])).toEqual([
      ["scene1", true],
      ["scene2", false],
      ["film", false],
      ["captioned", false],
    ]);
  });

  it("says the same as JSON", async () => {
    const run = await proxx(["plan", place.write(film("Another sea", "A hill in the fog"), "json.json"), "--json"]);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      jobs: [
        { id: "scene1", outcome: "miss", provider: "local:animatic", waitsFor: [] },
        { id: "scene2", outcome: "hit", why: ["made before, of the same"] },
        { id: "film", outcome: "miss", waitsFor: ["scene1"] },
        { id: "captioned", outcome: "miss", waitsFor: ["film"] },
      ],
    });
  });

  it("shows each issue with its place and what to do, and ends with 1", async () => {
    const path = place.write([{ id: "a", type: "generat", params: {} }], "typo.json");
    const run = await proxx(["plan", path]);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /^✗ \$\.jobs\[0\]\.type There is no operation `generat`\. \[unknown_type\]\n {2}→ .*generate/,
    );
    expect(run.stdout).toContain("Not valid: 1 issue.");
    const json = await proxx(["plan", path, "--json"]);
    expect(json.code).toBe(1);
    expect(issuesOf(json)).toMatchObject([{ path: "$.jobs[0].type", code: "unknown_type" }]);
  });

  it("names the place of a source that is there and is no media", async () => {
    writeFileSync(join(base, "page.mp4"), "<html></html>");
    const path = place.write([{ id: "a", type: "media", params: { url: "page.mp4" } }], "page.json");
    const run = await proxx(["plan", path, "--json"]);
    expect(run.code).toBe(1);
    expect(issuesOf(run)).toMatchObject([{ path: "$.jobs[0].params.url", code: "input_unusable" }]);
    expect(place.left()).toEqual([]);
  });
});

// Everything can be read by root, as which the tests may run.
it.runIf(process.getuid?.() === 0)("names a source that this user may not read", async () => {
  const { folder, write, env: own } = planFolder();
  chmodSync(folder, 0o777);
  copyFileSync(everydayClip(), join(folder, "secret.mov"));
  chmodSync(join(folder, "secret.mov"), 0o600);
  const path = write([{ id: "a", type: "media", params: { url: "secret.mov" } }]);
  const run = await runProxx(["plan", path, "--json"], { cwd: folder, env: own, uid: NOBODY });
  expect(run.code).toBe(1);
  expect(issuesOf(run)).toMatchObject([
    { path: "$.jobs[0].params.url", code: "input_unusable", message: expect.stringContaining("EACCES") },
  ]);
});

it("--help says how to begin with a plan", async () => {
  const run = await proxx(["--help"]);
  expect(run.stdout).toContain("proxx run-plan film.plan.json -o film.mp4");
});

it.each([["plan"], ["run-plan"]])("%s --help has an example", async (command) => {
  const run = await proxx([command, "--help"]);
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(new RegExp(`^Example:\\n {2}proxx ${command} \\S+\\.plan\\.json`, "m"));
});

it.each([
  [["run-plan"]],
  [["run-plan", PLAN, "another.json"]],
  [["run-plan", PLAN, "--progress", "loud"]],
  [["plan", PLAN, "--nonsense"]],
])("ends with 64 for wrong usage: %j", async (args) => {
  const run = await proxx(args);
  expect(run.code).toBe(64);
  expect(run.stderr).toContain("error: ");
  expect(witness.runs()).toEqual([]);
});

function outcomes(report: string): string[] {
  return report.split("\n").flatMap((line) => {
    const [, outcome, id] = /^(HIT|MISS) +(\w+)/.exec(line) ?? [];
    return outcome === undefined ? [] : [`${outcome} ${id}`];
  });
}

function sha256(path: string): string | null {
  return existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex") : null;
}

function readLine(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}
