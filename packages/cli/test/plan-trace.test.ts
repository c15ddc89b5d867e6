import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import type { RunEvent } from "@proxx/contract";
import { everydayClip, runProxx } from "@proxx/testing";
import { afterAll, describe, expect, it } from "vitest";
import { executionOf, film, planFolder } from "./plan-folder.ts";

interface ChromeEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  args?: Record<string, unknown>;
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "proxx-test-")));
const { env, write } = planFolder(folder);
const plan = write(film("The sea at dawn", "A hill in the fog"));
const proxx = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  runProxx(args, { cwd: folder, env: { ...env, ...more } });

afterAll(() => rmSync(folder, { recursive: true }));

function readLines(path: string): RunEvent[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as RunEvent);
}

const allOf = <Type extends RunEvent["type"]>(events: readonly RunEvent[], type: Type) =>
  events.filter((event): event is RunEvent & { type: Type } => event.type === type);

describe("proxx run-plan --trace", () => {
  it("writes what happens as JSON lines: every job, and every process that an execution names", async () => {
    const run = await proxx(["run-plan", plan, "--home", "lines", "--trace", "film.jsonl", "--progress", "json"]);
    expect(run.code).toBe(0);
    const execution = executionOf(run);
    const events = readLines(join(folder, "film.jsonl"));
    expect(events[0]).toMatchObject({ type: "execution-started", totalJobs: 4, executionId: execution.id });
    expect(events.at(-1)).toMatchObject({ type: "execution-ended", status: "completed" });
    const ids = execution.jobs.map(({ id }) => id).toSorted();
    for (const type of ["job-ready", "job-missed", "job-started", "job-ended"] as const) {
      expect(
        allOf(events, type)
          .map(({ jobId }) => jobId)
          .toSorted(),
      ).toEqual(ids);
    }
    const started = allOf(events, "process-started");
    const ended = allOf(events, "process-ended");
    expect(started.length).toBeGreaterThan(3);
    expect(new Set(ended.map(({ process }) => process))).toEqual(new Set(started.map(({ process }) => process)));
    expect(ended).toHaveLength(started.length);
    for (const job of execution.jobs) {
      const numbers = ended.filter(({ jobId }) => jobId === job.id);
      const commands = numbers.map(({ process, seconds, exitCode }) => {
        const argv = started.find((other) => other.process === process)?.argv;
        return { argv, seconds, exitCode };
      });
      expect(job.commands).toEqual(commands);
    }
    const stored = allOf(events, "artifact-stored").map(({ artifact }) => artifact.sha256);
    expect(stored).toContain(execution.result?.sha256);
    if (process.platform === "linux") expect(ended.some(({ cpuSeconds }) => (cpuSeconds ?? 0) > 0)).toBe(true);

    const again = await proxx(["run-plan", plan, "--home", "lines", "--trace", "again.jsonl"]);
    const hits = allOf(readLines(join(folder, "again.jsonl")), "job-hit");
    expect(hits.map(({ jobId }) => jobId).toSorted()).toEqual(ids);
    expect(executionOf(again).jobs.flatMap(({ commands }) => commands)).toEqual([]);
  });

  it("writes a trace that a viewer opens: slices on their rows, one after the other, and names for all of them", async () => {
    const run = await proxx(["run-plan", plan, "--home", "viewer", "--trace", "film.json"]);
    expect(run.code).toBe(0);
    const { jobs } = executionOf(run);
    const events = JSON.parse(readFileSync(join(folder, "film.json"), "utf8")) as ChromeEvent[];
    const isOver = new Map<string, number>();
    const slices: string[] = [];
    for (const { name, pid, tid, ts, dur = 0 } of events
      .filter((event) => event.ph === "X")
      .toSorted((a, b) => a.ts - b.ts)) {
      // One thing at a time on each row.
      expect(ts).toBeGreaterThanOrEqual(isOver.get(`${pid} ${tid}`) ?? 0);
      isOver.set(`${pid} ${tid}`, ts + dur);
      slices.push(name);
    }
    const longest = Math.max(...isOver.values());
    const jobSlices = events.filter((event) => event.ph === "X" && event.pid === 1);
    // The jobs fill the time from the first to the last.
    expect(Math.max(...jobSlices.map(({ ts, dur = 0 }) => ts + dur))).toBe(longest);
    expect(jobSlices.every(({ dur = 0 }) => dur > 0)).toBe(true);
    const commands = jobs.flatMap((job) => job.commands.map(() => job.id));
    expect(slices.filter((name) => !name.includes("("))).toHaveLength(4);
    expect(slices.flatMap((name) => /\((\w+)\)$/.exec(name)?.[1] ?? []).toSorted()).toEqual(commands.toSorted());
    const names = events.filter(({ name }) => name === "thread_name").map(({ args }) => args?.["name"]);
    expect(names).toEqual(expect.arrayContaining(jobs.map(({ id }) => id)));
    expect(events.filter(({ ph, name }) => ph === "i" && name === "miss")).toHaveLength(4);
  });

  it("is not begun where the plan is refused, overwrites nothing, and knows its two forms", async () => {
    const wrong = write([{ id: "a", type: "unheard" }], "wrong.plan.json");
    expect((await proxx(["run-plan", wrong, "--trace", "none.jsonl"])).code).toBe(1);
    expect(existsSync(join(folder, "none.jsonl"))).toBe(false);
    writeFileSync(join(folder, "there.json"), "mine");
    const taken = await proxx(["run-plan", plan, "--trace", "there.json"]);
    expect(taken.code).toBe(1);
    expect(taken.stdout).toContain('"--trace"');
    expect(readFileSync(join(folder, "there.json"), "utf8")).toBe("mine");
    expect((await proxx(["run-plan", plan, "--trace", "film.txt"])).code).toBe(64);
  });
});

