import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { JobResult } from "@proxx/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import { runProxx } from "@proxx/testing";
import { first, spread } from "@proxx/testing/rows";
import { QUICK, startWatch, watchedFolder, type WatchedFolder } from "./watched-folder.ts";

type Content = (watch: WatchedFolder) => unknown;

/** What a spec says. Each fails, with a result. */
const BAD_CONTENT: Record<string, Content> = {
  empty: () => "",
  "white space": () => " \n\t",
  "a number": () => "5",
  "a text": () => '"job"',
  "a list": () => "[]",
  null: () => "null",
  "half a document": (watch) => JSON.stringify(watch.spec("x")).slice(0, 80),
  "a byte-order mark": (watch) => `\uFEFF${JSON.stringify(watch.spec("x"))}`,
  "UTF-16": (watch) => Buffer.from(JSON.stringify(watch.spec("x")), "utf16le"),
  "bytes that are no UTF-8": () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
  NULs: () => Buffer.alloc(5000),
  binary: () => Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 97) % 251)),
  "control characters": () => `\u001B[2J\u0007{"\u009B31m": 1}`,
  "deep lists": () => "[".repeat(200_000),
  "deep objects": () => `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
  "50 MB": (watch) => JSON.stringify(watch.spec("x", { user_metadata: { text: "x".repeat(50 * 1024 * 1024) } })),
  "a key twice": (watch) => JSON.stringify(watch.spec("x")).replace(/}$/, ',"codec":"h264"}'),
  __proto__: (watch) => JSON.stringify(watch.spec("x")).replace(/}$/, ',"__proto__":{"codec":"h264"}}'),
  "no field": () => "{}",
  "an unknown field with a newline": (watch) => ({ ...watch.spec("x"), "co\n\u001B[31mdec": 1 }),
  "a result": () => ({ job_id: "x", status: "COMPLETED", clips: [] }),
  "a missing source": (watch) => watch.spec("x", { sources: ["nowhere.mov"] }),
  "a source that is its own spec": (watch) =>
    watch.spec("x", { sources: ["pending/a source that is its own spec.json"] }),
  "a source that is a device": (watch) => watch.spec("x", { sources: ["/dev/zero"] }),
  "a source that is a folder": (watch) => watch.spec("x", { sources: ["/"] }),
  "a source with a NUL": (watch) => watch.spec("x", { sources: ["a\0b"] }),
  "a source with escape codes": (watch) => watch.spec("x", { sources: ["\u001B]0;owned\u0007\n.mov"] }),
  "a source of 5000 characters": (watch) => watch.spec("x", { sources: [`/${"n".repeat(5000)}`] }),
  "forty thousand sources": (watch) =>
    watch.spec("x", {
      sources: Array.from({ length: 40_000 }, (_, index) => `${index}.mov`),
      output_name_template: "{index}",
    }),
  "an output folder that is missing": (watch) => watch.spec("x", { output_dir: join(watch.folder, "nowhere") }),
  "an output folder that is the spec's": (watch) => watch.spec("x", { output_dir: "pending" }),
  "a template that climbs": (watch) => watch.spec("x", { output_name_template: "../x" }),
  "a pair that is not legal": (watch) => watch.spec("x", { codec: "vp9" }),
  "an Object's own name as codec": (watch) => watch.spec("x", { codec: "constructor" }),
};

const WRONG_TYPES = [null, 5, true, "", [], {}, [[]], "\u0000"];
const FIELDS = [
  "jobspec_version",
  "created_at",
  "sources",
  "output_dir",
  "output_name_template",
  "codec",
  "container",
  "fps_mode",
  "proxy_profile",
];

/** Names that are as good as any other: the spec in them is good. */
const GOOD_NAMES = first(14, [
  "with space .json",
  "-x.json",
  "%d.json",
  "$(touch owned).json",
  "a'b\"c.json",
  "back\\slash.json",
  "two\nlines.json",
  "\u001B[31mred\u0007.json",
  "line\u2028separator.json",
  "🎬.json",
  "a~2.json",
  "a.result.json.json",
  "__proto__.json",
  `${"n".repeat(215)}.json`,
  "--help.json",
  "%s%n.json",
  "`id`.json",
  "a;b&c|d.json",
  "*?.json",
  "right to left \u202Etxt.json",
  "next\u0085line.json",
  "e\u0301 and é.json",
  "~2.json",
  "a.json.json",
  "result.json",
  "constructor.json",
]);

/** Names and things that are never taken, told or not. */
const NOT_TAKEN: Record<string, { make: (path: string, watch: WatchedFolder) => void; why: string | null }> = {
  "folder.json": { make: (path) => mkdirSync(path), why: "it is a folder" },
  "dangling.json": { make: (path) => symlinkSync("/nowhere", path), why: "it is a link or a device, not a file" },
  "circle.json": { make: (path) => symlinkSync(path, path), why: "it is a link or a device, not a file" },
  "link to a spec.json": {
    make: (path, watch) => symlinkSync(goodFile(watch), path),
    why: "it is a link or a device, not a file",
  },
  "fifo.json": { make: (path) => void spawnSync("mkfifo", [path]), why: "it is a link or a device, not a file" },
  "socket.json": {
    make: (path) => void spawnSync("mknod", [path, "c", "1", "5"]),
    why: "it is a link or a device, not a file",
  },
  [`${"n".repeat(216)}.json`]: { make: good, why: "its name is longer than 220 bytes" },
  [`${"n".repeat(250)}.json`]: { make: good, why: "its name is longer than 220 bytes" },
  [`${"🎬".repeat(55)}.json`]: { make: good, why: "its name is longer than 220 bytes" },
  "._a.json": { make: good, why: null },
  ".json": { make: good, why: null },
  ".hidden.json": { make: good, why: null },
  "a.JSON": { make: good, why: null },
  "a.Json": { make: good, why: null },
  "a.json.partial": { make: good, why: null },
  "a.json~": { make: good, why: null },
  "a.jsonl": { make: good, why: null },
  "a.json ": { make: good, why: null },
  json: { make: good, why: null },
  "a.result.json": { make: good, why: null },
  "readme.txt": { make: good, why: null },
};

describe("among poison", () => {
  it(
    "every good job completes, every bad one fails with a result, and the rest is left where it lies",
    { timeout: 120_000 },
    async () => {
      const watch = watchedFolder();
      const bad: string[] = [];
      const dropBad = (name: string, document: unknown) => {
        watch.drop(name, document);
        bad.push(name);
      };
      for (const [name, content] of Object.entries(BAD_CONTENT)) dropBad(`${name}.json`, content(watch));
      for (const field of FIELDS) {
        dropBad(`${field}.json`, Object.fromEntries(Object.entries(watch.spec("x")).filter(([key]) => key !== field)));
        for (const [index, value] of spread(4, WRONG_TYPES).entries())
          dropBad(`${field} ${index}.json`, { ...watch.spec("x"), [field]: value });
      }
      for (const [index, name] of GOOD_NAMES.entries()) watch.drop(name, watch.spec(`good${index}`));
      for (const [name, { make }] of Object.entries(NOT_TAKEN)) make(join(watch.root, "pending", name), watch);
      const notUtf8 = Buffer.concat([
        Buffer.from(join(watch.root, "pending", "caf")),
        Buffer.from([0xe9]),
        Buffer.from(".json"),
      ]);
      writeFileSync(notUtf8, JSON.stringify(watch.spec("latin")));
      const untouched = [...Object.keys(NOT_TAKEN).map((name) => join(watch.root, "pending", name)), notUtf8].map(
        stamp,
      );
      expect(bad.length).toBeGreaterThan(60);

      const runner = watch.start(...QUICK, "--max-workers", "2");
      const last = "zzz last.json";
      await runner.saw("watch-started");
      watch.drop(last);
      await runner.saw("job-finished", ({ spec }) => spec === last);
      const wanted = bad.length + GOOD_NAMES.length + 1;
      await expect.poll(() => runner.named("job-finished").length, { timeout: 60_000 }).toBe(wanted);
      const run = await runner.stop();
      expect(run.code).toBe(0);
      expect(run.stderr).toBe("");

      expect(
        watch
          .list("completed")
          .filter((name) => !name.endsWith(".result.json"))
          .toSorted(),
      ).toEqual([...GOOD_NAMES, last].filter((name) => !name.endsWith(".result.json")).toSorted());
      for (const name of [...GOOD_NAMES, last]) expect(watch.result("completed", name).status).toBe("COMPLETED");
      for (const name of bad) expectRefused(watch.result("failed", name));
      expect(watch.list("failed")).toHaveLength(2 * bad.length);
      expect(watch.list("running")).toEqual([]);
      expect(readdirSync(join(watch.root, "running"))).toEqual([]);

      const ignored = runner.named("entry-ignored").map(({ spec, why }) => `${spec}: ${why}`);
      const told = Object.entries(NOT_TAKEN).flatMap(([name, { why }]) => (why === null ? [] : [`${name}: ${why}`]));
      expect(ignored.toSorted()).toEqual([...told, "caf\uFFFD.json: its name is not valid UTF-8"].toSorted());
      expect([...Object.keys(NOT_TAKEN).map((name) => join(watch.root, "pending", name)), notUtf8].map(stamp)).toEqual(
        untouched,
      );
      expectPrintable(run.stdout);
    },
  );

  it("the log for people is one printable line for each thing told", async () => {
    const watch = watchedFolder();
    const names = ["two\nlines.json", "\u001B[31mred\u0007.json", "\u202Eright.json", "bad\r.json"];
    for (const [index, name] of names.entries()) watch.drop(name, index === 3 ? "{" : watch.spec(`x${index}`));
    mkdirSync(join(watch.root, "pending/\u001B[2Jfolder.json"));
    const run = await runProxx(["watch", watch.root, "--once", ...QUICK]);
    expect(run.code).toBe(0);
    expectPrintable(run.stdout);
    const lines = run.stdout.trim().split("\n");
    for (const line of lines) expect(line).toMatch(/^\d\d:\d\d:\d\d /);
    expect(lines).toHaveLength(1 + 3 * 2 + 1 + 1 + 1);
    expect(run.stdout).toContain(String.raw`two\nlines.json`);
  });
});

describe("for a runner that is not root", () => {
  it("a spec that may not be read fails and says so, one that may not be written to is run, and the runner goes on", async () => {
    const watch = watchedFolder();
    watch.drop("a secret.json");
    chmodSync(join(watch.root, "pending/a secret.json"), 0o000);
    watch.drop("b read-only.json");
    chmodSync(join(watch.root, "pending/b read-only.json"), 0o444);
    watch.drop("c bad and read-only.json", "{}");
    chmodSync(join(watch.root, "pending/c bad and read-only.json"), 0o444);
    watch.drop("d.json");
    give(watch.folder, NOBODY);
    // Somebody else's: hard links to it are not allowed where the system protects them.
    for (const name of ["a secret.json", "b read-only.json"]) chownSync(join(watch.root, "pending", name), 0, 0);
    const runner = startAsNobody(watch, "--once");
    const run = await runner.finished;
    expect(run.stderr).toBe("");
    expect(run.code).toBe(0);
    expect(watch.list("completed").filter((name) => !name.endsWith(".result.json"))).toEqual([
      "b read-only.json",
      "d.json",
    ]);
    expect(watch.result("failed", "a secret.json").validation_issues).toMatchObject([{ code: "document_unreadable" }]);
    expect(watch.result("failed", "c bad and read-only.json").validation_issues.length).toBeGreaterThan(0);
    expect(watch.list("pending")).toEqual([]);
  });

  it("a sub-folder that may not be read is told once, and the others are taken", async () => {
    const watch = watchedFolder();
    watch.drop("a/hidden.json");
    watch.drop("b/seen.json");
    give(watch.folder, NOBODY);
    chownSync(join(watch.root, "pending/a"), 0, 0);
    chmodSync(join(watch.root, "pending/a"), 0o700);
    const runner = startAsNobody(watch, "--recursive");
    await runner.saw("job-finished", ({ spec }) => spec === "b/seen.json");
    watch.drop("c.json");
    chownSync(join(watch.root, "pending/c.json"), NOBODY, NOBODY);
    await runner.saw("job-finished", ({ spec }) => spec === "c.json");
    expect((await runner.stop()).code).toBe(0);
    expect(runner.named("entry-ignored")).toMatchObject([{ spec: "a", why: "the folder cannot be read (EACCES)" }]);
  });

  it("a pending/ that may not be read ends it with 1 and a hint", async () => {
    const watch = watchedFolder();
    give(watch.folder, NOBODY);
    chownSync(join(watch.root, "pending"), 0, 0);
    chmodSync(join(watch.root, "pending"), 0o700);
    const run = await startAsNobody(watch, "--once").finished;
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/pending cannot be used: .*\n {2}→ Give this user the right to read and write there/);
  });

  it("a root that may not be written to ends it with 1 and a hint", async () => {
    const watch = watchedFolder();
    give(watch.folder, NOBODY);
    chownSync(watch.root, 0, 0);
    const run = await startAsNobody(watch).finished;
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/The lock of .* cannot be taken: EACCES.*\n {2}→ Give this user the right to write/);
  });
});

it("a file that may not be moved waits in pending/, told once, and holds up nobody", async () => {
  const watch = watchedFolder();
  watch.drop("a immutable.json");
  watch.drop("b immutable and bad.json", "{}");
  const stuck = ["a immutable.json", "b immutable and bad.json"].map((name) => join(watch.root, "pending", name));
  const immutable = (how: "+i" | "-i") => spawnSync("chattr", [how, ...stuck]).status === 0;
  if (!immutable("+i")) return;
  onTestFinished(() => void immutable("-i"));
  watch.drop("c.json");
  // The folder is read anew after each try, so that these two stand before the others again whenever one is chosen.
  const runner = watch.start("--settle-seconds", "0", "--poll-seconds", "0.01");
  await runner.saw("job-finished", ({ spec }) => spec === "c.json");
  watch.drop("d.json");
  await runner.saw("job-finished", ({ spec }) => spec === "d.json");
  expect(watch.list("running")).toEqual([]);
  expect(watch.list("failed").filter((name) => !name.endsWith(".result.json"))).toEqual([]);
  expect(runner.named("job-waiting").map(({ spec }) => spec)).toEqual(["a immutable.json", "b immutable and bad.json"]);
  immutable("-i");
  await runner.saw("job-finished", ({ spec, status }) => spec.startsWith("a") && status === "COMPLETED");
  await runner.saw("job-finished", ({ spec, status }) => spec.startsWith("b") && status === "FAILED");
  await runner.stop();
  expect(watch.list("failed")).toEqual(["b immutable and bad.json", "b immutable and bad.result.json"]);
});

const NOBODY = 65_534;

function startAsNobody(watch: WatchedFolder, ...args: string[]) {
  chmodSync(watch.folder, 0o755);
  return startWatch(["watch", watch.root, "--log-format", "json", ...QUICK, ...args], {
    uid: NOBODY,
    env: { XDG_CACHE_HOME: join(watch.folder, "cache"), HOME: watch.folder },
  });
}

function give(folder: string, user: number): void {
  for (const name of ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })])
    chownSync(join(folder, name), user, user);
}

function goodFile(watch: WatchedFolder): string {
  const path = join(watch.folder, "good.json");
  writeFileSync(path, JSON.stringify(watch.spec("linked")));
  return path;
}

function good(path: string, watch: WatchedFolder): void {
  writeFileSync(path, JSON.stringify(watch.spec("never")));
}

function expectRefused(result: JobResult): void {
  expect(result.status).toBe("FAILED");
  expect(result.validation_issues.length).toBeGreaterThan(0);
  expect(result._metadata.jobspec_path).toMatch(/failed/);
  for (const { path, message, hint } of result.validation_issues) expectPrintable(path + message + hint);
  for (const clip of result.clips) expect(isAbsolute(clip.source_path)).toBe(true);
}

/** No line of a log moves a cursor, rings a bell or breaks in two. */
function expectPrintable(log: string): void {
  expect(log.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
}

/** Which file stands at a path, and that nobody has written to it. */
function stamp(path: string | Buffer): string {
  const { ino, size, mtimeMs } = lstatSync(path);
  return `${path.toString()} ${ino} ${size} ${mtimeMs}`;
}
