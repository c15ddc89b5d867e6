import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { compose, generateVideo, media, merge, type Job } from "@proxx/sdk";
import { makeClip, runProxx, testTone } from "@proxx/testing";
import { afterAll, describe, expect, it } from "vitest";
import { isQuestion, watchTools } from "./watched-tools.ts";

// Each run is a program of its own, so that nothing is remembered but what lies in the folder.

const folder = mkdtempSync(join(tmpdir(), "proxx-reuse-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const tools = watchTools(join(folder, "tools"));
const environment = { PATH: tools.searchPath, PROXX_HOME: join(folder, "home") };

const music = join(folder, "music.wav");
copyFileSync(makeClip("music-440.wav", testTone({ hertz: 440, seconds: 2 })), music);

interface Film {
  second: string;
  sound: string;
}

const compositionOf = ({ second, sound }: Film) =>
  compose(
    generateVideo({ prompt: "A letter is written", duration: 1, resolution: "480p" }),
    generateVideo({ prompt: second, duration: 1, resolution: "480p" }),
    media(sound),
    merge({ transition: "crossfade" }),
  );

const PROGRAM = `
  import { executePlan } from "@proxx/sdk";
  const plan = JSON.parse(process.argv[1]);
  const startedAt = performance.now();
  const { status, jobs } = await executePlan(plan);
  console.log(JSON.stringify({ status, jobs, milliseconds: performance.now() - startedAt }));
`;

/** Runs the film in a process of its own, and says which jobs made a file. */
async function run(film: Film) {
  const before = tools.starts().length;
  const node = [
    "--conditions=@proxx/source",
    "--input-type=module",
    "--eval",
    PROGRAM,
    JSON.stringify(compositionOf(film)),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, node, {
    cwd: import.meta.dirname,
    env: { ...process.env, ...environment },
  });
  const { status, jobs, milliseconds } = JSON.parse(stdout) as { status: string; jobs: Job[]; milliseconds: number };
  expect(status).toBe("completed");
  return {
    made: jobs.filter(({ reused, renderedBy }) => !reused && renderedBy === null).map(({ id }) => id),
    starts: tools
      .starts()
      .slice(before)
      .filter((start) => !isQuestion(start)),
    milliseconds,
  };
}

const film: Film = { second: "It is sent", sound: music };

describe("the same film in another process", () => {
  it("is made once, and then takes no process", async () => {
    const first = await run(film);
    expect(first.made).toEqual(["job1", "job2", "job4"]);
    expect(first.starts.length).toBeGreaterThan(3);

    const second = await run(film);
    expect(second.made).toEqual([]);
    expect(second.starts).toEqual([]);
    console.info(`execute() of what is there: ${Math.round(second.milliseconds)} ms in a new process`);
  });

  it("is made anew where a prompt has changed, and where that goes in", async () => {
    const changed = { ...film, second: "It is burnt" };
    const plan = join(folder, "film.plan.json");
    writeFileSync(plan, JSON.stringify(compositionOf(changed)));
    const { stdout } = await runProxx(["plan", plan, "--why"], { env: environment });
    expect(stdout).toMatch(/HIT\s+job1/);
    expect(stdout).toMatch(/MISS\s+job2.*\n.*`prompt` changed: “It is sent” → “It is burnt”/);
    expect(stdout).toMatch(/MISS\s+job4.*\n.*job2 is made again/);

    expect((await run(changed)).made).toEqual(["job2", "job4"]);
    expect((await run(film)).made).toEqual([]);
  });

  it("knows a source by its bytes, under whatever name", async () => {
    const elsewhere = join(folder, "the same.wav");
    copyFileSync(music, elsewhere);
    utimesSync(elsewhere, 1, 1);
    const { starts } = await run({ ...film, sound: elsewhere });
    expect(starts).toEqual([]);
  });

  it("does not take other bytes of the same size and time for the same", async () => {
    const { size, atime, mtime } = statSync(music);
    copyFileSync(makeClip("music-660.wav", testTone({ hertz: 660, seconds: 2 })), music);
    utimesSync(music, atime, mtime);
    expect(statSync(music)).toMatchObject({ size, mtimeMs: mtime.getTime() });
    const { made, starts } = await run(film);
    expect(made).toContain("job4");
    expect(made).not.toContain("job1");
    expect(starts.length).toBeGreaterThan(0);
  });
});
