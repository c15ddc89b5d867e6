import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, it } from "vitest";
import { createWatcher } from "@proxx/watch";
import {
  tinyClip,
  until,
  watchedFolder,
  type LoggedEvent,
  type RunningWatch,
  type WatchedFolder,
} from "./watched-folder.ts";

const SETTLE = ["--settle-seconds", "0.6", "--poll-seconds", "0.1"];

describe("what is still being written is left alone", () => {
  it("takes a spec that is written byte by byte once, when it is complete", async () => {
    const watch = watchedFolder();
    const runner = watch.start(...SETTLE);
    await runner.saw("watch-started");
    const path = join(watch.root, "pending/a.json");
    const done = await writeSlowly(path, Buffer.from(JSON.stringify(watch.spec("a"))), 12);
    expect(await runner.saw("job-finished")).toMatchObject({ spec: "a.json", status: "COMPLETED" });
    expectClaimedAfter(runner, done);
    await runner.stop();
    expect(runner.named("job-waiting")).toMatchObject([{ spec: "a.json", why: "it is still being written" }]);
    expect(runner.named("job-claimed")).toHaveLength(1);
    expect(watch.list("completed")).toEqual(["a.json", "a.result.json"]);
    expect(watch.list("failed")).toEqual([]);
  });

  it("waits for a source that is being copied, and tells it once", async () => {
    const watch = watchedFolder();
    const source = join(watch.folder, "copy.mov");
    const runner = watch.start(...SETTLE);
    await runner.saw("watch-started");
    writeFileSync(source, "");
    watch.drop("a.json", watch.spec("a", { sources: [source] }));
    watch.drop("b.json");
    const done = await writeSlowly(source, readFileSync(tinyClip()), 12);
    expect(await runner.saw("job-finished", ({ spec }) => spec === "a.json")).toMatchObject({ status: "COMPLETED" });
    expectClaimedAfter(runner, done, "a.json");
    await runner.stop();
    const reasons = runner.named("job-waiting").filter(({ spec }) => spec === "a.json");
    expect(reasons.at(-1)?.why).toBe(`its source ${source} is still being written`);
    expect(reasons.length).toBeLessThanOrEqual(2);
    // The other one did not wait for it.
    expect(indexOf(runner, "job-claimed", "b.json")).toBeLessThan(indexOf(runner, "job-claimed", "a.json"));
  });

  it("is not deceived by a copy that keeps an old mtime", async () => {
    const watch = watchedFolder();
    const runner = watch.start(...SETTLE);
    await runner.saw("watch-started");
    const path = join(watch.root, "pending/a.json");
    const done = await writeSlowly(path, Buffer.from(JSON.stringify(watch.spec("a"))), 12, () =>
      utimesSync(path, 1e9, 1e9),
    );
    expect(await runner.saw("job-finished")).toMatchObject({ status: "COMPLETED" });
    expectClaimedAfter(runner, done);
    await runner.stop();
    expect(runner.named("job-finished")).toHaveLength(1);
  });

  it("takes a file from the future when two looks have seen the same, and not while it changes", async () => {
    const watch = watchedFolder();
    const path = join(watch.root, "pending/a.json");
    const future = Date.now() / 1000 + 1e6;
    const runner = watch.start(...SETTLE);
    await runner.saw("watch-started");
    const done = await writeSlowly(path, Buffer.from(JSON.stringify(watch.spec("a"))), 12, () =>
      utimesSync(path, future, future),
    );
    expect(await runner.saw("job-finished")).toMatchObject({ status: "COMPLETED" });
    expectClaimedAfter(runner, done);
    await runner.stop();
  });

  it("fails a spec that never becomes valid JSON once it is at rest", async () => {
    const watch = watchedFolder();
    const runner = watch.start(...SETTLE);
    await runner.saw("watch-started");
    const text = Buffer.from(JSON.stringify(watch.spec("a")));
    const done = await writeSlowly(join(watch.root, "pending/a.json"), text.subarray(0, text.length / 2), 10);
    const finished = await runner.saw("job-finished");
    expect(finished).toMatchObject({ status: "FAILED", why: expect.stringContaining("not valid JSON") });
    expect(Date.parse(finished.time)).toBeGreaterThanOrEqual(done + 590);
    await runner.stop();
    expect(runner.named("job-claimed")).toEqual([]);
    expect(watch.result("failed", "a.json").validation_issues).toMatchObject([{ code: "invalid_json" }]);
  });

  it("needs two looks at a source on another disk, whose clock is not known", async () => {
    const watch = watchedFolder();
    const source = join(temporaryFolder("/dev/shm"), "clip.mov");
    copyFileSync(tinyClip(), source);
    watch.drop("a.json", watch.spec("a", { sources: [source] }));
    // Long settled by the time the runner starts: on the same disk it would be taken at first sight.
    await atRest(source);
    const runner = watch.start(...SETTLE);
    expect(await runner.saw("job-waiting")).toMatchObject({ why: `its source ${source} is still being written` });
    const claimed = await runner.saw("job-claimed");
    const [started] = runner.named("watch-started");
    expect(Date.parse(claimed.time) - Date.parse(started?.time ?? "")).toBeGreaterThanOrEqual(590);
    expect(await runner.saw("job-finished")).toMatchObject({ status: "COMPLETED" });
    await runner.stop();
  });

  it("takes what is long at rest at first sight", async () => {
    const watch = watchedFolder();
    watch.drop("a.json");
    await atRest(join(watch.root, "pending/a.json"));
    const runner = watch.start(...SETTLE);
    await runner.saw("job-finished");
    await runner.stop();
    expect(runner.named("job-waiting")).toEqual([]);
  });

  it("waits two seconds unless told otherwise", async () => {
    const watch = watchedFolder();
    const runner = watch.start();
    await runner.saw("watch-started");
    const done = await writeSlowly(join(watch.root, "pending/a.json"), Buffer.from(JSON.stringify(watch.spec("a"))), 8);
    const claimed = await runner.saw("job-claimed");
    expect(Date.parse(claimed.time)).toBeGreaterThanOrEqual(done + 1990);
    expect(await runner.saw("job-finished")).toMatchObject({ status: "COMPLETED" });
    await runner.stop();
  });
});

