import { createHash } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { makeClip, temporaryFolder, testPicture } from "@proxx/testing";
import { first, rounds } from "@proxx/testing/rows";
import { describe, expect, it } from "vitest";
import {
  processesNaming,
  QUICK,
  slowJob,
  tinyClip,
  until,
  watchedFolder,
  type RunningWatch,
} from "./watched-folder.ts";

describe("four workers", () => {
  it("run many quick jobs beside a slow one, each slot filled as soon as it is free", async () => {
    const watch = watchedFolder();
    const quick = Array.from({ length: rounds(8, 12) }, (_, index) => `${10 + index}.json`);
    watch.drop("00-slow.json", watch.spec("slow", slowJob(2.5)));
    for (const name of quick) watch.drop(name);
    const runner = watch.start("--settle-seconds", "0", "--poll-seconds", "3600", "--max-workers", "4");
    await expect.poll(() => runner.named("job-finished").length, { timeout: 60_000 }).toBe(quick.length + 1);
    expect((await runner.stop()).code).toBe(0);
    const claimed = runner.named("job-claimed");
    expect(claimed.map(({ spec }) => spec)).toEqual(["00-slow.json", ...quick]);
    expect(new Set(claimed.map(({ workerId }) => workerId))).toEqual(new Set([0, 1, 2, 3]));
    expect(claimed[0]?.workerId).toBe(0);
    // The slow one kept its slot, and three went on beside it: an hour's poll would have been noticed.
    expect(claimed.filter(({ workerId }) => workerId === 0).length).toBeLessThan(6);
    expect(mostAtOnce(runner)).toBe(4);
    for (const { spec, workerId } of claimed) {
      expect(watch.result("completed", spec)).toMatchObject({ worker_id: workerId, concurrency_mode: "parallel" });
    }
  });

  it("claim in code-point order of the names, whichever is checked first", async () => {
    const watch = watchedFolder();
    // What sorts otherwise by numbers, by a language, by UTF-16 or without the extension.
    const telling = ["10-urgent", "2", "Z", "a", "a b", "a.b", "é", "\uFFE5", "\u{10000}"];
    const names = first(telling.length, [...telling, "_", "aa", "~", "🎬🎬"]);
    for (const [index, name] of names.toSorted(() => 0.5 - Math.random()).entries())
      watch.drop(`${name}.json`, watch.spec(`${index}`));
    const runner = watch.start(...QUICK, "--once", "--max-workers", "4");
    expect((await runner.finished).code).toBe(0);
    // By the code points of the whole name, extension included.
    const expected = names
      .map((name) => `${name}.json`)
      .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(runner.named("job-claimed").map(({ spec }) => spec)).toEqual(expected);
  });

  it("take what is dropped later with a lower name first", async () => {
    const watch = watchedFolder();
    watch.drop("50.json", watch.spec("first", slowJob(2)));
    for (const name of ["60", "70", "80"]) watch.drop(`${name}.json`);
    const runner = watch.start(...QUICK);
    await runner.saw("job-claimed");
    watch.drop("10-urgent.json");
    await expect.poll(() => runner.named("job-finished").length, { timeout: 60_000 }).toBe(5);
    await runner.stop();
    expect(runner.named("job-claimed").map(({ spec }) => spec)).toEqual([
      "50.json",
      "10-urgent.json",
      "60.json",
      "70.json",
      "80.json",
    ]);
  });

  it.each(first(2, ["same", "SAME", "Same"]))(
    "do not let two jobs make one output, although the second calls it %s",
    async (template) => {
      const watch = watchedFolder();
      watch.drop("a.json", watch.spec("same", { ...slowJob(2), output_name_template: "same" }));
      watch.drop("b.json", watch.spec("same", { ...slowJob(2), output_name_template: template }));
      watch.drop("c.json");
      const runner = watch.start(...QUICK, "--once", "--max-workers", "4");
      expect((await runner.finished).code).toBe(0);
      expect(watch.list("completed")).toEqual(["a.json", "a.result.json", "c.json", "c.result.json"]);
      const refused = watch.result("failed", "b.json");
      expect(refused.validation_issues).toMatchObject([
        { path: "$.sources[0]", code: "output_claimed", message: expect.stringContaining("a.json") },
      ]);
      expect(refused.clips[0]).toMatchObject({ status: "SKIPPED", ffmpeg_command: null });
      expect(runner.named("job-claimed").map(({ spec }) => spec)).toEqual(["a.json", "c.json"]);
      expect(readdirSync(watch.output).toSorted()).toEqual(["c_json.mp4", "same.mov"]);
    },
  );

  it("one after the other do not either", async () => {
    const watch = watchedFolder();
    watch.drop("a.json", watch.spec("same"));
    watch.drop("b.json", watch.spec("SAME"));
    expect((await watch.start(...QUICK, "--once").finished).code).toBe(0);
    expect(watch.result("failed", "b.json").validation_issues).toMatchObject([{ code: "output_exists" }]);
  });

  it("go on when an encoder is killed under one of them", async () => {
    const watch = watchedFolder();
    watch.drop("a.json", watch.spec("victim", slowJob()));
    for (let job = 0; job < 6; job++) watch.drop(`b${job}.json`);
    const damaged = join(watch.folder, "damaged.mov");
    copyFileSync(makeClip("prores.mov", [...testPicture(), "-c:v", "prores_ks", "-profile:v", "0"]), damaged);
    const bytes = readFileSync(damaged);
    writeFileSync(damaged, bytes.fill(0xa5, 100_000, 250_000));
    watch.drop("aa.json", watch.spec("damaged", { sources: [damaged] }));
    const runner = watch.start(...QUICK, "--max-workers", "2");
    await runner.saw("clip-progress", ({ spec, progress }) => spec === "a.json" && progress.type === "clip-progress");
    await runner.saw("job-finished", ({ spec }) => spec === "b1.json");
    for (const pid of encodersOf(watch.output, "victim")) process.kill(pid, "SIGKILL");
    await expect.poll(() => runner.named("job-finished").length, { timeout: 60_000 }).toBe(8);
    expect((await runner.stop()).code).toBe(0);
    expect(watch.list("failed")).toEqual(["a.json", "a.result.json", "aa.json", "aa.result.json"]);
    expect(watch.result("failed", "a.json").clips[0]).toMatchObject({ failure_reason: "execution_error" });
    expect(watch.list("completed")).toHaveLength(12);
  });

  it("share the cores of ProRes, and make the same bytes as one", async () => {
    const hashes: string[] = [];
    const clip = makeClip("prores-source.mov", [...testPicture({ size: "640x360", seconds: 0.4 }), "-c:v", "mpeg4"]);
    for (const workers of first(2, [1, 4, 2])) {
      const watch = watchedFolder();
      watch.drop(
        "a.json",
        watch.spec("a", {
          sources: [clip],
          codec: "prores_proxy",
          container: "mov",
          proxy_profile: "proxy_prores_proxy",
        }),
      );
      expect((await watch.start(...QUICK, "--once", "--max-workers", String(workers)).finished).code).toBe(0);
      const [made] = watch.result("completed", "a.json").clips;
      const command = made?.ffmpeg_command ?? [];
      const threads = String(Math.max(1, Math.floor(availableParallelism() / workers)));
      expect(command[command.indexOf("-threads:v") + 1]).toBe(threads);
      hashes.push(
        createHash("sha256")
          .update(readFileSync(made?.output_path ?? ""))
          .digest("hex"),
      );
    }
    expect(new Set(hashes).size).toBe(1);
  });
});

