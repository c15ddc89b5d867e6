import type { Approach, Execution, Job, JobStatus } from "@proxx/contract";
import { expect, test } from "vitest";
import type { Change, Journal, NewExecution } from "../src/index.ts";
import { initialState } from "../src/state/job-state.ts";

const APPROACH: Approach = { provider: "fal:x/y", degradations: [], build: {}, load: "wait" };
const WAITING = initialState({ sources: [], approach: APPROACH });

/** What the engine relies on, of any journal. `createJournal` gives one that nobody else writes to; `id`s are new each time. */
export function journalContract(createJournal: () => Journal | Promise<Journal>): void {
  let executions = 0;

  /** A journal with a new execution in it, of two jobs. */
  async function created(about: Partial<NewExecution> = {}) {
    const journal = await createJournal();
    executions += 1;
    const id = `exec_contract_${process.pid}_${executions}`;
    const execution = newExecution(id, about);
    await journal.create(execution);
    return { journal, id, execution };
  }

  test("gives an execution back as it was created, and knows no other", async () => {
    const { journal, id, execution } = await created({ tenant: "one", resultJob: "b" });
    expect(await journal.read(id)).toEqual({ ...execution, notes: {} });
    expect(await journal.read(`${id}0`)).toBeNull();
    await expect(journal.commit(`${id}0`, [begin("a", 0)])).rejects.toBeInstanceOf(TypeError);
  });

  test("leaves an execution as it is that is created once more", async () => {
    const { journal, id, execution } = await created();
    await journal.commit(id, [begin("a", 0)]);
    const before = await journal.read(id);
    await journal.create(execution);
    expect(await journal.read(id)).toEqual(before);
  });

  test("makes changes that begin at what is so", async () => {
    const { journal, id, execution } = await created();
    expect(await journal.commit(id, [begin("a", 0), toStatus("pending", "processing")])).not.toBeNull();
    const { document, states } = (await journal.read(id)) ?? {};
    expect(document).toEqual({
      ...execution.document,
      status: "processing",
      jobs: [documentOf("a", "processing"), documentOf("b")],
    });
    expect(states).toEqual({ a: { ...WAITING, phase: "running", status: "processing", attempt: 1 }, b: WAITING });
  });

  test("changes of an execution what is said, and no more", async () => {
    const { journal, id, execution } = await created();
    await journal.commit(id, [{ kind: "execution", from: "pending", document: { progress: 7, currentJob: "b" } }]);
    const { document } = (await journal.read(id)) ?? {};
    expect(document).toEqual({ ...execution.document, progress: 7, currentJob: "b" });
  });

  test.each<[string, Change]>([
    ["another status of a job", move("b", { status: "processing", attempt: 0 }, { status: "completed", attempt: 0 })],
    ["another attempt at a job", begin("b", 1)],
    ["another status of the execution", toStatus("processing", "completed")],
    ["a job that there is not", begin("c", 0)],
  ])("makes none of several changes where one begins at %s", async (_what, wrong) => {
    const { journal, id, execution } = await created();
    for (const changes of [
      [begin("a", 0), wrong],
      [wrong, begin("a", 0)],
    ]) {
      expect(await journal.commit(id, changes)).toBeNull();
      expect(await journal.read(id)).toEqual({ ...execution, notes: {} });
    }
  });

  test("makes the same changes once", async () => {
    const { journal, id } = await created();
    const changes = [begin("a", 0), toStatus("pending", "processing")];
    expect(await journal.commit(id, changes)).not.toBeNull();
    expect(await journal.commit(id, changes)).toBeNull();
  });

  test("lets one of many begin an attempt who want to at the same time", async () => {
    const { journal, id } = await created();
    const all = await Promise.all(Array.from({ length: 20 }, () => journal.commit(id, [begin("a", 0)])));
    expect(all.filter((committed) => committed !== null)).toHaveLength(1);
  });

  test("gives an attempt that begins what the ones before it have noted down, and takes nothing from them after", async () => {
    const { journal, id } = await created();
    expect(await journal.commit(id, [begin("a", 0)])).toEqual({ notes: {} });
    const note = { provider: "fal", id: "request-1", words: ["caf\u00e9", "\u{1f3ac}"] };
    expect(await journal.writeNote(id, "a", 1, note)).toBe(true);
    note.id = "changed by whoever wrote it";
    const kept = { ...note, id: "request-1" };
    // What does not begin an attempt gives no notes.
    const parks = move(
      "a",
      { status: "processing", attempt: 1 },
      { status: "processing", attempt: 1, phase: "queued" },
    );
    expect(await journal.commit(id, [parks])).toEqual({ notes: {} });
    expect((await journal.read(id))?.notes).toEqual({ a: kept });
    expect(await journal.commit(id, [begin("a", 1), begin("b", 0)])).toEqual({ notes: { a: kept } });
    expect(await journal.writeNote(id, "a", 1, "too late")).toBe(false);
    expect(await journal.writeNote(id, "a", 3, "too early")).toBe(false);
    expect(await journal.writeNote(id, "c", 1, "for nobody")).toBe(false);
    expect(
      await journal.commit(id, [move("a", { status: "processing", attempt: 1 }, { status: "failed", attempt: 1 })]),
    ).toBeNull();
    expect((await journal.read(id))?.notes).toEqual({ a: kept });
    expect(await journal.writeNote(id, "a", 2, null)).toBe(true);
    expect(await journal.commit(id, [begin("a", 2)])).toEqual({ notes: { a: null } });
  });

  test("no note gets in between an attempt that begins and what it is given", async () => {
    const { journal, id } = await created();
    await journal.commit(id, [begin("a", 0)]);
    for (let attempt = 1; attempt <= 20; attempt++) {
      const written = Array.from({ length: 5 }, (_, index) => ({ request: `${attempt}.${index}` }));
      const order = attempt % 5;
      const writes = written.slice(0, order).map((note) => journal.writeNote(id, "a", attempt, note));
      const begins = journal.commit(id, [begin("a", attempt)]);
      writes.push(...written.slice(order).map((note) => journal.writeNote(id, "a", attempt, note)));
      const taken = await Promise.all(writes);
      const { notes } = (await begins) ?? { notes: {} };
      // Whatever was taken was taken before, and is what the attempt was given.
      expect((await journal.read(id))?.notes).toEqual(notes);
      if (taken.includes(true)) expect(written.filter((_, index) => taken[index])).toContainEqual(notes["a"]);
    }
  });

  test("keeps a long note", async () => {
    const { journal, id } = await created();
    await journal.commit(id, [begin("a", 0)]);
    const note = {
      heard: { words: Array.from({ length: 10_000 }, (_, index) => ({ word: `word ${index}`, start: index })) },
    };
    expect(await journal.writeNote(id, "a", 1, note)).toBe(true);
    expect((await journal.read(id))?.notes).toEqual({ a: note });
  });

  test("knows which job waits for which run at a provider, until it notes down something else or ends", async () => {
    const { journal, id } = await created();
    // Runs of this test alone: a journal may hold others.
    const run = (number: number) => ({ provider: "fal", id: `${id}-${number}` });
    const waitsFor = (number: number) => journal.jobWaitingFor(run(number));
    const found = { executionId: id, jobId: "a" };
    await journal.commit(id, [begin("a", 0), begin("b", 0)]);
    expect(await waitsFor(1)).toBeNull();
    await journal.writeNote(id, "a", 1, { ...run(1), submittedAtMs: 5 });
    expect(await waitsFor(1)).toEqual(found);
    expect(await journal.jobWaitingFor({ ...run(1), provider: "replicate" })).toBeNull();
    await journal.writeNote(id, "a", 1, run(2));
    expect([await waitsFor(1), await waitsFor(2)]).toEqual([null, found]);
    for (const other of ["no run", null, { provider: "fal" }]) {
      await journal.writeNote(id, "a", 1, other);
      expect(await waitsFor(2)).toBeNull();
    }
    await journal.writeNote(id, "a", 1, run(3));
    await journal.commit(id, [begin("a", 1)]);
    expect(await waitsFor(3)).toEqual(found);
    await journal.commit(id, [move("a", { status: "processing", attempt: 2 }, { status: "completed", attempt: 2 })]);
    expect(await waitsFor(3)).toBeNull();
  });
}

