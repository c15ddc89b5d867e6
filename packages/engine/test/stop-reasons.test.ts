import { setTimeout } from "node:timers/promises";
import { stopReasonOf, type OperationContext, type StopReason } from "@proxx/contract";
import { expect, test, vi } from "vitest";
import { createMemoryLedger, type EngineOptions, type Ledger } from "../src/index.ts";
import type { JobState } from "../src/state/job-state.ts";
import { clip, createWorld, job, type World } from "./world.ts";

const NOTE = { provider: "fal", id: "request-1" };

/** What a job does that has begun a run at a provider and waits for it: forgets it when it is cancelled, and else does not. */
function waitsForProvider(told: (StopReason | null)[]) {
  return async ({ remember, pause, signal }: OperationContext): Promise<void> => {
    await remember(NOTE);
    try {
      await pause(60_000);
    } finally {
      told.push(stopReasonOf(signal));
      if (stopReasonOf(signal) === "cancelled") await remember(null);
    }
  };
}

async function startWaiting(options: Partial<EngineOptions> = {}) {
  const ledger = options.ledger ?? createMemoryLedger();
  const world = createWorld({ ...options, ledger });
  const told: (StopReason | null)[] = [];
  world.behaviours.set("a", waitsForProvider(told));
  return { world, ledger, told };
}

async function begun({ runs }: World, count = 1): Promise<void> {
  await vi.waitFor(() => expect(runs).toHaveLength(count));
  await setTimeout(5);
}

test("a job is told that it is cancelled by whoever cancels, by a call or by a signal", async () => {
  const { world, told } = await startWaiting();
  const controller = new AbortController();
  const byCall = await world.start([clip("a")]);
  await begun(world);
  await byCall.cancel();
  const bySignal = await world.start([clip("a")], { signal: controller.signal });
  await begun(world, 2);
  controller.abort();
  await bySignal.finished;
  expect(told).toEqual(["cancelled", "cancelled"]);
});

test("a job is told that it is left alone by an engine that closes, and what it noted down stays", async () => {
  const { world, ledger, told } = await startWaiting();
  const running = await world.start([clip("a")]);
  await begun(world);
  await world.engine.close();
  await running.finished;
  expect(told).toEqual(["detached"]);
  expect(await ledger.jobWaitingFor(NOTE)).toEqual({ executionId: running.id, jobId: "a" });
});

test("a job is told that it took too long, and what it noted down stays", async () => {
  const notes: unknown[] = [];
  const ledger = createMemoryLedger();
  const writeNote: Ledger["writeNote"] = (executionId, jobId, attempt, note) => {
    notes.push(note);
    return ledger.writeNote(executionId, jobId, attempt, note);
  };
  const { world, told } = await startWaiting({ jobTimeoutMs: 30, ledger: { ...ledger, writeNote } });
  expect(await world.run([clip("a")])).toMatchObject({ error: { code: "job_timeout", retryable: true } });
  expect(told).toEqual(["timed-out"]);
  expect(notes).toEqual([NOTE]);
});

test("a job that waits is not cancelled by a fault in the ledger of another one", async () => {
  const inner = createMemoryLedger();
  let isBroken = false;
  const move: Ledger["move"] = (...about) => {
    if (!isBroken) return inner.move(...about);
    isBroken = false;
    return Promise.reject(new TypeError("Expected something else"));
  };
  const { world, told } = await startWaiting({ ledger: { ...inner, move } });
  world.behaviours.set("b", async () => {
    await setTimeout(20);
    isBroken = true;
  });
  const execution = await world.run([clip("a"), clip("b"), job("m", "merge", {}, ["a", "b"])]);
  expect(told).toEqual(["detached"]);
  expect(execution).toMatchObject({ status: "failed", error: { code: "internal" } });
  expect(await world.engine.get(execution.id)).toEqual(execution);
});

test("an execution that another process has taken detaches its jobs here, and its end comes from there", async () => {
  const { world, ledger, told } = await startWaiting();
  world.behaviours.set("end", ({ pause }) => pause(60_000));
  const running = await world.start([clip("a"), clip("b"), clip("end")]);
  const variant = await world.start([job("t", "transcode", { video: "$base" })], { baseExecutionId: running.id });
  await vi.waitFor(() => expect(running.snapshot().completedJobs).toBe(1));
  await begun(world, 3);
  const record = await ledger.read(running.id);
  if (record === null) throw new Error("Expected the execution");
  expect(await ledger.takeOver(record, "another")).toBe(true);
  const { states, execution } = record;
  const end = { ...states["end"], ...states["b"], attempt: 2 } as JobState;
  await ledger.move(running.id, null, () => ({
    hear: () => [],
    decide: () => ({
      jobs: [{ jobId: "end", state: end }],
      execution: { ...execution, status: "completed", completedAtMs: 0 },
      releases: [],
      offers: [],
      hasResult: true,
      progress: 100,
      events: [],
      delivery: null,
    }),
  }));
  // Whoever had it finds out at the next move.
  running.wake("end");
  expect(await running.finished).toMatchObject({ status: "completed" });
  expect(told).toEqual(["detached"]);
  expect(await variant.finished).toMatchObject({ status: "completed" });
});