describe("a debug log", () => {
  /** What `-f framemd5` says of a file. */
  function framesOf(path: string): string {
    return execFileSync("ffmpeg", ["-v", "error", "-i", path, "-f", "framemd5", "-"], { encoding: "utf8" });
  }

  it("has every command of ffmpeg so that it makes the same frames when it is pasted into a shell", async () => {
    const clip = everydayClip();
    const jobs = [
      ...film("It's the sea; at dawn", "A hill").slice(0, 3),
      { id: "tall", type: "reframe", params: { video: "$film", aspectRatio: "9:16" } },
      { id: "words", type: "captions", params: { video: "$tall", captions: [{ text: "Once", start: 0, end: 0.5 }] } },
      { id: "shop", type: "reframe", params: { video: clip, aspectRatio: "1:1", mode: "auto" } },
    ];
    const path = write(JSON.stringify({ jobs, outputs: { captioned: "$words" } }), "pasted.plan.json");
    const run = await proxx(["run-plan", path, "--home", "pasted", "--keep-work", "kept work"], {
      PROXX_LOG_LEVEL: "debug",
    });
    expect(run.stderr).toContain("what the jobs worked with is in");
    expect(run.code).toBe(0);
    const commands = [...run.stderr.matchAll(/debug (\w+) \$ (.*)$/gm)].map(([, job = "", line = ""]) => ({
      job,
      line,
    }));
    const named = executionOf(run).jobs.flatMap((job) => job.commands.map(() => job.id));
    expect(commands.map(({ job }) => job).toSorted()).toEqual(named.toSorted());
    let compared = 0;
    for (const [index, { line }] of commands.entries()) {
      const [command = "", made = ""] = / '?(?:file:)?([^']*kept work[^']*|-)'?$/.exec(line) ?? [];
      const isFilm = /\.(?:mp4|mov|mkv|png)$/.test(made);
      const again = isFilm ? join(folder, `again-${index}${extname(made)}`) : "";
      // What only looks or listens is run as it is.
      execFileSync("sh", ["-c", isFilm ? `${line.slice(0, -command.length)} ${again}` : line], { stdio: "pipe" });
      if (!isFilm || line.includes("ffprobe")) continue;
      expect(framesOf(again)).toBe(framesOf(made));
      compared += 1;
    }
    expect(compared).toBeGreaterThanOrEqual(3);
  });
});
