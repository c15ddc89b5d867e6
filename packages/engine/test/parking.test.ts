import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { OperationContext } from "@proxx/contract";
import { expect, test, vi } from "vitest";
import type { CancelRun, RunningExecution } from "../src/index.ts";
import { clip, createGate, createWorld, job, resultText, standing, type World } from "./world.ts";

const RUN = { provider: "fal", id: "request-1" };

/** Does what a job does that waits for a run at a provider: `looks` times it is not there yet. */
function parks(looks: number, milliseconds: number, seen: unknown[] = []) {
  let looked = 0;
  return async ({ remembered, remember, park }: OperationContext): Promise<void> => {
    seen.push(remembered);
    if (looked++ === looks) return;
    await remember({ ...RUN, looked });
    await park(milliseconds);
  };
}

async function isParked(world: World, running: RunningExecution, jobIds: readonly string[]): Promise<void> {
  await vi.waitFor(async () => {
    const record = await world.ledger.read(running.id);
    expect(jobIds.map((id) => record?.states[id]?.phase)).toEqual(jobIds.map(() => "parked"));
  });
}

test("jobs that are parked hold no slot, and go on with what they have noted down", async () => {
  const world = createWorld({ waitSlots: 1 });
  const ids = Array.from({ length: 20 }, (_, index) => `p${index}`);
  const seen: unknown[] = [];
  for (const id of ids) world.behaviours.set(id, parks(1, 60_000, seen));
  const running = await world.start([...ids.map((id) => clip(id)), job("film", "merge", {}, ids)]);
  await isParked(world, running, ids);
  expect(await world.run([clip("other")])).toMatchObject({ status: "completed" });
  expect(
    running
      .snapshot()
      .jobs.slice(0, 20)
      .map(({ status }) => status),
  ).toEqual(ids.map(() => "processing"));
  expect(world.workFolders.filter(existsSync)).toEqual([]);
  for (const id of ids) running.wake(id);
  const execution = await running.finished;
  expect(resultText(execution)).toBe(`merge(${ids.join(", ")})`);
  expect(seen).toEqual([...ids.map(() => undefined), ...ids.map(() => ({ ...RUN, looked: 1 }))]);
});

test("what is kept of a parked job says when it is gone on with, and on which kind of slot", async () => {
  const world = createWorld({ now: () => 1_000_000 });
  world.behaviours.set("a", parks(1, 60_000));
  const running = await world.start([clip("a")]);
  await isParked(world, running, ["a"]);
  const record = await world.ledger.read(running.id);
  const state = { phase: "parked", status: "processing", attempt: 1, lookAgainAtMs: 1_060_000, load: "wait" };
  expect(JSON.parse(JSON.stringify(record?.states["a"]))).toMatchObject(state);
  expect(record?.notes).toEqual({ a: { ...RUN, looked: 1 } });
  expect(await world.ledger.jobWaitingFor(RUN)).toEqual({ executionId: running.id, jobId: "a" });
  running.wake("a");
  await running.finished;
  const after = await world.ledger.read(running.id);
  expect(after?.states["a"]).toMatchObject({ phase: "ended", attempt: 2, lookAgainAtMs: null, startNumber: 1 });
});

test("a parked job goes on when its time has come, and is begun and ended once for those who watch", async () => {
  const world = createWorld();
  const seen: unknown[] = [];
  const told: string[] = [];
  world.behaviours.set("a", parks(3, 5, seen));
  const running = await world.start([clip("a")]);
  running.onEvent(({ type }) => {
    if (type.startsWith("job-")) told.push(type);
  });
  expect(await running.finished).toMatchObject({ status: "completed" });
  expect(seen.slice(1)).toEqual([1, 2, 3].map((looked) => ({ ...RUN, looked })));
  expect(told.filter((type) => type === "job-started" || type === "job-ended")).toEqual(["job-started", "job-ended"]);
});

test("news that comes while a job asks is not lost when it parks after", async () => {
  const world = createWorld();
  let looked = 0;
  world.behaviours.set("a", async ({ park }) => {
    if (looked++ > 0) return;
    running.wake("a");
    await park(60_000);
  });
  const running = await world.start([clip("a")]);
  expect(await running.finished).toMatchObject({ status: "completed" });
});

test("the time that a job is parked is none of its time limit", async () => {
  const world = createWorld({ jobTimeoutMs: 60 });
  world.behaviours.set("a", parks(4, 30));
  expect(await world.run([clip("a")])).toMatchObject({ status: "completed" });
});

