import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Execution } from "@proxx/contract";
import { describe, expect, test, vi } from "vitest";
import { clip, createGate, createWorld, job, resultText, standing, storedTexts, type World } from "./world.ts";

function fileOf(execution: Execution, id: string): string {
  const url = execution.jobs.find((entry) => entry.id === id)?.outputs[0]?.url ?? "";
  return fileURLToPath(url);
}

const film = [
  clip("one"),
  clip("two"),
  job("film", "merge", {}, ["one", "two"]),
  job("end", "transcode", {}, ["film"]),
];

test("makes nothing the second time, in another engine as well", async () => {
  const world = createWorld();
  const first = await world.run(film);
  expect(world.newRuns().toSorted()).toEqual(["end", "film", "one", "two"]);
  for (const engine of [world, createWorld({ home: world.home })]) {
    engine.newRuns();
    const again = await engine.run(film);
    expect(engine.newRuns()).toEqual([]);
    expect(standing(again)).toEqual({
      one: "completed reused",
      two: "completed reused",
      film: "completed reused",
      end: "completed reused",
    });
    expect(again.result).toEqual(first.result);
    expect(again.degradations).toEqual(first.degradations);
  }
});

test("makes what changed, and what depends on it, and nothing else", async () => {
  const world = createWorld();
  await world.run(film, { keepIntermediates: true });
  world.newRuns();
  const changed = film.map((entry, index) => (index === 1 ? clip("two", "another") : entry));
  const again = await world.run(changed, { keepIntermediates: true });
  expect(world.newRuns()).toEqual(["two", "film", "end"]);
  expect(standing(again)).toMatchObject({ one: "completed reused", two: "completed" });
  expect(resultText(again)).toBe("transcode(merge(one, another))");
});

test("is the same job under another id, and in another order", async () => {
  const world = createWorld();
  await world.run([clip("a", "x"), clip("b", "y")]);
  world.newRuns();
  await world.run([clip("p", "y"), clip("q", "x"), clip("r", "z")]);
  expect(world.newRuns()).toEqual(["r"]);
});

test("goes on from what came out the same", async () => {
  const world = createWorld();
  // Two ways to the same bytes.
  await world.run([clip("a", "same"), job("t", "transcode", { video: "$a" })]);
  world.newRuns();
  await world.run([job("a", "generate", { prompt: "same", seed: 5 }), job("t", "transcode", { video: "$a" })]);
  expect(world.newRuns()).toEqual(["a"]);
});

test("makes everything again when the build changed", async () => {
  const world = createWorld();
  await world.run(film);
  world.newRuns();
  world.build["tool"] = "2";
  await world.run(film);
  expect(world.newRuns().toSorted()).toEqual(["end", "film", "one", "two"]);
});

