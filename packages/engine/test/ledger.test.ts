import { ProxxError } from "@proxx/contract";
import { describe, expect, test, vi } from "vitest";
import { createMemoryLedger, type Ledger } from "../src/index.ts";
import { describeRecord } from "../src/ledger/describe-record.ts";
import { ledgerContract } from "./ledger-contract.ts";
import { clip, createGate, createWorld, job, standing } from "./world.ts";

describe("the ledger in memory", () => {
  ledgerContract(() => createMemoryLedger());
});

test("gives the plan of an execution back to its tenant", async () => {
  const world = createWorld();
  const base = await world.run([clip("a")], { tenant: "one" });
  const next = await world.run([job("t", "transcode", { video: "$base" })], {
    baseExecutionId: base.id,
    tenant: "one",
  });
  expect(await world.engine.getPlan(next.id, "one")).toMatchObject({
    baseExecutionId: base.id,
    jobs: [{ id: "t", type: "transcode", params: { video: "$base" } }],
  });
  expect(await world.engine.getPlan(next.id)).toBeNull();
  expect(await world.engine.getPlan("exec_never", "one")).toBeNull();
});

test("has the whole of an execution at its end", async () => {
  const world = createWorld();
  world.behaviours.set("b", ({ progress }) => {
    progress(1, 4, "a quarter");
    throw new Error("oh");
  });
  for (const jobs of [
    [clip("a"), job("r", "reframe", {}, ["a"])],
    [clip("b"), clip("c"), job("m", "merge", {}, ["b"])],
  ]) {
    const execution = await world.run(jobs);
    expect(await documentIn(world.ledger, execution.id)).toEqual(execution);
    expect(await world.engine.get(execution.id)).toEqual(execution);
  }
});

async function documentIn(ledger: Ledger, executionId: string) {
  const record = await ledger.read(executionId);
  return record === null ? null : describeRecord(record);
}

const GONE = new Error("The database is gone");
const plan = [clip("a"), clip("b"), job("m", "merge", {}, ["a", "b"]), job("end", "transcode", {}, ["m"])];

/** Fails so many times, after so many calls. */
function unreachable(ledger: Ledger, times: number, after: number): Ledger {
  let calls = 0;
  const fails = () => ++calls > after && calls <= after + times;
  return {
    ...ledger,
    move: (...about) => (fails() ? Promise.reject(GONE) : ledger.move(...about)),
    writeNote: (...about) => (fails() ? Promise.reject(GONE) : ledger.writeNote(...about)),
    readNote: (...about) => (fails() ? Promise.reject(GONE) : ledger.readNote(...about)),
  };
}

test.each([0, 1, 2, 3, 4, 5, 6])(
  "goes on when a ledger can be reached again that was gone (after %i calls)",
  async (after) => {
    const world = createWorld({ ledger: unreachable(createMemoryLedger(), 3, after) });
    world.behaviours.set("a", ({ remember }) => remember({ request: 7 }));
    const execution = await world.run(plan);
    expect(execution).toMatchObject({ status: "completed", error: null });
    expect(await documentIn(world.ledger, execution.id)).toEqual(execution);
    expect(world.runs.toSorted()).toEqual(["a", "b", "end", "m"]);
  },
);

test("creates an execution once when the ledger can be reached again, whatever became of the answer", async () => {
  const ledger = createMemoryLedger();
  const created: string[] = [];
  const create: Ledger["create"] = async (execution) => {
    created.push(execution.id);
    const requested = created.length > 1 ? await ledger.create(execution) : null;
    if (requested === null || created.length < 4) throw GONE;
    return requested;
  };
  const execution = await createWorld({ ledger: { ...ledger, create } }).run([clip("a")]);
  expect(execution).toMatchObject({ status: "completed" });
  expect(created).toEqual(Array.from({ length: 4 }, () => execution.id));
});

test("waits for no ledger that says it will not be there", async () => {
  const never = new ProxxError("database_unusable", "The database refuses.", { hint: "Ask who runs it." });
  const greet: Ledger["greet"] = () => Promise.reject(never);
  const world = createWorld({ ledger: { ...createMemoryLedger(), greet } });
  await expect(world.start([clip("a")])).rejects.toBe(never);
});

test("takes a move for made whose answer was lost, and gives attempts their notes all the same", async () => {
  const ledger = createMemoryLedger();
  let calls = 0;
  const move: Ledger["move"] = async (...about) => {
    await ledger.writeNote(about[0], "a", 1, { request: 7 });
    const answer = await ledger.move(...about);
    if (++calls % 2 === 1) throw GONE;
    return answer;
  };
  const world = createWorld({ ledger: { ...ledger, move } });
  const remembered: unknown[] = [];
  world.behaviours.set("a", async (context) => {
    remembered.push(context.remembered);
    if (remembered.length === 1) await context.park(0);
  });
  const told: string[] = [];
  const running = await world.start(plan, { onEvent: ({ type }) => told.push(type) });
  expect(await running.finished).toMatchObject({ status: "completed" });
  expect(remembered).toEqual([undefined, { request: 7 }]);
  expect(world.runs.toSorted()).toEqual(["a", "a", "b", "end", "m"]);
  expect(told.filter((type) => type === "job-started")).toHaveLength(4);
  expect(told.filter((type) => type === "job-ended")).toHaveLength(4);
});

