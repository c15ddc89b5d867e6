import { expect, test } from "vitest";
import { clip, createWorld, job } from "./world.ts";

const wideAndTall = {
  jobs: [clip("film"), job("wide", "reframe", {}, ["film"]), job("tall", "reframe", { video: "$film" })],
  outputs: { wide: "$wide", tall: "$tall" },
};

test("several ends are made of what they share, which is made once, and each has its name in the results", async () => {
  const world = createWorld();
  const running = await world.engine.start({
    ...wideAndTall,
    jobs: [...wideAndTall.jobs, job("joined", "merge", { items: ["$wide", "$tall"] })],
  });
  expect(running.snapshot().results).toEqual({});
  const { status, results, result, jobs } = await running.finished;
  expect(status).toBe("completed");
  expect(world.runs.filter((run) => run === "film")).toHaveLength(1);
  const made = (id: string) => ({ ...jobs.find((one) => one.id === id)?.outputs[0], status: "completed" });
  // Each is a file of its own, although another job takes it too.
  expect(results).toEqual({ wide: made("wide"), tall: made("tall") });
  expect(result).toEqual(made("joined"));
  expect(results["wide"]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test("what is asked for by name is there when the plan is run again, with nothing made anew", async () => {
  const world = createWorld();
  const first = await (await world.engine.start(wideAndTall)).finished;
  world.newRuns();
  const again = await (await world.engine.start(wideAndTall)).finished;
  expect(world.newRuns()).toEqual([]);
  expect(again.results).toEqual(first.results);
  expect(Object.values(again.results).every((video) => video !== null)).toBe(true);
});

test("what is left to be rendered by the next job is made by itself once it is asked for by name", async () => {
  const world = createWorld();
  const jobs = [clip("film"), job("wide", "reframe", {}, ["film"]), job("joined", "merge", {}, ["wide"])];
  const left = await (await world.engine.start({ jobs })).finished;
  expect(left.results).toEqual({});
  const asked = await (await world.engine.start({ jobs, outputs: { wide: "$wide" } })).finished;
  expect(asked).toMatchObject({ status: "completed", results: { wide: { kind: "video" } } });
});

test("words that are asked for stand with their job", async () => {
  const world = createWorld();
  const jobs = [
    clip("film"),
    job("words", "transcribe", { media: "$film" }),
    job("tall", "reframe", { video: "$film" }),
  ];
  const execution = await (await world.engine.start({ jobs, outputs: { words: "$words" } })).finished;
  expect(execution).toMatchObject({ status: "completed", results: { words: null } });
});
