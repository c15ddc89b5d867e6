import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillDisk, readOnly, runProxx, smallDisk } from "@proxx/testing";
import { createWatcher } from "@proxx/watch";
import { describe, expect, it } from "vitest";
import {
  QUICK,
  slowJob,
  startWatch,
  until,
  watchedFolder,
  type RunningWatch,
  type WatchedFolder,
} from "./watched-folder.ts";

const VISIBLE = /^[^.]/;

describe("a full disk", () => {
  it("under the watch folder holds a clip back that is done, claims nothing, and publishes it when there is room", async () => {
    const watch = watchedFolder();
    smallDisk(watch.root, "4m");
    const runner = watch.start(...QUICK);
    await runner.saw("watch-started");
    // Long enough for the disk to be full before it is done, on a busy machine too.
    watch.drop("a.json", watch.spec("a", slowJob(5)));
    await runner.saw("clip-progress", ({ progress }) => progress.type === "clip-progress");
    watch.drop("b.json");
    const filler = fillDisk(watch.root);
    expect(await runner.saw("watch-held")).toMatchObject({ why: "nothing can be written to running/ (ENOSPC)" });
    expect(readdirSync(watch.output).filter((name) => VISIBLE.test(name))).toEqual([]);
    expect(watch.list("running")).toEqual(["a.json"]);
    expect(watch.list("pending")).toEqual(["b.json"]);
    filler.free();
    await runner.saw("watch-resumed");
    await expectBothCompleted(watch, runner);
    expect(runner.named("watch-held")).toHaveLength(1);
    expect(readdirSync(watch.output).toSorted()).toEqual(["a.mov", "b_json.mp4"]);
  });

  it("under the watch folder holds the runner before it claims, told once, and it goes on when there is room", async () => {
    const watch = watchedFolder();
    smallDisk(watch.root, "4m");
    const runner = watch.start(...QUICK);
    await runner.saw("watch-started");
    for (let job = 0; job < 5; job++) {
      writeFileSync(join(watch.root, `${job}.json`), JSON.stringify(watch.spec(`job${job}`)));
    }
    const filler = fillDisk(watch.root);
    // A name needs no room on this file system.
    for (let job = 0; job < 5; job++)
      renameSync(join(watch.root, `${job}.json`), join(watch.root, `pending/${job}.json`));
    expect(await runner.saw("watch-held")).toMatchObject({
      why: expect.stringMatching(/nothing can be claimed: .*ENOSPC/),
    });
    expect(watch.list("pending")).toHaveLength(5);
    expect(watch.list("running")).toEqual([]);
    filler.free();
    await runner.saw("watch-resumed");
    await runner.saw("job-finished", ({ spec }) => spec === "4.json");
    expect((await runner.stop()).code).toBe(0);
    expect(runner.named("watch-held")).toHaveLength(1);
    expect(runner.named("job-claimed").map(({ spec }) => spec)).toEqual([
      "0.json",
      "1.json",
      "2.json",
      "3.json",
      "4.json",
    ]);
    expectNothingLeft(watch);
  });

  it("under the outputs fails that job, publishes nothing, and the next one for another disk completes", async () => {
    const watch = watchedFolder();
    const disk = smallDisk(join(watch.folder, "disk"), "80m");
    const runner = watch.start(...QUICK);
    await runner.saw("watch-started");
    watch.drop("a.json", watch.spec("a", { ...slowJob(), output_dir: disk, resolution: "half" }));
    watch.drop("b.json");
    await runner.saw("clip-progress", ({ progress }) => progress.type === "clip-progress");
    fillDisk(disk);
    await runner.saw("job-finished", ({ spec }) => spec === "b.json");
    expect((await runner.stop()).code).toBe(0);
    expect(watch.result("failed", "a.json").clips[0]).toMatchObject({
      failure_code: "disk_full",
      output_exists: false,
    });
    expect(readdirSync(disk).filter((name) => VISIBLE.test(name))).toEqual([]);
    expect(watch.list("completed")).toEqual(["b.json", "b.result.json"]);
  });

  it("under the log does not end the runner", async () => {
    const watch = watchedFolder();
    const disk = smallDisk(join(watch.folder, "logs"), "64k");
    const filler = fillDisk(disk);
    const log = openSync(join(disk, "watch.log"), "w");
    const runner = startWatch(["watch", watch.root, "--log-format", "json", ...QUICK], { stdout: log });
    closeSync(log);
    watch.drop("a.json");
    await until(() => watch.list("completed").length === 2);
    filler.free();
    watch.drop("b.json");
    await until(() => watch.list("completed").length === 4);
    const run = await runner.stop();
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(disk, "watch.log"), "utf8")).toContain('"watch-stopped"');
  });

  it("at the start is told, ends it with 1, and leaves no litter", async () => {
    const watch = watchedFolder();
    smallDisk(watch.root, "1m");
    fillDisk(watch.root);
    const run = await watch.start(...QUICK).finished;
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/The lock of .* cannot be taken: ENOSPC/);
    expect(readdirSync(watch.root)).toEqual([".filler"]);
  });
});

