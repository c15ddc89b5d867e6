import { describe, expect, test, vi } from "vitest";
import { createMemoryJournal, type Change, type Journal } from "../src/index.ts";
import { clip, createGate, createWorld, job, standing } from "./world.ts";

describe("the journal in memory", () => {
  async function created() {
    const journal = createMemoryJournal();
    const world = createWorld({ journal });
    const { id } = await world.run([clip("a")]);
    const record = await journal.read(id);
    if (record === null) throw new Error("Expected the execution");
    const [document] = record.document.jobs;
    const state = record.states["a"];
    if (document === undefined || state === undefined) throw new Error("Expected the job");
    const fresh = { ...record.document, id: "exec_1", status: "pending", jobs: [{ ...document, status: "pending" }] };
    const waiting = { ...state, status: "pending", attempt: 0 } as const;
    await journal.create({ ...record, document: fresh as typeof record.document, states: { a: waiting } });
    const move = (status: "pending" | "processing" | "cancelled", from: Change["from"], attempt: number): Change =>
      typeof from === "string"
        ? { kind: "execution", from, document: { progress: 5 } }
        : {
            kind: "job",
            jobId: "a",
            from,
            state: { ...waiting, status, attempt },
            document: { ...document, status },
          };
    return { journal, move };
  }

  test("makes changes that begin at what is so, all of them or none", async () => {
    const { journal, move } = await created();
    const begin = move("processing", { status: "pending", attempt: 0 }, 1);
    expect(await journal.commit("exec_1", [begin, { kind: "execution", from: "processing", document: {} }])).toBe(
      false,
    );
    expect((await journal.read("exec_1"))?.document.jobs).toMatchObject([{ status: "pending" }]);
    const both: Change[] = [begin, { kind: "execution", from: "pending", document: { status: "processing" } }];
    expect(await journal.commit("exec_1", both)).toBe(true);
    expect(await journal.commit("exec_1", both)).toBe(false);
    expect(await journal.read("exec_1")).toMatchObject({
      document: { status: "processing", progress: 100, jobs: [{ status: "processing" }] },
      states: { a: { status: "processing", attempt: 1 } },
    });
    expect(await journal.read("exec_2")).toBeNull();
  });

  test("lets one attempt begin, keeps its notes for the next, and takes nothing from one that is over", async () => {
    const { journal, move } = await created();
    expect(await journal.commit("exec_1", [move("processing", { status: "pending", attempt: 0 }, 1)])).toBe(true);
    const note = { request: 7 };
    expect(await journal.writeNote("exec_1", "a", 1, note)).toBe(true);
    note.request = 8;
    expect(await journal.commit("exec_1", [move("pending", { status: "processing", attempt: 1 }, 1)])).toBe(true);
    expect(await journal.commit("exec_1", [move("processing", { status: "pending", attempt: 1 }, 2)])).toBe(true);
    expect(await journal.writeNote("exec_1", "a", 1, { request: 9 })).toBe(false);
    expect(await journal.readNote("exec_1", "a")).toEqual({ request: 7 });
    expect(await journal.commit("exec_1", [move("cancelled", { status: "processing", attempt: 1 }, 1)])).toBe(false);
  });
});

describe("which job waits for which run at a provider", () => {
  const run = { provider: "fal", id: "request-1" };

  test("is known by what the job noted down, until it notes down something else or ends", async () => {
    const journal = createMemoryJournal();
    const world = createWorld({ journal });
    const waitingFor = (id: string) => journal.jobWaitingFor({ ...run, id });
    const told: unknown[] = [];
    world.behaviours.set("a", async ({ remember }) => {
      told.push(await waitingFor("request-1"));
      await remember({ ...run, since: 1 });
      told.push(await waitingFor("request-1"), await journal.jobWaitingFor({ ...run, provider: "replicate" }));
      await remember({ ...run, id: "request-2" });
      told.push(await waitingFor("request-1"), await waitingFor("request-2"));
      await remember("no run");
      told.push(await waitingFor("request-2"));
      await remember({ ...run, id: "request-3" });
    });
    const { id: executionId } = await world.run([clip("a")]);
    const found = { executionId, jobId: "a" };
    expect(told).toEqual([null, found, null, null, found, null]);
    expect(await waitingFor("request-3")).toBeNull();
  });
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
    readNote: (...about) => (fails() ? Promise.reject(GONE) : journal.readNote(...about)),
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
  let faults = 0;
  const readNote: Journal["readNote"] = (...about) =>
    ++faults === 2 ? Promise.reject(new TypeError("Expected something else")) : journal.readNote(...about);
  const world = createWorld({ journal: { ...journal, readNote } });
  const execution = await world.run(plan);
  expect(execution).toMatchObject({ status: "failed", result: null, error: { code: "internal", jobId: null } });
  expect(execution.jobs.filter(({ status }) => status === "pending" || status === "processing")).toEqual([]);
  expect((await journal.read(execution.id))?.document).toEqual(execution);
});