test("tells nobody of what the ledger does not have", async () => {
  const world = createWorld();
  world.behaviours.set("b", () => {
    throw new Error("oh");
  });
  const running = await world.start([
    ...plan,
    clip("c"),
    job("r", "reframe", {}, ["c"]),
    job("x", "captions", { text: "x" }, ["r"]),
  ]);
  const seen: string[] = [];
  const look = async () => {
    const told = running.snapshot();
    const record = await world.ledger.read(running.id);
    if (record === null) throw new Error("Expected the execution");
    seen.push(told.status);
    const kept = describeRecord(record);
    expect(kept.status).toBe(told.status);
    expect(kept.error).toEqual(told.error);
    expect(standing(kept)).toEqual(standing(told));
    // And what it has can be written down and read again.
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  };
  const looks: Promise<void>[] = [];
  running.onProgress(() => void looks.push(look()));
  expect(await running.finished).toMatchObject({ status: "failed", error: { jobId: "b" } });
  await Promise.all(looks);
  expect(new Set(seen)).toEqual(new Set(["processing", "failed"]));
});

test("stands where the ledger has it as long as that is gone, and is left so by an engine that closes", async () => {
  const ledger = createMemoryLedger();
  let isGone = false;
  const move: Ledger["move"] = (...about) => (isGone ? Promise.reject(GONE) : ledger.move(...about));
  const world = createWorld({ ledger: { ...ledger, move } });
  world.behaviours.set("b", () => {
    isGone = true;
    throw new Error("oh");
  });
  const running = await world.start([clip("b")]);
  await vi.waitFor(() => expect(isGone).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(running.snapshot()).toMatchObject({ status: "processing", error: null, jobs: [{ status: "processing" }] });
  await world.engine.close();
  expect(await running.finished).toMatchObject({ status: "processing", error: null });
  expect(await documentIn(ledger, running.id)).toMatchObject({ status: "processing" });
});

test("ends an execution with a fault of ours in the ledger as well", async () => {
  const ledger = createMemoryLedger();
  let moves = 0;
  const move: Ledger["move"] = (...about) =>
    ++moves === 3 ? Promise.reject(new TypeError("Expected something else")) : ledger.move(...about);
  const world = createWorld({ ledger: { ...ledger, move } });
  const execution = await world.run(plan);
  expect(execution).toMatchObject({ status: "failed", result: null, error: { code: "internal", jobId: null } });
  expect(execution.jobs.filter(({ status }) => status === "pending" || status === "processing")).toEqual([]);
  expect(await documentIn(ledger, execution.id)).toEqual(execution);
});

test("an attempt is given what the one before it noted down, up to the moment it begins", async () => {
  const ledger = createMemoryLedger();
  const world = createWorld({
    ledger: {
      ...ledger,
      async move(...about) {
        // One that comes back from the dead, as late as it can.
        await ledger.writeNote(about[0], "a", 1, { request: 7 });
        return ledger.move(...about);
      },
    },
  });
  const remembered: unknown[] = [];
  world.behaviours.set("a", async (context) => {
    remembered.push(context.remembered);
    if (remembered.length === 1) await context.park(0);
  });
  await world.run([clip("a")]);
  expect(remembered).toEqual([undefined, { request: 7 }]);
});

test("leaves an execution to whoever has taken it, ends what runs here, and tells what became of it", async () => {
  const ledger = createMemoryLedger();
  // As of a process that is stopped for so long that others take it to be gone.
  const silent = async () => [];
  const world = createWorld({ ledger: { ...ledger, mail: silent, greet: async () => true } });
  const other = createWorld({ ledger });
  let ended = false;
  const gate = createGate();
  world.behaviours.set("a", ({ signal, pause }) => {
    signal.addEventListener("abort", () => (ended = true));
    return pause(60_000);
  });
  world.behaviours.set("b", () => gate.promise);
  const running = await world.start([clip("a"), clip("b"), job("m", "merge", {}, ["a", "b"])]);
  await vi.waitFor(() => expect(world.runs).toHaveLength(2));
  // As long as it has something of its own it goes on with what others had.
  const busy = createGate();
  other.behaviours.set("busy", () => busy.promise);
  const begun = await other.start([clip("busy")]);
  await vi.waitFor(() => expect(other.runs).toContain("a"), 5000);
  gate.open();
  await vi.waitFor(() => expect(ended).toBe(true), 5000);
  expect(await running.finished).toMatchObject({ status: "completed", jobs: [{}, {}, { status: "completed" }] });
  busy.open();
  await begun.finished;
  expect((await ledger.read(running.id))?.states["b"]).toMatchObject({ losses: 1 });
});
