import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { createRandom, program } from "@proxx/testing";
import { first, rounds } from "@proxx/testing/rows";
import { describe, expect, it } from "vitest";
import { acquireFolderLock } from "../src/folder/folder-lock.ts";
import {
  facts,
  QUICK,
  slowJob,
  until,
  watchedFolder,
  type RunningWatch,
  type WatchedFolder,
} from "./watched-folder.ts";

const LOCK = ".proxx-watch.lock";
const TOKEN = "6b1f0a52-8c70-4c39-9a41-0d3a5f0f2f11";

describe("a second runner", () => {
  it("refuses at any moment of the first one's work, names it, and touches nothing", async () => {
    const watch = watchedFolder();
    // While the first job lasts, what changes in the folder is the doing of the others.
    watch.drop("a.json", watch.spec("slow", slowJob(20)));
    const first = watch.start(...QUICK);
    await first.saw("job-claimed");
    let compared = 0;
    const random = createRandom(1);
    for (let batch = 0; batch < rounds(4, 10); batch++) {
      watch.drop(`${batch}.json`);
      const now = facts(watch.root);
      const before = isSettled(now) ? null : now;
      if (random() < 0.5) await nextStep(first);
      const refused = await Promise.all([1, 2].map(() => watch.start(...QUICK, "--once").finished));
      for (const run of refused) {
        expect(run.code).toBe(1);
        expect(run.stderr).toContain(`process ${first.child.pid} on ${hostname()}`);
        expect(run.stdout).toBe("");
      }
      const after = facts(watch.root);
      if (before === null || isSettled(after)) continue;
      expect(besides(after)).toEqual(besides(before));
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
    expect((await first.stop()).code).toBe(0);
  });

  it("takes over at once from a runner that was killed, and puts away what it left", async () => {
    const watch = watchedFolder();
    watch.drop("slow.json", watch.spec("slow", slowJob()));
    const first = watch.start(...QUICK);
    await first.saw("job-claimed");
    first.child.kill("SIGKILL");
    await first.finished;
    const second = watch.start(...QUICK);
    expect(await second.saw("job-recovered")).toMatchObject({
      spec: "slow.json",
      status: "FAILED",
      why: "runner interrupted",
    });
    expect(JSON.parse(readFileSync(join(watch.root, LOCK), "utf8"))).toMatchObject({ pid: second.child.pid });
    await second.stop();
    expect(watch.list("failed")).toEqual(["slow.json", "slow.result.json"]);
  });

  it("may start as soon as the first one has ended by itself", async () => {
    const watch = watchedFolder();
    for (let round = 0; round < 3; round++) {
      watch.drop(`${round}.json`);
      expect((await watch.start(...QUICK, "--once").finished).code).toBe(0);
      expect(readdirSync(watch.root).toSorted()).toEqual(["completed", "failed", "pending", "running"]);
    }
    expect(watch.list("completed")).toHaveLength(6);
  });
});

describe("a lock that was left behind", () => {
  it("is taken over when its pid is another program's by now", async () => {
    const watch = watchedFolder();
    await using other = await sleeper();
    writeLock(watch, { pid: other.pid, startedTicks: "12345" });
    expect(await outcomeOfRunner(watch)).toBe("taken over");
    expect(isAlive(other.pid)).toBe(true);
  });

  it("is respected when its pid and its start are those of a living process, however old the file is", async () => {
    const watch = watchedFolder();
    await using other = await sleeper();
    writeLock(watch, { pid: other.pid, startedTicks: startOf(other.pid) });
    age(watch, 3600);
    const before = facts(watch.root);
    expect(await outcomeOfRunner(watch)).toBe("refused");
    expect(facts(watch.root)).toEqual(before);
  });

  it.each([
    ["another host", { host: "elsewhere" }],
    ["another boot", { world: "00000000-0000-0000-0000-000000000000 pid:[4026531836]" }],
    ["another pid namespace", { world: world().replace(/\d+\]$/, "1]") }],
    ["a system that does not tell", { world: null, startedTicks: null }],
  ])("of %s is respected while its heart beats, and taken over eleven seconds after", async (_where, identity) => {
    const watch = watchedFolder();
    writeLock(watch, { pid: 4_000_000, ...identity });
    const before = facts(watch.root);
    expect(await outcome(watch)).toBe("refused");
    expect(facts(watch.root)).toEqual(before);
    age(watch, 11);
    expect(await outcome(watch)).toBe("taken over");
  });

  it("of a dead holder is won by exactly one of many", async () => {
    const watch = watchedFolder();
    writeLock(watch, { pid: 4_000_000 });
    const contenders = Array.from({ length: rounds(8, 20) }, () => watch.start(...QUICK));
    await Promise.any(contenders.map((contender) => contender.saw("watch-started")));
    await until(() => contenders.filter(({ child }) => child.exitCode === null).length <= 1);
    const winners = contenders.filter(({ child }) => child.exitCode === null);
    expect(winners).toHaveLength(1);
    const [winner] = winners;
    for (const contender of contenders) {
      if (contender === winner) continue;
      const run = await contender.finished;
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/Another runner has this folder: process \d+/);
      expect(contender.events).toEqual([]);
    }
    expect(JSON.parse(readFileSync(join(watch.root, LOCK), "utf8"))).toMatchObject({ pid: winner?.child.pid });
    await winner?.stop();
    expect(readdirSync(watch.root).toSorted()).toEqual(["completed", "failed", "pending", "running"]);
  });

  it("is taken over although the last one to take it over was killed doing so", async () => {
    const watch = watchedFolder();
    writeLock(watch, { pid: 4_000_000 });
    writeLock(watch, { pid: 4_000_001, token: "0c0f2b6c-58a5-4f6b-8b27-7a3f1a3b6b0e" }, `${LOCK}.after-${TOKEN}`);
    expect(await outcome(watch)).toBe("taken over");
    expect(readdirSync(watch.root).toSorted()).toEqual(["completed", "failed", "pending", "running"]);
  });

  it.each([
    ["empty", ""],
    ["no JSON", "\u0000\u0001 lock"],
    ["of another program", '{"pid":1}'],
    [
      "with a token that climbs out of the folder",
      JSON.stringify({
        host: hostname(),
        pid: 4_000_000,
        world: world(),
        startedTicks: "1",
        token: "../../x",
        since: "",
      }),
    ],
  ])("that is %s is respected while it is fresh, and taken over eleven seconds after", async (_what, text) => {
    const watch = watchedFolder();
    writeFileSync(join(watch.root, LOCK), text);
    expect(await outcome(watch)).toBe("refused");
    age(watch, 11);
    expect(await outcome(watch)).toBe("taken over");
  });

  it("that is a folder is told, and ends with 1", async () => {
    const watch = watchedFolder();
    mkdirSync(join(watch.root, LOCK));
    const run = await watch.start(...QUICK).finished;
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("The lock of");
  });
});

