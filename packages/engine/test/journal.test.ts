import { describe, expect, test } from "vitest";
import { createMemoryJournal, type Journal } from "../src/index.ts";
import { clip, createWorld, job } from "./world.ts";

describe("the journal in memory", () => {
  async function begun() {
    const journal = createMemoryJournal();
    const world = createWorld();
    const document = { ...(await world.run([clip("a")])), id: "exec_1", status: "pending" as const };
    const jobs = document.jobs.map((entry) => ({ ...entry, status: "pending" as const }));
    await journal.create({ plan: { jobs: [] }, tenant: null, resultJob: "a", document: { ...document, jobs } });
    return journal;
  }

  test("changes what is as the caller believes, and nothing else", async () => {
    const journal = await begun();
    expect(await journal.changeExecution("exec_1", "processing", { progress: 5 })).toBe(false);
    expect(await journal.changeExecution("exec_1", "pending", { status: "processing" })).toBe(true);
    expect(await journal.changeExecution("exec_1", "pending", { status: "processing" })).toBe(false);
    expect(await journal.changeJob("exec_1", "a", { status: "pending", attempt: 1 }, { status: "cancelled" })).toBe(
      false,
    );
    expect(await journal.changeJob("exec_1", "a", { status: "pending", attempt: 0 }, { status: "cancelled" })).toBe(
      true,
    );
    expect((await journal.read("exec_1"))?.document).toMatchObject({
      ...{ status: "processing", progress: 100, jobs: [{ status: "cancelled" }] },
    });
    expect(await journal.read("exec_2")).toBeNull();
  });

  test("lets one attempt begin, and keeps its notes for the next", async () => {
    const journal = await begun();
    expect(await journal.beginAttempt("exec_1", "a", {})).toBe(1);
    expect(await journal.beginAttempt("exec_1", "a", {})).toBeNull();
    const note = { request: 7 };
    expect(await journal.writeNote("exec_1", "a", 1, note)).toBe(true);
    note.request = 8;
    await journal.changeJob("exec_1", "a", { status: "processing", attempt: 1 }, { status: "pending" });
    expect(await journal.beginAttempt("exec_1", "a", {})).toBe(2);
    expect(await journal.writeNote("exec_1", "a", 1, { request: 9 })).toBe(false);
    expect(await journal.readNote("exec_1", "a")).toEqual({ request: 7 });
    // The first attempt comes back from the dead.
    expect(await journal.changeJob("exec_1", "a", { status: "processing", attempt: 1 }, { status: "completed" })).toBe(
      false,
    );
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

test.each<[string, (journal: Journal, calls: number) => Partial<Journal>]>([
  ["breaks at the first job", () => ({ beginAttempt: () => Promise.reject(new Error("The database is gone")) })],
  ["breaks at the end of a job", () => ({ changeJob: () => Promise.reject(new Error("The database is gone")) })],
  ["has another attempt", () => ({ beginAttempt: async () => null })],
  ["was changed by somebody else", () => ({ changeJob: async () => false })],
  ["breaks at the beginning", () => ({ changeExecution: () => Promise.reject(new Error("The database is gone")) })],
  [
    "breaks at the end",
    (journal) => ({
      changeExecution: (id, from, change) =>
        from === "pending"
          ? journal.changeExecution(id, from, change)
          : Promise.reject(new Error("The database is gone")),
    }),
  ],
])("ends an execution whose journal %s", async (_name, broken) => {
  const journal = createMemoryJournal();
  const world = createWorld({ journal: { ...journal, ...broken(journal, 0) } });
  const execution = await world.run([clip("a"), clip("b"), job("m", "merge", {}, ["a", "b"])]);
  expect(execution).toMatchObject({ status: "failed", result: null, error: { code: "internal", jobId: null } });
  expect(execution.jobs.filter(({ status }) => status === "pending" || status === "processing")).toEqual([]);
});