describe("a source", () => {
  const plan = (path: string) => [job("t", "transcode", { video: path })];
  const write = (world: World, name: string, text: string) => {
    const path = join(world.folder, name);
    writeFileSync(path, text);
    return path;
  };

  test("of the same bytes under another path is the same", async () => {
    const world = createWorld();
    write(world, "a.mp4", "holiday");
    await world.run(plan("a.mp4"));
    copyFileSync(join(world.folder, "a.mp4"), join(world.folder, "b.mp4"));
    expect(standing(await world.run(plan("b.mp4")))).toEqual({ t: "completed reused" });
    expect(standing(await world.run(plan(join(world.folder, "b.mp4"))))).toEqual({ t: "completed reused" });
    expect(standing(await world.run(plan(`file://${world.folder}/a.mp4`)))).toEqual({ t: "completed reused" });
    expect(world.runs).toEqual(["t"]);
    expect(world.probed).toHaveLength(1);
  });

  test.each([
    ["just written", 0],
    ["that has been lying there for a while", 5000],
  ])("%s of other bytes with the same size and time is another", async (_name, laterMs) => {
    const world = createWorld({ now: () => Date.now() + laterMs });
    const path = write(world, "a.mp4", "holiday 1");
    utimesSync(path, 1e9, 1e9);
    await world.run(plan("a.mp4"));
    write(world, "a.mp4", "holiday 2");
    utimesSync(path, 1e9, 1e9);
    const again = await world.run(plan("a.mp4"));
    expect(standing(again)).toEqual({ t: "completed" });
    expect(resultText(again)).toBe("transcode(holiday 2)");
  });

  test("that is changed in the moment it was noted is read again", async () => {
    const path = "a.mp4";
    const world = createWorld();
    for (let round = 0; round < 20; round++) {
      write(world, path, `moment ${String(round).padStart(2, "0")}`);
      expect(resultText(await world.run(plan(path)))).toBe(`transcode(moment ${String(round).padStart(2, "0")})`);
    }
  });

  test("that has been lying there for a while is not read again", async () => {
    // Two seconds are over at once by this clock.
    const world = createWorld({ now: () => Date.now() + 5000 });
    const path = write(world, "a.mp4", "holiday");
    await world.run(plan("a.mp4"));
    const notes = join(world.home, "sources", "paths");
    const note = join(notes, readdirSync(notes)[0] ?? "");
    const noted = JSON.parse(readFileSync(note, "utf8")) as { sha256: string };
    // Whether the file is read shows in whether a note is believed that is wrong.
    writeFileSync(note, JSON.stringify({ ...noted, sha256: noted.sha256.replaceAll(/[0-9]/g, "0") }));
    expect(standing(await world.run(plan("a.mp4")))).toEqual({ t: "completed" });
    writeFileSync(path, "another holiday");
    expect(resultText(await world.run(plan("a.mp4")))).toBe("transcode(another holiday)");
  });

  test("that is handed on is used where it lies", async () => {
    const world = createWorld();
    const path = write(world, "a.mp4", "holiday");
    const plan = [job("m", "media", { url: "a.mp4" }), job("t", "transcode", { video: "$m" })];
    const execution = await world.run(plan);
    expect(resultText(execution)).toBe("transcode(holiday)");
    expect(fileOf(execution, "m")).toBe(path);
    expect(storedTexts(world.home)).toEqual(["transcode(holiday)"]);
    const again = await world.run(plan);
    expect(standing(again)).toEqual({ m: "completed reused", t: "completed reused" });
    expect(fileOf(again, "m")).toBe(path);
  });
});

describe("an artifact", () => {
  test("that is gone is made again", async () => {
    const world = createWorld();
    const first = await world.run(film, { keepIntermediates: true });
    rmSync(fileOf(first, "one"));
    world.newRuns();
    const again = await world.run(film, { keepIntermediates: true });
    expect(world.newRuns()).toEqual(["one"]);
    expect(resultText(again)).toBe("transcode(merge(one, two))");
  });

  test.each([
    ["of the same size", "eno"],
    ["of another size", "something else"],
    ["emptied", ""],
  ])("that was altered (%s) is made again", async (_name, text) => {
    const world = createWorld();
    const first = await world.run(film);
    const path = fileOf(first, "one");
    const { atime, mtime } = statSync(path);
    chmodSync(path, 0o644);
    writeFileSync(path, text);
    utimesSync(path, atime, mtime);
    world.newRuns();
    const again = await world.run(film);
    expect(world.newRuns()).toEqual(["one"]);
    expect(storedTexts(world.home)).toEqual(["merge(one, two)", "one", "transcode(merge(one, two))", "two"]);
    expect(standing(again)).toMatchObject({ one: "completed", two: "completed reused" });
    expect(statSync(path).mode & 0o777).toBe(0o444);
  });

  test("is read whole when that is asked for", async () => {
    const world = createWorld();
    const first = await world.run([clip("a")]);
    const path = fileOf(first, "a");
    // What no stamp shows: the note was written after the alteration.
    const note = path.replace(/\.mp4$/, ".note");
    chmodSync(path, 0o644);
    writeFileSync(path, "b");
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    const stamp = { device: dev, inode: ino, size, modifiedNs: mtimeNs, changedNs: ctimeNs };
    const texts = Object.fromEntries(Object.entries(stamp).map(([key, value]) => [key, String(value)]));
    writeFileSync(note, JSON.stringify({ ...JSON.parse(readFileSync(note, "utf8")), stamp: texts }));
    expect(standing(await world.run([clip("a")]))).toEqual({ a: "completed reused" });
    expect(standing(await world.run([clip("a")], { verify: true }))).toEqual({ a: "completed" });
    expect(storedTexts(world.home)).toEqual(["a"]);
  });

  test("survives the move of its home to another place", async () => {
    const world = createWorld();
    await world.run(film);
    const home = join(world.folder, "elsewhere");
    copyFolder(world.home, home);
    const other = createWorld({ home });
    const again = await other.run(film);
    expect(other.runs).toEqual([]);
    expect(again.result?.url).toContain("/elsewhere/");
  });
});

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else copyFileSync(source, target);
  }
}