test("nothing is parked for ever", async () => {
  const world = createWorld({ parkedTimeoutMs: 50 });
  world.behaviours.set("a", ({ park }) => park(20));
  const execution = await world.run([clip("a"), job("t", "transcode", { video: "$a" })]);
  expect(standing(execution)).toEqual({ a: "failed", t: "skipped" });
  expect(execution.error).toMatchObject({ code: "job_timeout", jobId: "a", retryable: true });
});

test("a parked job is cancelled where it waits, and forgets what is cancelled", async () => {
  const cancelled: unknown[] = [];
  const cancelRun: CancelRun = async (note, { providerApiKeys }) => {
    cancelled.push([note, providerApiKeys]);
    throw new Error("nobody listens");
  };
  const world = createWorld({ cancelRun });
  world.behaviours.set("a", parks(1, 60_000));
  const running = await world.start([clip("a"), clip("b")], { providerApiKeys: { fal: "key" } });
  await isParked(world, running, ["a"]);
  expect(await running.cancel()).toMatchObject({ status: "cancelled", jobs: [{ status: "cancelled" }, {}] });
  expect(cancelled).toEqual([[{ ...RUN, looked: 1 }, { fal: "key" }]]);
  expect((await world.ledger.read(running.id))?.notes).toEqual({ a: null });
});

test("a job is cancelled where it waits at whatever moment it parks", async () => {
  for (let round = 0; round < 30; round++) {
    let isBegun = false;
    let isOver = false;
    const world = createWorld({ cancelRun: async () => void (isOver = true) });
    world.behaviours.set("a", async ({ remember, park, signal }) => {
      if (signal.aborted) return;
      await remember(RUN);
      isBegun = true;
      try {
        await setTimeout(round % 3);
        signal.throwIfAborted();
        await park(1);
      } catch (error) {
        isOver ||= signal.aborted;
        throw error;
      }
    });
    const running = await world.start([clip("a")]);
    await setTimeout(round / 2);
    expect(await running.cancel()).toMatchObject({ status: "cancelled" });
    expect(isOver).toBe(isBegun);
  }
});

test("an engine that closes leaves a parked job parked", async () => {
  const cancelled: unknown[] = [];
  const world = createWorld({ cancelRun: async (note) => void cancelled.push(note) });
  world.behaviours.set("a", parks(1, 60_000));
  const running = await world.start([clip("a")]);
  await isParked(world, running, ["a"]);
  await world.engine.close();
  expect(await running.finished).toMatchObject({ status: "processing" });
  const record = await world.ledger.read(running.id);
  expect(record).toMatchObject({ states: { a: { phase: "parked" } }, notes: { a: { ...RUN, looked: 1 } } });
  expect(cancelled).toEqual([]);
});

test("what a parked job makes is not made by another one meanwhile", async () => {
  const world = createWorld();
  world.behaviours.set("a", parks(1, 60_000));
  const running = await world.start([clip("a", "same")]);
  await isParked(world, running, ["a"]);
  const other = await world.start([clip("b", "same")]);
  await setTimeout(20);
  running.wake("a");
  await running.finished;
  expect(standing(await other.finished)).toEqual({ b: "completed reused" });
});

test("a job goes on where there is room for what it does next", async () => {
  const world = createWorld({ computeSlots: 1, waitSlots: 1 });
  const gate = createGate();
  const order: string[] = [];
  world.behaviours.set("computes", () => gate.promise);
  world.behaviours.set("a", async ({ remembered, remember, continueOn }) => {
    order.push(remembered === undefined ? "asks" : "renders");
    if (remembered === undefined) await remember("what was heard");
    await continueOn("compute");
    order.push("ends");
  });
  const running = await world.start([job("computes", "generateImage", { prompt: "x" }), clip("a")]);
  await vi.waitFor(async () => {
    expect((await world.ledger.read(running.id))?.states["a"]).toMatchObject({ phase: "queued", load: "compute" });
  });
  // It has left its place to those who ask.
  expect(await world.run([clip("other")])).toMatchObject({ status: "completed" });
  expect(order).toEqual(["asks"]);
  gate.open();
  expect(await running.finished).toMatchObject({ status: "completed" });
  expect(order).toEqual(["asks", "renders", "ends"]);
});
