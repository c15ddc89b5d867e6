import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { clip, createGate, createWorld, job, resultText, standing, storedTexts } from "./world.ts";

const chain = [
  clip("a"),
  clip("b"),
  job("tall", "reframe", { aspectRatio: "9:16" }, ["a"]),
  job("film", "merge", { items: ["$tall", "$b"] }),
  job("end", "captions", { video: "$film", text: "hello" }),
];

test("leaves what one job alone takes to that job, down to the one that renders it", async () => {
  const world = createWorld();
  const execution = await world.run(chain);
  expect(resultText(execution)).toBe("captions(merge(reframe(a, 9:16), b), hello)");
  expect(standing(execution)).toEqual({
    a: "completed",
    b: "completed",
    tall: "completed in end",
    film: "completed in end",
    end: "completed",
  });
  expect(storedTexts(world.home)).toEqual(["a", "b", "captions(merge(reframe(a, 9:16), b), hello)"]);
});

test("starts nothing the second time, though the jobs between have no files", async () => {
  const world = createWorld();
  await world.run(chain);
  world.newRuns();
  const again = await world.run(chain);
  expect(world.newRuns()).toEqual([]);
  expect(standing(again)).toEqual({
    a: "completed reused",
    b: "completed reused",
    end: "completed reused",
    tall: "completed reused in end",
    film: "completed reused in end",
  });
});

test("waits with what may be left to a job until that one's sources are read", async () => {
  const world = createWorld();
  writeFileSync(join(world.folder, "b.mp4"), "b".repeat(5_000_000));
  const plan = [clip("a"), job("tall", "reframe", {}, ["a"]), job("film", "merge", { items: ["$tall", "b.mp4"] })];
  await world.run(plan);
  world.newRuns();
  expect(standing(await world.run(plan))).toMatchObject({ tall: "completed reused in film" });
  expect(world.newRuns()).toEqual([]);
});

test("renders again what its chain has changed", async () => {
  const world = createWorld();
  await world.run(chain);
  world.newRuns();
  const changed = chain.map((entry, index) =>
    index === 2 ? job("tall", "reframe", { aspectRatio: "1:1" }, ["a"]) : entry,
  );
  const again = await world.run(changed);
  expect(world.newRuns()).toEqual(["tall", "film", "end"]);
  expect(standing(again)).toMatchObject({ a: "completed reused", b: "completed reused" });
  expect(resultText(again)).toBe("captions(merge(reframe(a, 1:1), b), hello)");
});

test("makes a file of each job when that is asked for, and takes those afterwards", async () => {
  const world = createWorld();
  const execution = await world.run(chain, { keepIntermediates: true });
  expect(storedTexts(world.home)).toHaveLength(5);
  expect(execution.jobs.every(({ outputs, renderedBy }) => outputs.length === 1 && renderedBy === null)).toBe(true);
  world.newRuns();
  expect(standing(await world.run(chain, { keepIntermediates: true }))).toMatchObject({ film: "completed reused" });
  expect(world.newRuns()).toEqual([]);
});

test.each([
  ["is taken twice", [clip("a"), job("r", "reframe", {}, ["a"]), job("m", "merge", { items: ["$r", "$r"] })]],
  [
    "is taken by two",
    [clip("a"), job("r", "reframe", {}, ["a"]), job("x", "merge", {}, ["r"]), job("y", "reframe", {}, ["r"])],
  ],
  [
    "is waited for by another",
    [clip("a"), job("r", "reframe", {}, ["a"]), job("m", "merge", {}, ["r"]), clip("w", "w", { dependsOn: ["r"] })],
  ],
  ["goes to what renders nothing", [clip("a"), job("r", "reframe", {}, ["a"]), job("t", "transcode", {}, ["r"])]],
  ["is the last", [clip("a"), job("r", "reframe", {}, ["a"])]],
])("makes a file of what %s", async (_name, plan) => {
  const world = createWorld();
  const execution = await world.run(plan);
  expect(execution.jobs[1]).toMatchObject({ id: "r", renderedBy: null, outputs: [{ kind: "video" }] });
});

test("gets on with what can be left to a job that waits for something else anyway", async () => {
  const world = createWorld();
  const gate = createGate();
  world.behaviours.set("slow", () => gate.promise);
  // Of the film is nothing known before the transcoded clip is there; the clip beside it need not wait for that.
  const running = await world.start([
    clip("slow"),
    job("long", "transcode", { video: "$slow" }),
    clip("quick"),
    job("film", "merge", { items: ["$long", "$quick"] }),
  ]);
  await vi.waitFor(() => expect(world.runs.toSorted()).toEqual(["quick", "slow"]));
  gate.open();
  expect(await running.finished).toMatchObject({ status: "completed" });
});

test("keeps the folder of what is left to another job until that one has ended", async () => {
  const world = createWorld();
  const notes: string[] = [];
  world.behaviours.set("tall", ({ workDir }) => {
    notes.push(join(workDir, "drawn.png"));
    writeFileSync(join(workDir, "drawn.png"), "drawn");
  });
  world.behaviours.set("end", () => {
    expect(notes.map(existsSync)).toEqual([true]);
  });
  expect(await world.run(chain)).toMatchObject({ status: "completed", error: null });
  expect(notes.map(existsSync)).toEqual([false]);
});

test("notices a source that changes while the job that renders it runs", async () => {
  const world = createWorld();
  const path = join(world.folder, "a.mp4");
  writeFileSync(path, "before");
  world.behaviours.set("end", () => writeFileSync(path, "after"));
  const execution = await world.run([
    job("tall", "reframe", { video: "a.mp4" }),
    job("end", "captions", { video: "$tall", text: "hello" }),
  ]);
  expect(execution).toMatchObject({
    status: "failed",
    error: { code: "source_changed", jobId: "end", retryable: true },
  });
});

test("remembers what was left undone of what it reuses", async () => {
  const world = createWorld();
  const plain = world.operations.find(({ signature }) => signature.type === "reframe");
  if (plain === undefined) throw new Error("Expected an operation");
  const degradations = [{ code: "sound_shortened", message: "The sound was cut.", hint: "" } as const];
  const operations = world.operations.map((operation) =>
    operation === plain
      ? {
          ...plain,
          run: async (...given: Parameters<typeof plain.run>) => ({ ...(await plain.run(...given)), degradations }),
        }
      : operation,
  );
  const other = createWorld({ operations });
  for (const round of ["made", "reused"]) {
    const execution = await other.run([job("r", "reframe", { video: "$a" }), clip("a"), job("m", "merge", {}, ["r"])]);
    expect(execution.degradations.map(({ jobId, code }) => `${round} ${jobId} ${code}`)).toEqual([
      `${round} r sound_shortened`,
      `${round} a animatic_instead_of_model`,
    ]);
  }
});
