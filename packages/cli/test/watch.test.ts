import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { AT_ITS_PACE, runProxx, startProxx, temporaryFolder } from "@proxx/testing";
import { describe, expect, it } from "vitest";
import { jobFolder, slowClip } from "./job-folder.ts";

const QUICK = ["--settle-seconds", "0", "--poll-seconds", "0.1"];
const STATES = ["completed", "failed", "pending", "running"];

/** The fields of each line that `--log-format json` prints, besides `time` and `event`. */
const LINES: Record<string, string[]> = {
  "watch-started": ["root", "maxWorkers", "recovered"],
  "job-recovered": ["spec", "status", "to", "why"],
  "job-waiting": ["spec", "why"],
  "entry-ignored": ["spec", "why"],
  "job-claimed": ["spec", "workerId", "jobId", "fingerprint", "clips"],
  "clip-progress": ["spec", "workerId", "progress"],
  "job-finished": ["spec", "workerId", "status", "to", "result", "why"],
  "watch-stopped": ["completed", "failed"],
};

describe("proxx watch --init", () => {
  it("makes the folder with its four, and may be said again", async () => {
    const root = join(temporaryFolder(), "new/watch");
    for (let time = 0; time < 2; time++) {
      const run = await runProxx(["watch", root, "--init"]);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      expect(run.stdout).toContain(`${root} is a watch folder now`);
      expect(readdirSync(root).toSorted()).toEqual(STATES);
    }
  });

  it("ends with 1 where a file is in the way", async () => {
    const root = join(temporaryFolder(), "watch");
    mkdirSync(root);
    writeFileSync(join(root, "pending"), "");
    const run = await runProxx(["watch", root, "--init"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      `${join(root, "pending")} cannot be used: something that is not a folder is in its place`,
    );
  });
});

describe("proxx watch --status", () => {
  it("prints the counts, who watches, and what runs since when; as JSON too", async () => {
    const { root, job } = await watchFolder();
    const before = Date.now();
    writeFileSync(
      join(root, "pending/a.json"),
      JSON.stringify(job.spec({ sources: [slowClip()], output_name_template: "a" })),
    );
    for (const name of ["b.json", "c.json", ".hidden.json", "b.result.json", "note.txt"])
      writeFileSync(join(root, "pending", name), "{}");
    const runner = startProxx(["watch", root, ...QUICK], { env: { PATH: AT_ITS_PACE } });
    await expect.poll(() => existsSync(join(root, "running/a.json")), { timeout: 30_000 }).toBe(true);
    const status = JSON.parse((await runProxx(["watch", root, "--status", "--json"])).stdout) as Record<
      string,
      unknown
    >;
    expect(status).toMatchObject({
      root,
      counts: { pending: 2, running: 1, completed: 0, failed: 0 },
      runner: { host: hostname(), pid: runner.child.pid, alive: true },
      running: [{ spec: "a.json", clips: 1, published: 0 }],
    });
    const since = (status["running"] as { since: string }[])[0]?.since ?? "";
    expect(Date.parse(since)).toBeGreaterThanOrEqual(before - 1000);
    const { stdout } = await runProxx(["watch", root, "--status"]);
    expect(stdout).toMatch(
      new RegExp(
        `watched by process ${runner.child.pid} on ${hostname()} since .*Z\\n {2}pending +2\\n {2}running +1\\n {2}completed +0\\n {2}failed +0\\n`,
      ),
    );
    expect(stdout).toContain(`▶ a.json since ${since}, 0 of 1 clips published`);

    runner.child.kill("SIGKILL");
    await runner.finished;
    expect((await runProxx(["watch", root, "--status"])).stdout).toContain(
      `left behind by process ${runner.child.pid}`,
    );
    rmSync(join(root, ".proxx-watch.lock"));
    expect((await runProxx(["watch", root, "--status"])).stdout).toContain("nobody watches");
  });

  it.each(["--status", ""])("ends with 1 and says how to make the folder when there is none: %s", async (option) => {
    const root = join(temporaryFolder(), "nowhere");
    const run = await runProxx(["watch", root, ...(option === "" ? [] : [option])]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain(`${root} cannot be watched: it does not exist`);
    expect(run.stderr).toContain(`proxx watch ${root} --init`);
  });

  it("ends with 1 for a folder that is no watch folder, and makes nothing of it", async () => {
    const folder = temporaryFolder();
    const run = await runProxx(["watch", folder, "--status"]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain(`${folder} is no watch folder`);
    expect(run.stderr).toContain("--init");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("ends with 1 for a file", async () => {
    const path = join(temporaryFolder(), "file");
    writeFileSync(path, "");
    for (const option of [["--status"], []]) {
      const run = await runProxx(["watch", path, ...option]);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain("is not a folder");
    }
  });
});

describe("proxx watch --log-format", () => {
  it("json prints one object a line, with the fields that the docs name", async () => {
    const { root, job } = await watchFolder();
    writeFileSync(join(root, "running/left.json"), JSON.stringify(job.spec()));
    writeFileSync(join(root, "pending/a.json"), JSON.stringify(job.spec()));
    // From the future, so that it waits for a second look.
    utimesSync(join(root, "pending/a.json"), 4e9, 4e9);
    writeFileSync(join(root, "pending/b.json"), "{}");
    mkdirSync(join(root, "pending/folder.json"));
    const run = await runProxx(["watch", root, "--once", "--log-format", "json", "--settle-seconds", "0.2"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const events = run.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown> & { event: string });
    for (const { time, event, ...fields } of events) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Object.keys(fields).toSorted()).toEqual(LINES[event]?.toSorted());
    }
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(Object.keys(LINES)));
    const docs = readFileSync(join(import.meta.dirname, "../../../docs/watch-folders.md"), "utf8");
    for (const name of Object.keys(LINES)) expect(docs).toContain(`\`${name}\``);
  });

  it("human prints a line for each thing that happens, with the time", async () => {
    const { root, job } = await watchFolder();
    writeFileSync(join(root, "pending/a.json"), JSON.stringify(job.spec()));
    writeFileSync(join(root, "pending/b.json"), "{}");
    const run = await runProxx(["watch", root, "--once", ...QUICK]);
    const lines = run.stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/^\d\d:\d\d:\d\d /, ""));
    expect(lines).toEqual([
      `watching ${root} with 1 worker`,
      "▶ a.json (1 clip, worker 0)",
      `✓ a.json → ${join(root, "completed/a.json")}`,
      expect.stringMatching(/^✗ b\.json FAILED: \$.* → .*\/failed\/b\.json$/),
      "stopped: 1 completed, 1 failed",
    ]);
  });

  it("goes on when whoever reads it has gone", async () => {
    const { root, job } = await watchFolder();
    for (const name of ["a", "b"])
      writeFileSync(join(root, `pending/${name}.json`), JSON.stringify(job.spec({ output_name_template: name })));
    const runner = startProxx(["watch", root, "--once", "--log-format", "json", ...QUICK]);
    runner.child.stdout?.destroy();
    expect(await runner.finished).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(join(root, "completed"))).toHaveLength(4);
  });
});

it.each([
  "",
  "a b",
  "a --max-workers 0",
  "a --max-workers 1.5",
  "a --max-workers many",
  "a --poll-seconds 0",
  "a --poll-seconds -1",
  "a --settle-seconds -1",
  "a --settle-seconds NaN",
  "a --log-format xml",
  "a --verify none",
  "a --nonsense",
  "a --json",
  "a --init --status",
  "a --once --status",
])("proxx watch %s ends with 64", async (line) => {
  const cwd = temporaryFolder();
  const run = await runProxx(["watch", ...line.split(" ").filter((word) => word !== "")], { cwd });
  expect(run.code).toBe(64);
  expect(run.stdout).toBe("");
  expect(run.stderr).toMatch(/^error: /);
  expect(readdirSync(cwd)).toEqual([]);
});

async function watchFolder() {
  const job = jobFolder();
  const root = join(job.folder, "watch");
  await runProxx(["watch", root, "--init"]);
  return { job, root };
}