describe("a runner whose lock is", () => {
  const LOSSES: [string, (watch: WatchedFolder) => void][] = [
    ["deleted", (watch) => unlinkSync(join(watch.root, LOCK))],
    ["another one's", (watch) => writeLock(watch, { pid: process.pid, startedTicks: startOf(process.pid) })],
    ["garbage", (watch) => writeFileSync(join(watch.root, LOCK), "garbage")],
    ["out of reach, with the root renamed away", (watch) => renameSync(watch.root, `${watch.root}-away`)],
    [
      "out of reach, with a file in the root's place",
      (watch) => {
        renameSync(watch.root, `${watch.root}-away`);
        writeFileSync(watch.root, "no folder");
      },
    ],
  ];
  // What there is to be found afterwards is the same in each case.
  const followed = first(1, LOSSES).map(([how]) => how);
  it.each(LOSSES)("%s ends with 1 in the middle of its work, and moves nothing after that", async (how, take) => {
    const watch = watchedFolder();
    watch.drop("a.json", watch.spec("a", slowJob()));
    watch.drop("b.json");
    const runner = watch.start(...QUICK);
    await runner.saw("clip-progress", ({ progress }) => progress.type === "clip-progress");
    take(watch);
    const run = await runner.finished;
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("This runner has lost its folder");
    const root = existsSync(`${watch.root}-away`) ? `${watch.root}-away` : watch.root;
    expect(readdirSync(join(root, "pending"))).toEqual(["b.json"]);
    expect(readdirSync(join(root, "running")).toSorted()).toEqual(["a.json", "a.json.journal"]);
    expect([...readdirSync(join(root, "completed")), ...readdirSync(join(root, "failed"))]).toEqual([]);
    if (!followed.includes(how)) return;
    // Nothing is lost: whoever comes next finds it.
    rmSync(join(root, LOCK), { force: true });
    if (root !== watch.root) {
      rmSync(watch.root, { recursive: true, force: true });
      renameSync(root, watch.root);
    }
    expect((await watch.start(...QUICK, "--once").finished).code).toBe(0);
    expect(watch.list("failed")).toEqual(["a.json", "a.result.json"]);
    expect(watch.list("completed")).toEqual(["b.json", "b.result.json"]);
  });

  it.each<[string, (watch: WatchedFolder) => void]>([
    ["another runner's", (watch) => writeLock(watch, { pid: 4_000_000 })],
    ["gone", (watch) => unlinkSync(join(watch.root, LOCK))],
  ])("%s ends with 1 although there is nothing to do", async (_how, take) => {
    const watch = watchedFolder();
    const runner = watch.start(...QUICK);
    await runner.saw("watch-started");
    take(watch);
    const run = await runner.finished;
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("This runner has lost its folder");
  });
});