describe("a read-only folder", () => {
  it("for the outputs is an issue of the job, and no trouble of the runner", async () => {
    const watch = watchedFolder();
    const sealed = join(watch.folder, "sealed");
    mkdirSync(sealed);
    readOnly(sealed);
    watch.drop("a.json", watch.spec("a", { output_dir: sealed }));
    watch.drop("b.json");
    const runner = watch.start(...QUICK, "--once");
    expect((await runner.finished).code).toBe(0);
    expect(watch.result("failed", "a.json").validation_issues).toMatchObject([
      { path: "$.output_dir", code: "output_dir_not_writable" },
    ]);
    expect(watch.list("completed")).toEqual(["b.json", "b.result.json"]);
  });

  it("as the root ends the runner at its start with 1 and a hint", async () => {
    const watch = watchedFolder();
    readOnly(watch.root);
    const run = await watch.start(...QUICK).finished;
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/EROFS|read-only/);
  });

  it("as the root while it works holds everything back until it may be written to again", async () => {
    const watch = watchedFolder();
    const runner = watch.start(...QUICK);
    await runner.saw("watch-started");
    watch.drop("a.json", watch.spec("a", slowJob(3)));
    await runner.saw("clip-progress", ({ progress }) => progress.type === "clip-progress");
    watch.drop("b.json");
    const sealed = readOnly(watch.root);
    expect(await runner.saw("watch-held")).toMatchObject({ why: "nothing can be written to running/ (EROFS)" });
    sealed.end();
    await expectBothCompleted(watch, runner);
  });
});

describe("while a job runs,", () => {
  it.each<[string, (watch: WatchedFolder) => (() => void) | void]>([
    [
      "completed/ replaced by a file",
      (watch) => {
        const path = join(watch.root, "completed");
        rmSync(path, { recursive: true });
        writeFileSync(path, "");
        return () => rmSync(path);
      },
    ],
    ["completed/ read-only", (watch) => readOnly(join(watch.root, "completed")).end],
  ])("%s holds its result back, and is settled when that has passed", async (_what, trouble) => {
    const { watch, runner } = await whileRunning();
    const end = trouble(watch);
    expect(await runner.saw("job-unsettled")).toMatchObject({ spec: "a.json" });
    expect(watch.list("running")).toEqual(["a.json"]);
    expect(runner.named("job-claimed")).toHaveLength(1);
    end?.();
    await expectBothCompleted(watch, runner);
    expect(runner.named("job-unsettled")).toHaveLength(1);
  });

  it.each<[string, (watch: WatchedFolder) => void]>([
    ["completed/ deleted", (watch) => rmSync(join(watch.root, "completed"), { recursive: true })],
    [
      "all folders but running/ deleted",
      (watch) => {
        for (const state of ["pending", "completed", "failed"]) rmSync(join(watch.root, state), { recursive: true });
      },
    ],
  ])("%s is made again", async (_what, trouble) => {
    const { watch, runner } = await whileRunning();
    trouble(watch);
    await until(() => watch.isThere("completed"));
    await runner.saw("job-finished");
    await until(() => watch.isThere("pending"));
    watch.drop("b.json");
    await expectBothCompleted(watch, runner);
  });

  it("pending/ replaced by a file is told, and the runner goes on when it is a folder again", async () => {
    const { watch, runner } = await whileRunning();
    const path = join(watch.root, "pending");
    renameSync(path, `${path}-away`);
    writeFileSync(path, "");
    expect(await runner.saw("watch-held")).toMatchObject({
      why: expect.stringContaining("pending/ cannot be read: ENOTDIR"),
    });
    rmSync(path);
    renameSync(`${path}-away`, path);
    await runner.saw("watch-resumed");
    await expectBothCompleted(watch, runner);
    expect(runner.named("watch-held")).toHaveLength(1);
  });

  it("pending/ that cannot be read at the one look of a single pass ends it, with a hint", async () => {
    const watch = watchedFolder();
    const watcher = createWatcher(watch.root, { once: true });
    watcher.on("watch-started", () => {
      rmSync(join(watch.root, "pending"), { recursive: true });
      writeFileSync(join(watch.root, "pending"), "");
    });
    await expect(watcher.run()).rejects.toMatchObject({
      code: "folder_unusable",
      message: expect.stringContaining("pending/ cannot be read: ENOTDIR"),
      hint: "Check that the folder is there and that this user may read it.",
    });
  });

  it.each<[string, (watch: WatchedFolder) => void]>([
    ["its spec", (watch) => rmSync(join(watch.root, "running/a.json"))],
    ["running/", (watch) => rmSync(join(watch.root, "running"), { recursive: true })],
  ])("the loss of %s loses no result: it is written without the spec", async (_what, trouble) => {
    const { watch, runner } = await whileRunning();
    trouble(watch);
    expect(await runner.saw("job-finished")).toMatchObject({ spec: "a.json" });
    await runner.saw("job-finished", ({ spec }) => spec === "b.json");
    expect((await runner.stop()).code).toBe(0);
    const state = watch.list("completed").includes("a.result.json") ? "completed" : "failed";
    expect(watch.result(state, "a.json").clips[0]).toMatchObject({ output_exists: state === "completed" });
    expect(readdirSync(watch.output).includes("a.mov")).toBe(state === "completed");
    expect(watch.list("completed")).toEqual(expect.arrayContaining(["b.json", "b.result.json"]));
    expectNothingLeft(watch);
  });

  it("an edit of its spec changes nothing of the job, and goes with it", async () => {
    const { watch, runner } = await whileRunning();
    writeFileSync(join(watch.root, "running/a.json"), "edited");
    await expectBothCompleted(watch, runner);
    expect(readFileSync(join(watch.root, "completed/a.json"), "utf8")).toBe("edited");
    expect(watch.result("completed", "a.json").clips).toMatchObject([{ status: "COMPLETED" }]);
  });

  it("the loss of the output folder fails it, and no other", async () => {
    const { watch, runner } = await whileRunning({ output_dir: join(watchedFolder().folder, "proxies") });
    const gone =
      runner
        .named("clip-progress")
        .flatMap(({ progress }) => (progress.type === "clip-started" ? [progress.outputPath] : []))[0] ?? "";
    rmSync(join(gone, ".."), { recursive: true });
    await runner.saw("job-finished", ({ spec }) => spec === "b.json");
    expect((await runner.stop()).code).toBe(0);
    expect(watch.result("failed", "a.json").clips[0]).toMatchObject({ status: "FAILED", output_exists: false });
  });
});