function newExecution(id: string, about: Partial<NewExecution>): NewExecution {
  const jobs = ["a", "b"].map((jobId) => ({ id: jobId, type: "generate", params: { prompt: jobId }, dependsOn: [] }));
  const document: Execution = {
    id,
    status: "pending",
    progress: 0,
    totalJobs: 2,
    completedJobs: 0,
    currentJob: null,
    etaSeconds: null,
    result: null,
    results: {},
    error: null,
    degradations: [],
    jobs: [documentOf("a"), documentOf("b")],
    baseExecutionId: null,
    createdAt: new Date(0).toISOString(),
    completedAt: null,
  };
  return { plan: { jobs }, tenant: null, resultJob: "b", document, states: { a: WAITING, b: WAITING }, ...about };
}

function documentOf(id: string, status: JobStatus = "pending"): Job {
  return {
    id,
    type: "generate",
    status,
    progress: 0,
    message: null,
    reused: false,
    renderedBy: null,
    provider: APPROACH.provider,
    outputs: [],
    transcript: null,
    error: null,
    commands: [],
    startedAt: null,
    completedAt: null,
  };
}

type Standing = Partial<typeof WAITING> & { status: JobStatus; attempt: number };

function move(jobId: string, from: Pick<Standing, "status" | "attempt">, to: Standing): Change {
  return { kind: "job", jobId, from, state: { ...WAITING, ...to }, document: documentOf(jobId, to.status) };
}

/** The attempt after that one begins. */
function begin(jobId: string, attempt: number): Change {
  const from = { status: attempt === 0 ? "pending" : "processing", attempt } as const;
  return move(jobId, from, { phase: "running", status: "processing", attempt: attempt + 1 });
}

function toStatus(from: Execution["status"], status: Execution["status"]): Change {
  return { kind: "execution", from, document: { status } };
}
