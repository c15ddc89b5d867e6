import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import type { StartOptions } from "../src/index.ts";
import { clip, createGate, createWorld, job, type World } from "./world.ts";

/** Job by job: `hit` or `miss`, and why. */
async function explain(world: World, jobs: readonly unknown[], options: StartOptions = {}) {
  const { jobs: explained } = await world.engine.explain({ jobs }, { baseFolder: world.folder, ...options });
  return Object.fromEntries(explained.map(({ id, outcome, why }) => [id, [outcome, ...why]]));
}

const film = (second: string, transition = "cut") => [
  clip("one", "Scene 1"),
  clip("two", second),
  clip("three", "Scene 3"),
  job("film", "merge", { transition }, ["one", "two", "three"]),
  job("end", "transcode", {}, ["film"]),
];

test("says what was never made, and what is there, and starts nothing", async () => {
  const world = createWorld();
  const first = await explain(world, film("Scene 2"));
  expect(first).toEqual({
    one: ["miss", "never made before"],
    two: ["miss", "never made before"],
    three: ["miss", "never made before"],
    film: ["miss", "never made before"],
    end: ["miss", "never made before"],
  });
  expect(world.runs).toEqual([]);
  await world.run(film("Scene 2"));
  const again = await explain(world, film("Scene 2"));
  expect(Object.values(again).map(([outcome]) => outcome)).toEqual(["hit", "hit", "hit", "hit", "hit"]);
});

test("names the parameter that changed, and the input that is made again for it", async () => {
  const world = createWorld();
  await world.run(film("Scene 2"));
  expect(await explain(world, film("Scene two", "fade"))).toEqual({
    one: ["hit", "made before, of the same"],
    two: ["miss", "`prompt` changed: “Scene 2” → “Scene two”"],
    three: ["hit", "made before, of the same"],
    film: ["miss", "`transition.type` changed: “cut” → “fade”", "input `items[1]` changed (two is made again)"],
    end: ["miss", "input `video` changed (film is made again)"],
  });
});

test("tells of new and missing parameters, inputs, versions, builds and models", async () => {
  const world = createWorld();
  await world.run([job("a", "generate", { prompt: "a", seed: 1 }), job("m", "merge", { items: ["$a"] })]);
  world.build["tool"] = "2";
  const keys = { providerApiKeys: { fal: "key" } };
  const model = { provider: "fal", model: "x/y" };
  const told = await explain(world, [job("a", "generate", { prompt: "a", fps: 24, model })], keys);
  expect(told["a"]?.toSorted()).toEqual([
    "`fps` is new: 24",
    '`model` is new: {"model":"x/y","provider":"fal"}',
    "`seed` is gone",
    "miss",
    "provider changed: local:animatic → fal:x/y",
    "tool build changed: “1” → “2”",
  ]);
  world.build["tool"] = "1";
  writeFileSync(join(world.folder, "b.mp4"), "b");
  expect(
    await explain(world, [
      job("a", "generate", { prompt: "a", seed: 1 }),
      job("m", "merge", { items: ["$a", "b.mp4"] }),
    ]),
  ).toEqual({
    a: ["hit", "made before, of the same"],
    m: ["miss", "input `items[1]` is new"],
  });
  const [generate] = world.operations;
  if (generate === undefined) throw new Error("Expected an operation");
  const next = createWorld({ home: world.home, operations: [{ ...generate, version: 2 }] });
  expect(await explain(next, [job("a", "generate", { prompt: "a", seed: 1 })])).toEqual({
    a: ["miss", "`generate` itself changed: version 1 → 2"],
  });
});

test("tells of text that changed, and of files", async () => {
  const world = createWorld();
  const path = join(world.folder, "a.mp4");
  writeFileSync(path, "a");
  const plan = (text: string) => [job("c", "captions", { video: "a.mp4", text })];
  await world.run(plan("hello"));
  expect(await explain(world, plan("salut"))).toEqual({ c: ["miss", "`text` changed: “hello” → “salut”"] });
  writeFileSync(path, "b");
  expect(await explain(world, plan("hello"))).toEqual({ c: ["miss", "input `video` changed"] });
});

test("tells of a file that is gone from the store", async () => {
  const world = createWorld();
  const execution = await world.run([clip("a")]);
  rmSync(fileURLToPath(execution.result?.url ?? ""));
  expect(await explain(world, [clip("a")])).toEqual({ a: ["miss", "its file is gone from the store"] });
});

test("tells what is rendered into another job, there or not", async () => {
  const world = createWorld();
  const plan = (ratio: string) => [
    clip("a"),
    job("tall", "reframe", { aspectRatio: ratio }, ["a"]),
    job("end", "captions", { video: "$tall", text: "hello" }),
  ];
  await world.run(plan("9:16"));
  expect(await explain(world, plan("9:16"))).toMatchObject({ tall: ["hit", "rendered into end, which is there"] });
  expect(await explain(world, plan("1:1"))).toMatchObject({
    a: ["hit", "made before, of the same"],
    tall: ["miss", "`aspectRatio` changed: “9:16” → “1:1”"],
    end: ["miss", "input `video` changed (tall is made again)"],
  });
});

test("tells what each job would wait for, and what is done in a lesser way", async () => {
  const world = createWorld();
  await world.run([clip("b")]);
  const gate = createGate();
  world.behaviours.set("base", () => gate.promise);
  const base = await world.start([clip("slow")]);
  const { jobs } = await world.engine.explain(
    { jobs: [clip("a"), clip("b"), job("m", "merge", { items: ["$a", "$b", "$base"] })] },
    { baseExecutionId: base.id },
  );
  expect(jobs[0]).toMatchObject({ load: "wait", provider: "local:animatic", waitsFor: [], renderedBy: "m" });
  expect(jobs[0]?.degradations).toMatchObject([{ jobId: "a", code: "animatic_instead_of_model" }]);
  expect(jobs[2]).toMatchObject({ load: "compute", provider: null, degradations: [] });
  expect(jobs[2]?.waitsFor).toContain("a");
  gate.open();
  await base.finished;
  await vi.waitFor(() => expect(world.engine.running(base.id)).toBeNull());
});

test("refuses what a start would refuse", async () => {
  const world = createWorld();
  await expect(explain(world, [clip("a")], { strict: true })).rejects.toMatchObject({
    issues: [{ code: "animatic_instead_of_model" }],
  });
  await expect(explain(world, [job("r", "reframe", { video: "gone.mp4" })])).rejects.toMatchObject({
    issues: [{ code: "source_missing" }],
  });
});
