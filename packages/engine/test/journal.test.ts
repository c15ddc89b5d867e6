import { describe, expect, test, vi } from "vitest";
import { createMemoryJournal, type Journal } from "../src/index.ts";
import { journalContract } from "./journal-contract.ts";
import { clip, createGate, createWorld, job, standing } from "./world.ts";

describe("the journal in memory", () => {
  journalContract(() => createMemoryJournal());
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
  const journal = createMemoryJournal();
  const world = createWorld({ journal });
  world.behaviours.set("b", () => {
    throw new Error("oh");
  });
  for (const jobs of [
    [clip("a"), job("r", "reframe", {}, ["a"])],
    [clip("b"), clip("c"), job("m", "merge", {}, ["b"])],
  ]) {
    const execution = await world.run(jobs);
    expect((await journal.read(execution.id))?.document).toEqual(execution);
    expect(await world.engine.get(execution.id)).toEqual(execution);
  }
});

const GONE = new Error("The database is gone");
const plan = [clip("a"), clip("b"), job("m", "merge", {}, ["a", "b"]), job("end", "transcode", {}, ["m"])];

/** Fails the first times that each of its calls is made. */
function unreachable(journal: Journal, times: number, after = 0): Journal {
  let calls = 0;
  const fails = () => ++calls > after && calls <= after + times;
  return {
    ...journal,
    commit: (...about) => (fails() ? Promise.reject(GONE) : journal.commit(...about)),
    writeNote: (...about) => (fails() ? Promise.reject(GONE) : journal.writeNote(...about)),
  };
}

test.each([0, 1, 2, 3, 4, 5])(
  "goes on when a journal can be reached again that was gone (after %i calls)",
  async (after) => {
    const journal = createMemoryJournal();
    const world = createWorld({ journal: unreachable(journal, 3, after) });
    world.behaviours.set("a", ({ remember }) => remember({ request: 7 }));
    const execution = await world.run(plan);
    expect(execution).toMatchObject({ status: "completed", error: null });
    expect((await journal.read(execution.id))?.document).toEqual(execution);
    expect(world.runs.toSorted()).toEqual(["a", "b", "end", "m"]);
  },
);

test("creates an execution once when the journal can be reached again, whatever became of the answer", async () => {
  const journal = createMemoryJournal();
  const created: string[] = [];
  const create: Journal["create"] = async (execution) => {
    created.push(execution.document.id);
    if (created.length > 1) await journal.create(execution);
    if (created.length < 4) throw GONE;
  };
  const execution = await createWorld({ journal: { ...journal, create } }).run([clip("a")]);
  expect(execution).toMatchObject({ status: "completed" });
  expect(created).toEqual(Array.from({ length: 4 }, () => execution.id));
});

test("takes a commit for made whose answer was lost", async () => {
  const journal = createMemoryJournal();
  let calls = 0;
  const commit: Journal["commit"] = async (...about) => {
    const answer = await journal.commit(...about);
    if (++calls % 2 === 1) throw GONE;
    return answer;
  };
  const world = createWorld({ journal: { ...journal, commit } });
  expect(await world.run(plan)).toMatchObject({ status: "completed" });
});

test("tells nobody of what the journal does not have", async () => {
  const journal = createMemoryJournal();
  const world = createWorld({ journal });
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
    const record = await journal.read(running.id);
    seen.push(told.status);
    expect(record?.document.status).toBe(told.status);
    expect(record?.document.error).toEqual(told.error);
    expect(record === null ? null : standing(record.document)).toEqual(standing(told));
    // And what it has can be written down and read again.
    expect(JSON.parse(JSON.stringify(record?.states))).toEqual(record?.states);
  };
  const looks: Promise<void>[] = [];
  running.onProgress(() => void looks.push(look()));
  expect(await running.finished).toMatchObject({ status: "failed", error: { jobId: "b" } });
  await Promise.all(looks);
  expect(new Set(seen)).toEqual(new Set(["processing", "failed"]));
});