describe("a stop", () => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "by %s ends the encodes, reports them as interrupted, claims nothing more, and ends with 0",
    async (signal) => {
      const watch = watchedFolder();
      for (const name of ["a", "b"])
        watch.drop(
          `${name}.json`,
          watch.spec(name, {
            ...slowJob(),
            sources: [tinyClip(), slowJob()["sources"]].flat(),
            output_name_template: `${name}{index}`,
          }),
        );
      for (const name of ["c", "d"]) watch.drop(`${name}.json`);
      const runner = watch.start(...QUICK, "--max-workers", "2");
      for (const spec of ["a.json", "b.json"]) {
        await runner.saw(
          "clip-progress",
          (event) => event.spec === spec && event.progress.type === "clip-progress" && event.progress.clip === 1,
        );
      }
      const seen = watch.list("pending");
      runner.child.kill(signal);
      const run = await runner.finished;
      expect(run).toMatchObject({ code: 0, signal: null, stderr: "" });
      expect(processesNaming(watch.folder)).toEqual([]);
      expect(seen).toEqual(["c.json", "d.json"]);
      expect(watch.list("pending")).toEqual(["c.json", "d.json"]);
      expect(readdirSync(join(watch.root, "running"))).toEqual([]);
      for (const name of ["a", "b"]) {
        const result = watch.result("failed", `${name}.json`);
        expect(result).toMatchObject({ status: "PARTIAL", successful_clips: 1, failed_clips: 1 });
        expect(result.clips).toMatchObject([
          { status: "COMPLETED" },
          { status: "FAILED", failure_reason: "interrupted" },
        ]);
      }
      expect(
        readdirSync(watch.output)
          .filter((name) => !name.startsWith("."))
          .toSorted(),
      ).toEqual(["a000.mov", "b000.mov"]);
      expect(runner.named("job-claimed")).toHaveLength(2);
      expect(runner.events.at(-1)?.event).toBe("watch-stopped");
      expect(readdirSync(watch.root).toSorted()).toEqual(["completed", "failed", "pending", "running"]);
    },
  );

  it("while specs are checked leaves them in pending/ as they were", async () => {
    const watch = watchedFolder();
    const sources = Array.from({ length: 200 }, (_, index) => {
      const path = join(watch.folder, `source-${index}.mov`);
      copyFileSync(tinyClip(), path);
      return path;
    });
    watch.drop("a.json", watch.spec("a", { sources, output_name_template: "a{index}" }));
    const before = readFileSync(join(watch.root, "pending/a.json"), "utf8");
    const runner = watch.start(...QUICK);
    await until(() => processesNaming(`${watch.folder}/source-`).some((command) => command.includes("ffprobe")));
    const run = await runner.stop();
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(watch.root, "pending/a.json"), "utf8")).toBe(before);
    expect(runner.named("job-claimed")).toEqual([]);
    for (const state of ["running", "completed", "failed"] as const) expect(watch.list(state)).toEqual([]);
    expect(processesNaming(watch.folder)).toEqual([]);
  });

  it("when nothing is to be done ends it at once", async () => {
    const watch = watchedFolder();
    const runner = watch.start("--poll-seconds", "3600");
    await runner.saw("watch-started");
    expect((await runner.stop()).code).toBe(0);
  });
});