describe("a spec that somebody touches between its validation and its claim", () => {
  it("is gone from the runner's sight when it is deleted", async () => {
    const { watch, told } = await touchedWhenValidated((path) => unlinkSync(path), "job-waiting");
    expect(told).toEqual([["job-waiting", { spec: "a.json", why: CHANGED }]]);
    for (const state of ["running", "completed", "failed"] as const) expect(watch.list(state)).toEqual([]);
  });

  it("is run as it is then, when another one has taken its place", async () => {
    const { watch, told } = await touchedWhenValidated((path, watch) => {
      writeFileSync(`${path}.partial`, JSON.stringify(watch.spec("new", { user_metadata: { edition: "second" } })));
      renameSync(`${path}.partial`, path);
    });
    expect(told.map(([name]) => name)).toEqual(["job-waiting", "job-claimed", "job-finished"]);
    expect(watch.result("completed", "a.json").user_metadata).toEqual({ edition: "second" });
  });

  it("fails when it was edited in place to what is not valid, its mtime kept", async () => {
    const { watch, told } = await touchedWhenValidated((path) => {
      const { size } = statSync(path);
      // To the nanosecond, which Node's own utimes cannot.
      execFileSync("cp", ["-p", path, `${path}.before`]);
      writeFileSync(path, "{}".padEnd(size));
      execFileSync("touch", ["-r", `${path}.before`, path]);
    });
    expect(told.map(([name]) => name)).toEqual(["job-waiting", "job-finished"]);
    expect(readFileSync(join(watch.root, "failed/a.json"), "utf8").trim()).toBe("{}");
  });
});

const CHANGED = "it was changed or taken away while it was checked";

/** Runs a watcher, and touches `a.json` at the moment it has been found valid, or not valid. */
async function touchedWhenValidated(
  touch: (path: string, watch: WatchedFolder) => void,
  event: "job-waiting" | "job-finished" = "job-finished",
): Promise<{ watch: WatchedFolder; told: [string, unknown][] }> {
  const watch = watchedFolder();
  watch.drop("a.json");
  const path = join(watch.root, "pending/a.json");
  let touched = false;
  const touchOnce = () => {
    if (!touched) touch(path, watch);
    touched = true;
  };
  const watcher = createWatcher(watch.root, {
    settleSeconds: 0,
    pollSeconds: 0.05,
    onTransition: (name) => name === "spec-validated" && touchOnce(),
  });
  const told: [string, unknown][] = [];
  for (const name of ["job-waiting", "job-claimed", "job-finished"] as const)
    watcher.on(name, (event: unknown) => told.push([name, event]));
  const running = watcher.run();
  await once(watcher, event);
  await watcher.close();
  await running;
  return { watch, told };
}

/** Writes a file in steps that are shorter than the settle time, and says when the last one was. */
async function writeSlowly(path: string, bytes: Uint8Array, steps: number, afterEach = () => {}): Promise<number> {
  const file = openSync(path, "w");
  const size = Math.ceil(bytes.length / steps);
  let last = 0;
  for (let start = 0; start < bytes.length; start += size) {
    writeSync(file, bytes.subarray(start, start + size));
    afterEach();
    last = Date.now();
    // The pace of the writer is what is tested here.
    await pause(100);
  }
  closeSync(file);
  return last;
}

async function atRest(path: string): Promise<void> {
  await until(() => Date.now() - statSync(path).ctimeMs > 650);
}

function expectClaimedAfter(runner: RunningWatch, lastWriteMs: number, spec = "a.json"): void {
  const claimed = runner.named("job-claimed").filter((event) => event.spec === spec);
  expect(claimed).toHaveLength(1);
  // By a tick of the kernel less: stamps are as coarse as that.
  expect(Date.parse(claimed[0]?.time ?? "")).toBeGreaterThanOrEqual(lastWriteMs + 590);
}

function indexOf(runner: RunningWatch, name: LoggedEvent["event"], spec: string): number {
  return runner.events.findIndex((event) => event.event === name && "spec" in event && event.spec === spec);
}