describe("the same job at the same time", () => {
  test("is made once by an engine", async () => {
    const world = createWorld();
    const gate = createGate();
    for (const id of ["a", "b"]) world.behaviours.set(id, () => gate.promise);
    const first = await world.start([clip("a", "x"), job("r", "transcode", { video: "$a" })]);
    await vi.waitFor(() => expect(world.runs).toEqual(["a"]));
    const second = await world.start([clip("b", "x"), clip("c", "x")]);
    gate.open();
    expect(standing(await first.finished)).toEqual({ a: "completed", r: "completed" });
    expect(standing(await second.finished)).toEqual({ b: "completed reused", c: "completed reused" });
    expect(world.runs).toEqual(["a", "r"]);
  });

  test("is made by the other when the first one is cancelled", async () => {
    const world = createWorld();
    world.behaviours.set("a", ({ pause }) => pause(60_000));
    const first = await world.start([clip("a", "x")]);
    await vi.waitFor(() => expect(world.runs).toEqual(["a"]));
    const second = await world.start([clip("b", "x"), job("t", "transcode", { video: "$b" })]);
    await first.cancel();
    expect(standing(await second.finished)).toEqual({ b: "completed", t: "completed" });
    expect(world.runs).toEqual(["a", "b", "t"]);
  });

  test("fails for both", async () => {
    const world = createWorld();
    const gate = createGate();
    world.behaviours.set("a", async () => {
      await gate.promise;
      throw new Error("oh");
    });
    const first = await world.start([clip("a", "x")]);
    await vi.waitFor(() => expect(world.runs).toEqual(["a"]));
    const second = await world.start([clip("b", "x")]);
    await vi.waitFor(async () => {
      expect((await world.ledger.read(second.id))?.states["b"]?.phase).toBe("elsewhere");
    });
    gate.open();
    expect(await first.finished).toMatchObject({ error: { jobId: "a" } });
    expect(await second.finished).toMatchObject({
      status: "failed",
      error: { jobId: "b", message: expect.stringContaining("oh") },
    });
    expect(world.runs).toEqual(["a"]);
  });

  test("comes to one file in two engines on one home", async () => {
    const one = createWorld();
    const other = createWorld({ home: one.home });
    const plan = Array.from({ length: 30 }, (_, index) => clip(`j${index}`, `same ${index % 10}`));
    const [first, second] = await Promise.all([one.run(plan), other.run(plan)]);
    expect([first.status, second.status]).toEqual(["completed", "completed"]);
    expect(storedTexts(one.home)).toHaveLength(10);
    expect(first.jobs.map(({ outputs }) => outputs[0]?.sha256)).toEqual(
      second.jobs.map(({ outputs }) => outputs[0]?.sha256),
    );
    expect(standing(await createWorld({ home: one.home }).run(plan))).toMatchObject({ j0: "completed reused" });
  });
});

test("removes what an engine that died has left, and nothing of those that live", async () => {
  const world = createWorld();
  await world.run([clip("a")]);
  const work = join(world.home, "work");
  const [own] = readdirSync(work);
  const host = own?.split("~")[0];
  const dead = `${host}~4194305~~0-0`;
  const elsewhere = "other-host~4194305~~0-0";
  for (const name of [dead, elsewhere]) mkdirSync(join(work, name, "exec_1"), { recursive: true });
  await createWorld({ home: world.home }).run([clip("b")]);
  const left = readdirSync(work);
  expect(left).toContain(own);
  expect(left).toContain(elsewhere);
  expect(left).not.toContain(dead);
});