describe("--once", () => {
  it("does what was there, whatever becomes of it, leaves what comes meanwhile, and ends with 0", async () => {
    const watch = watchedFolder();
    watch.drop("a.json", watch.spec("a", slowJob(2)));
    watch.drop("b.json", "{}");
    watch.drop("c.json");
    const runner = watch.start(...QUICK, "--once");
    await runner.saw("job-claimed");
    watch.drop("aa.json");
    expect((await runner.finished).code).toBe(0);
    expect(watch.list("completed")).toEqual(["a.json", "a.result.json", "c.json", "c.result.json"]);
    expect(watch.list("failed")).toEqual(["b.json", "b.result.json"]);
    expect(watch.list("pending")).toEqual(["aa.json"]);
  });

  it("gives what is young the settle time, although it looks more often and is woken in between", async () => {
    const watch = watchedFolder();
    watch.drop("a.json");
    // Of another disk, whose clock is not known: at rest when two looks have seen the same.
    const far = join(temporaryFolder("/dev/shm"), "far.mov");
    copyFileSync(tinyClip(), far);
    watch.drop("b.json", watch.spec("b", { sources: [far] }));
    const runner = watch.start("--once", "--settle-seconds", "1", "--poll-seconds", "0.1");
    await runner.saw("job-waiting");
    for (let index = 0; index < 3; index++) watch.drop(`${index}.txt`, "wakes it");
    expect((await runner.finished).code).toBe(0);
    expect(watch.list("completed")).toEqual(["a.json", "a.result.json", "b.json", "b.result.json"]);
  });

  it("leaves what is still being written then to the next pass", async () => {
    const watch = watchedFolder();
    for (const name of ["a.json", "b.json"]) {
      watch.drop(name);
      // From the future: at rest when two looks have seen the same, and not before.
      utimesSync(join(watch.root, "pending", name), FUTURE, FUTURE);
    }
    const runner = watch.start("--once", "--settle-seconds", "0.6", "--poll-seconds", "0.1");
    await runner.saw("job-waiting", ({ spec }) => spec === "b.json");
    const writer = setInterval(() => watch.drop("a.json"), 50);
    const run = await runner.finished;
    clearInterval(writer);
    expect(run.code).toBe(0);
    expect(watch.list("completed")).toEqual(["b.json", "b.result.json"]);
    expect(watch.list("pending")).toEqual(["a.json"]);
  });

  it("ends at once when there is nothing", async () => {
    const watch = watchedFolder();
    expect((await watch.start("--once", "--poll-seconds", "3600").finished).code).toBe(0);
  });
});