it("a stop while a result cannot be put down ends it with 0, and the next runner puts it down", async () => {
  const { watch, runner } = await whileRunning();
  const sealed = readOnly(join(watch.root, "completed"));
  await runner.saw("job-unsettled");
  expect((await runner.stop()).code).toBe(0);
  expect(watch.list("running")).toEqual(["a.json"]);
  sealed.end();
  expect((await watch.start(...QUICK, "--once").finished).code).toBe(0);
  expect(watch.list("completed")).toEqual(["a.json", "a.result.json", "b.json", "b.result.json"]);
  expect(watch.result("completed", "a.json").status).toBe("COMPLETED");
  expectNothingLeft(watch);
});

it("a folder whose states lie on two file systems is refused, and left as it was", async () => {
  const watch = watchedFolder();
  smallDisk(join(watch.root, "completed"), "1m");
  watch.drop("a.json");
  const run = await runProxx(["watch", watch.root, "--once", ...QUICK]);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("lie on different file systems");
  expect(readdirSync(watch.root).toSorted()).toEqual(["completed", "failed", "pending", "running"]);
  expect(watch.list("pending")).toEqual(["a.json"]);
});

/** A runner that encodes `a.json`, with `b.json` next in line. */
async function whileRunning(
  fields: Record<string, unknown> = {},
): Promise<{ watch: WatchedFolder; runner: RunningWatch }> {
  const watch = watchedFolder();
  watch.drop("a.json", watch.spec("a", { ...slowJob(3), ...fields }));
  watch.drop("b.json");
  const runner = watch.start(...QUICK);
  await runner.saw("clip-progress", ({ progress }) => progress.type === "clip-progress");
  return { watch, runner };
}

async function expectBothCompleted(watch: WatchedFolder, runner: RunningWatch): Promise<void> {
  await runner.saw("job-finished", ({ spec }) => spec === "a.json");
  await runner.saw("job-finished", ({ spec }) => spec === "b.json");
  expect((await runner.stop()).code).toBe(0);
  expect(watch.list("completed")).toEqual(["a.json", "a.result.json", "b.json", "b.result.json"]);
  expectNothingLeft(watch);
}

function expectNothingLeft(watch: WatchedFolder): void {
  expect(readdirSync(join(watch.root, "running"))).toEqual([]);
  expect(watch.list("pending")).toEqual([]);
  for (const state of ["completed", "failed"].filter((state) => watch.isThere(state))) {
    expect(readdirSync(join(watch.root, state)).filter((name) => !VISIBLE.test(name))).toEqual([]);
  }
}