test("stands where the journal has it as long as that is gone, and is left so by an engine that closes", async () => {
  const journal = createMemoryJournal();
  let isGone = false;
  const commit: Journal["commit"] = (...about) => (isGone ? Promise.reject(GONE) : journal.commit(...about));
  const world = createWorld({ journal: { ...journal, commit } });
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
  expect((await journal.read(running.id))?.document).toMatchObject({ status: "processing" });
});

test("leaves an execution to whoever has moved it, ends what runs here, and tells what became of it", async () => {
  const journal = createMemoryJournal();
  const world = createWorld({ journal });
  let ended = false;
  const gate = createGate();
  world.behaviours.set("a", ({ signal, pause }) => {
    signal.addEventListener("abort", () => (ended = true));
    return pause(60_000);
  });
  world.behaviours.set("b", () => gate.promise);
  const running = await world.start([clip("a"), clip("b"), job("m", "merge", {}, ["a", "b"])]);
  const next = await world.start([job("t", "transcode", { video: "$base" })], { baseExecutionId: running.id });
  await vi.waitFor(() => expect(world.runs).toHaveLength(2));
  const record = await journal.read(running.id);
  const state = record?.states["b"];
  const document = record?.document.jobs[1];
  if (state === undefined || document === undefined) throw new Error("Expected the job");
  const from = { status: "processing", attempt: 1 } as const;
  await journal.commit(running.id, [{ kind: "job", jobId: "b", from, state: { ...state, attempt: 2 }, document }]);
  gate.open();
  await vi.waitFor(() => expect(ended).toBe(true));
  const theirs = { status: "cancelled", completedAt: new Date(0).toISOString() } as const;
  await journal.commit(running.id, [{ kind: "execution", from: "processing", document: theirs }]);
  expect(await running.finished).toMatchObject(theirs);
  expect(await next.finished).toMatchObject({ status: "failed", error: { code: "base_failed" } });
});

test("ends an execution with a fault of ours in the journal as well", async () => {
  const journal = createMemoryJournal();
  let commits = 0;
  const commit: Journal["commit"] = (...about) =>
    ++commits === 5 ? Promise.reject(new TypeError("Expected something else")) : journal.commit(...about);
  const world = createWorld({ journal: { ...journal, commit } });
  const execution = await world.run(plan);
  expect(execution).toMatchObject({ status: "failed", result: null, error: { code: "internal", jobId: null } });
  expect(execution.jobs.filter(({ status }) => status === "pending" || status === "processing")).toEqual([]);
  expect((await journal.read(execution.id))?.document).toEqual(execution);
});

test("an attempt is given what the one before it noted down, up to the moment it begins", async () => {
  const journal = createMemoryJournal();
  const world = createWorld({
    journal: {
      ...journal,
      async commit(executionId, changes) {
        for (const change of changes) {
          const begins = change.kind === "job" && change.state.attempt > change.from.attempt ? change : null;
          // One that comes back from the dead, as late as it can.
          if (begins !== null) await journal.writeNote(executionId, begins.jobId, begins.from.attempt, { request: 7 });
        }
        return journal.commit(executionId, changes);
      },
    },
  });
  const remembered: unknown[] = [];
  world.behaviours.set("a", (context) => void remembered.push(context.remembered));
  await world.run([clip("a")]);
  expect(remembered).toEqual([{ request: 7 }]);
});

test("an attempt is given its notes where the answer that had them was lost", async () => {
  const journal = createMemoryJournal();
  const world = createWorld({
    journal: {
      ...journal,
      async commit(executionId, changes) {
        await journal.writeNote(executionId, "a", 0, { request: 7 });
        const committed = await journal.commit(executionId, changes);
        const begins = changes.some((change) => change.kind === "job" && change.state.attempt > change.from.attempt);
        if (begins && committed !== null) throw GONE;
        return committed;
      },
    },
  });
  const remembered: unknown[] = [];
  world.behaviours.set("a", (context) => void remembered.push(context.remembered));
  expect(await world.run([clip("a")])).toMatchObject({ status: "completed" });
  expect(remembered).toEqual([{ request: 7 }]);
});