describe("names and places", () => {
  it("keeps sub-folders in every state folder", async () => {
    const watch = watchedFolder();
    watch.drop("day 1/cam A/good.json");
    watch.drop("day 1/bad.json", "{}");
    watch.drop("slow/slow.json", watch.spec("slow", slowJob(2)));
    watch.drop("top.json");
    const runner = watch.start(...QUICK, "--recursive");
    await runner.saw("job-claimed", ({ spec }) => spec === "slow/slow.json");
    expect(readdirSync(join(watch.root, "running/slow")).toSorted()).toEqual(["slow.json", "slow.json.journal"]);
    await runner.saw("job-finished", ({ spec }) => spec === "top.json");
    await runner.stop();
    expect(watch.list("completed")).toEqual([
      ...[
        "day 1/cam A/good.json",
        "day 1/cam A/good.result.json",
        "slow/slow.json",
        "slow/slow.result.json",
        "top.json",
        "top.result.json",
      ],
    ]);
    expect(watch.list("failed")).toEqual(["day 1/bad.json", "day 1/bad.result.json"]);
    expect(watch.list("running")).toEqual([]);
    expect(runner.named("job-claimed").map(({ spec }) => spec)).toEqual([
      "day 1/cam A/good.json",
      "slow/slow.json",
      "top.json",
    ]);
  });

  it("leaves sub-folders alone without --recursive", async () => {
    const watch = watchedFolder();
    watch.drop("sub/a.json");
    expect((await watch.start(...QUICK, "--once").finished).code).toBe(0);
    expect(watch.list("pending")).toEqual(["sub/a.json"]);
  });

  it("gives a pair the next free number when its name, or its result's, is taken", async () => {
    const watch = watchedFolder();
    writeFileSync(join(watch.root, "completed/a.json"), "somebody's");
    writeFileSync(join(watch.root, "completed/a~2.result.json"), "an orphan");
    writeFileSync(join(watch.root, "failed/b.result.json"), "somebody's");
    watch.drop("a.json");
    watch.drop("b.json", "{}");
    const runner = watch.start(...QUICK, "--once");
    expect((await runner.finished).code).toBe(0);
    expect(watch.list("completed")).toEqual(["a.json", "a~2.result.json", "a~3.json", "a~3.result.json"]);
    expect(watch.list("failed")).toEqual(["b.result.json", "b~2.json", "b~2.result.json"]);
    expect(readFileSync(join(watch.root, "completed/a.json"), "utf8")).toBe("somebody's");
    expect(readFileSync(join(watch.root, "completed/a~2.result.json"), "utf8")).toBe("an orphan");
    expect(watch.result("completed", "a~3.json")._metadata.jobspec_path).toBe(join(watch.root, "completed/a~3.json"));
    expect(runner.named("job-finished")).toMatchObject([
      { to: join(watch.root, "completed/a~3.json") },
      { to: join(watch.root, "failed/b~2.json") },
    ]);
  });

  it("starts relative sources at the root", async () => {
    const watch = watchedFolder();
    copyFileSync(tinyClip(), join(watch.root, "clip.mov"));
    watch.drop("sub/a.json", watch.spec("a", { sources: ["clip.mov"] }));
    expect((await watch.start(...QUICK, "--once", "--recursive").finished).code).toBe(0);
    expect(watch.result("completed", "sub/a.json").clips).toMatchObject([
      { source_path: join(watch.root, "clip.mov"), status: "COMPLETED" },
    ]);
  });
});

const FUTURE = Date.now() / 1000 + 1e6;

/** The most jobs that were claimed and not finished at one moment. */
function mostAtOnce(runner: RunningWatch): number {
  let now = 0;
  let most = 0;
  for (const { event } of runner.events) {
    if (event === "job-claimed") most = Math.max(most, ++now);
    if (event === "job-finished") now--;
  }
  return most;
}

function encodersOf(folder: string, name: string): number[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8");
      return command.includes(`${folder}/.${name}`) ? [Number(entry)] : [];
    } catch {
      return [];
    }
  });
}
