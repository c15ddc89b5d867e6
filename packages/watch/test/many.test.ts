import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { rounds } from "@proxx/testing/rows";
import { expect, it } from "vitest";
import { createPendingQueue } from "../src/queue/pending-queue.ts";
import { createStabilityWatch, measureClock } from "../src/queue/stability.ts";
import { openWatchFolder } from "../src/folder/watch-folder.ts";
import { slowJob, watchedFolder, type RunningWatch, type WatchedFolder } from "./watched-folder.ts";

const COUNT = 100_000;

it(
  "starts on a hundred thousand specs at once, in little memory, and polls for next to nothing",
  { timeout: 100_000 },
  async () => {
    const watch = crowdedFolder();
    watch.drop("a.json");
    watch.drop("b.json", watch.spec("b", slowJob(2.5)));

    const started = performance.now();
    const runner = watch.start("--settle-seconds", "0", "--poll-seconds", "0.1");
    await runner.saw("job-claimed");
    const claimedMs = performance.now() - started;
    await runner.saw("clip-progress", ({ spec, progress }) => spec === "b.json" && progress.type === "clip-progress");
    // While the only slot is busy: some polls, and the progress of one encode.
    const before = { cpuMs: cpuMs(runner), at: performance.now() };
    await runner.saw("clip-progress", ({ spec, progress }) => spec === "b.json" && progress.type === "clip-verifying");
    const polls = (performance.now() - before.at) / 100;
    const busyMs = (cpuMs(runner) - before.cpuMs) / polls;
    const peakMiB = peakOf(runner);
    await runner.stop();
    console.log(
      `first claim ${claimedMs.toFixed(0)} ms after the process was started, ${between(runner, "watch-started", "job-claimed")} ms after the runner was; ` +
        `peak ${peakMiB.toFixed(0)} MiB; ${busyMs.toFixed(1)} ms of CPU for a poll while the slot is busy`,
    );
    expect(runner.named("job-claimed")[0]).toMatchObject({ spec: "a.json" });
    expect(runner.named("job-waiting")).toEqual([]);
    expect(between(runner, "watch-started", "job-claimed")).toBeLessThan(5000);
    expect(peakMiB).toBeLessThan(200);
    expect(busyMs).toBeLessThan(100);

    const figures = await pollWhileAllWait(watch);
    console.log(`ms of CPU: first look ${figures[0]}, then by poll ${figures.slice(1).join(", ")}`);
    expect(Math.min(...figures.slice(1))).toBeLessThan(100);
  },
);

/** What each look at the folder costs while everything in it waits. */
async function pollWhileAllWait(watch: WatchedFolder): Promise<number[]> {
  const folder = await openWatchFolder(watch.root);
  const settleMs = 3_600_000;
  const told = new Map<string, number>();
  const queue = createPendingQueue({
    folder,
    settleMs,
    recursive: false,
    once: false,
    stability: createStabilityWatch(settleMs, await measureClock(watch.root)),
    stopped: () => false,
    blocked: () => null,
    onWaiting: (spec) => told.set(spec, (told.get(spec) ?? 0) + 1),
    onIgnored: () => {},
  });
  const figures: number[] = [];
  for (let poll = 0; poll < 8; poll++) {
    const before = process.cpuUsage();
    await queue.refresh();
    expect(await queue.next()).toBeNull();
    const { user, system } = process.cpuUsage(before);
    figures.push(Math.round((user + system) / 1000));
  }
  // Each look takes some of them further; none is told twice.
  expect(told.size).toBeGreaterThan(1000);
  expect([...told.values()].every((times) => times === 1)).toBe(true);
  expect(queue.length).toBeGreaterThan(COUNT - 10);
  return figures;
}

it("finds what is dropped into a crowded folder whose specs all wait", async () => {
  const watch = crowdedFolder(12_000);
  const folder = await openWatchFolder(watch.root);
  let newcomer = "";
  const queue = createPendingQueue({
    folder,
    settleMs: 0,
    recursive: false,
    once: false,
    stability: createStabilityWatch(0, await measureClock(watch.root)),
    stopped: () => false,
    blocked: (spec) => (spec === newcomer ? null : "it is not its turn"),
    onWaiting: () => {},
    onIgnored: () => {},
  });
  for (let round = 0; round < 5; round++) {
    newcomer = "";
    for (let poll = 0; poll < 5; poll++) {
      await queue.refresh();
      expect(await queue.next()).toBeNull();
    }
    newcomer = `a${round}.json`;
    watch.drop(newcomer);
    await queue.refresh();
    expect((await queue.next())?.spec).toBe(newcomer);
  }
});

it(
  "takes the first of very many that have just been dropped as soon as it has settled",
  { timeout: 100_000 },
  async () => {
    const count = rounds(20_000, COUNT);
    const watch = crowdedFolder(count);
    watch.drop("a.json");
    const dropped = Date.now();
    const runner = watch.start("--settle-seconds", "1");
    const claimed = Date.parse((await runner.saw("job-claimed")).time) - dropped;
    const told = runner.named("job-waiting").length;
    await runner.stop();
    console.log(`claimed ${claimed} ms after it was dropped, with a settle time of 1000 ms; ${told} told to wait`);
    expect(runner.named("job-claimed")[0]).toMatchObject({ spec: "a.json" });
    expect(told).toBeLessThan(count / 10);
  },
);

function crowdedFolder(count = COUNT): WatchedFolder {
  const watch = watchedFolder(temporaryFolder("/dev/shm"));
  const text = JSON.stringify(watch.spec("job"));
  for (let index = 0; index < count; index++)
    writeFileSync(join(watch.root, "pending", `job-${String(index).padStart(6, "0")}.json`), text);
  return watch;
}

function between(runner: RunningWatch, from: "watch-started", to: "job-claimed"): number {
  const [first, second] = [from, to].map((name) =>
    Date.parse(runner.events.find(({ event }) => event === name)?.time ?? ""),
  );
  return (second ?? 0) - (first ?? 0);
}

function cpuMs({ child }: RunningWatch): number {
  const stat = readFileSync(`/proc/${child.pid}/stat`, "latin1");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  // In ticks of a hundredth of a second.
  return (Number(user) + Number(system)) * 10;
}

function peakOf({ child }: RunningWatch): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024;
}