/** The next thing that the runner tells: a random moment of its work. */
async function nextStep(runner: RunningWatch): Promise<void> {
  const seen = runner.events.length;
  await until(() => runner.events.length > seen);
}

/** Whether the first job has begun to leave running/. */
function isSettled(found: Record<string, string>): boolean {
  return (
    found["running/a.json"] === undefined ||
    Object.keys(found).some((name) => /a\.json\.journal\.result$|a\.result\.json$/.test(name))
  );
}

/** What stands in the folder, without what the first runner touches in its work: the lock's heartbeat and the journal. */
function besides(found: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(found).filter(([name]) => name !== LOCK && !name.endsWith(".journal")));
}

/** What becomes of whoever wants the lock now, and gives it back at once. */
async function outcome({ root }: WatchedFolder): Promise<"refused" | "taken over"> {
  try {
    await (await acquireFolderLock(root)).release();
    return "taken over";
  } catch (error) {
    expect(error).toMatchObject({ code: "folder_locked" });
    return "refused";
  }
}

/** The same of a whole runner. */
async function outcomeOfRunner(watch: WatchedFolder): Promise<"refused" | "taken over"> {
  const run = await watch.start(...QUICK, "--once").finished;
  if (run.code === 0) return "taken over";
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("Another runner has this folder");
  return "refused";
}

function writeLock(watch: WatchedFolder, fields: Record<string, unknown>, name = LOCK): void {
  const holder = {
    host: hostname(),
    pid: 1,
    world: world(),
    startedTicks: "1",
    token: TOKEN,
    since: "2026-11-20T10:00:00.000Z",
    ...fields,
  };
  writeFileSync(join(watch.root, name), JSON.stringify(holder));
}

function age(watch: WatchedFolder, seconds: number): void {
  const then = Date.now() / 1000 - seconds;
  utimesSync(join(watch.root, LOCK), then, then);
}

function world(): string {
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
}

function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

/** Another program that runs until the test is done with it. */
async function sleeper(): Promise<{ pid: number } & AsyncDisposable> {
  const { command, args } = program("forever");
  const child = spawn(command, args, { stdio: "ignore" });
  await once(child, "spawn");
  const ended = once(child, "exit");
  return {
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
