import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "@proxx/media";
import { createRandom, isRunning, program } from "@proxx/testing";
import { expect, test, vi } from "vitest";
import { clip, createGate, createWorld, job, standing, storedTexts, type World } from "./world.ts";

test("cancelled at 50 random moments, leaves no process and no work folder, and keeps what is finished", async () => {
  const world = createWorld({ computeSlots: 3 });
  const random = createRandom(4);
  let cancelledWithWork = 0;
  let reused = 0;
  for (let round = 0; round < 50; round++) {
    const pids: number[] = [];
    const plan = planWithProcesses(world, round, pids);
    const running = await world.start(plan);
    const moment = Math.floor(random() * 9);
    // A moment is so many jobs that began or ended after the beginning; there are eight before all that is left would run for ever.
    let changes = 0;
    const { promise: come, open } = createGate();
    running.onEvent(({ type }) => {
      changes += Number(type === "job-started" || type === "job-ended");
      if (changes >= moment) open();
    });
    if (moment === 0) open();
    await Promise.race([come, running.finished]);
    const execution = await running.cancel();
    expect(pids.filter(isRunning)).toEqual([]);
    expect(world.workFolders.filter(existsSync)).toEqual([]);
    expect(workFolders(world)).toEqual([]);
    expect(execution.jobs.filter(({ status }) => status === "pending" || status === "processing")).toEqual([]);
    if (execution.status === "completed") continue;
    expect(execution).toMatchObject({ status: "cancelled", result: null, error: { code: "aborted", jobId: null } });
    cancelledWithWork += Number(pids.length > 0);

    const finished = execution.jobs.filter(({ status, outputs }) => status === "completed" && outputs.length > 0);
    world.behaviours.clear();
    world.newRuns();
    const again = await world.run(plan);
    expect(again.status).toBe("completed");
    const runs = world.newRuns();
    for (const { id } of finished) {
      expect(runs).not.toContain(id);
      expect(standing(again)[id]).toBe("completed reused");
      reused += 1;
    }
  }
  expect(reused).toBeGreaterThan(20);
  expect(cancelledWithWork).toBeGreaterThan(20);
});

/** Jobs that each start a process; of those some end by themselves, and the others never. */
function planWithProcesses(world: World, round: number, pids: number[]): object[] {
  const runs = (id: string, name: "forever" | "exits") => {
    world.behaviours.set(id, async ({ signal }) => {
      const args = name === "exits" ? [0] : [];
      const run = await runTool({ ...program(name, ...args), signal, onStart: (pid) => pids.push(pid) });
      if (run.endedBy === "abort") throw new Error("The tool was ended");
    });
  };
  runs("quick", "exits");
  runs("slow", "forever");
  runs("last", "forever");
  return [
    job("quick", "generateImage", { prompt: `quick ${round}` }),
    clip("plain", `plain ${round}`),
    job("slow", "transcode", { video: "$plain" }),
    job("film", "merge", { items: ["$quick", "$plain"] }),
    job("last", "reframe", {}, ["film"]),
  ];
}

function workFolders(world: World): string[] {
  const parent = join(world.home, "work");
  return readdirSync(parent).flatMap((name) => readdirSync(join(parent, name)));
}

test("ends a process that will not end by itself", async () => {
  const world = createWorld();
  const pids: number[] = [];
  world.behaviours.set("deaf", async ({ signal }) => {
    await runTool({ ...program("ignores-sigterm"), signal, graceMs: 100, onStart: (pid) => pids.push(pid) });
    signal.throwIfAborted();
  });
  const running = await world.start([clip("deaf")]);
  await vi.waitFor(() => expect(pids).toHaveLength(1));
  expect(await running.cancel()).toMatchObject({ status: "cancelled", jobs: [{ status: "cancelled" }] });
  expect(pids.filter(isRunning)).toEqual([]);
});

test("is cancelled by its signal, before the beginning too", async () => {
  const world = createWorld();
  const execution = await world.run([clip("a"), job("b", "reframe", {}, ["a"])], { signal: AbortSignal.abort() });
  expect(execution).toMatchObject({ status: "cancelled", jobs: [{ status: "cancelled" }, { status: "cancelled" }] });
  expect(world.runs).toEqual([]);

  const controller = new AbortController();
  world.behaviours.set("a", ({ pause }) => pause(60_000));
  const running = await world.start([clip("a")], { signal: controller.signal });
  await vi.waitFor(() => expect(world.runs).toEqual(["a"]));
  controller.abort();
  expect(await running.finished).toMatchObject({ status: "cancelled" });
});

test("keeps what finished at the moment it was cancelled", async () => {
  const world = createWorld();
  world.behaviours.set("b", ({ pause }) => pause(60_000));
  const running = await world.start([clip("a"), job("b", "transcode", { video: "$a" })]);
  await vi.waitFor(() => expect(world.runs).toEqual(["a", "b"]));
  const execution = await running.cancel();
  expect(standing(execution)).toEqual({ a: "completed", b: "cancelled" });
  expect(storedTexts(world.home)).toEqual(["a"]);
  expect(await running.cancel()).toEqual(execution);
});

test("closing an engine ends what runs, leaves the execution as it stands, and no folder", async () => {
  const world = createWorld();
  world.behaviours.set("a", ({ pause }) => pause(60_000));
  const running = await world.start([clip("a")]);
  await vi.waitFor(() => expect(world.runs).toEqual(["a"]));
  await world.engine.close();
  expect(await running.finished).toMatchObject({ status: "processing", jobs: [{ status: "processing" }] });
  expect(await world.engine.get(running.id)).toEqual(await running.finished);
  expect(readdirSync(join(world.home, "work"))).toEqual([]);
  await expect(world.start([clip("a")])).rejects.toThrow("not closed");
});
