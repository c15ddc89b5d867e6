import type { Approach, RunEvent, RunEventBody } from "@proxx/contract";
import { expect, test } from "vitest";
import type { Ledger, LeftExecution, ListRequest, Move, NewExecution, Telling } from "../src/index.ts";
import { FIRST_VERSION } from "../src/ledger/ledger.ts";
import type { ClaimWish, Decision } from "../src/state/decision.ts";
import { initialState, type JobState } from "../src/state/job-state.ts";
import type { News } from "../src/state/news.ts";
import { deliveryContract } from "./delivery-contract.ts";
import { figuresContract } from "./figures-contract.ts";
import { jobSpecContract } from "./job-spec-contract.ts";
import { taskContract } from "./task-contract.ts";

const APPROACH: Approach = { provider: "fal:x/y", degradations: [], build: {}, load: "wait" };
const WAITING = initialState({ sources: [], approach: APPROACH });
const RUNNING: JobState = { ...WAITING, phase: "running", status: "processing", attempt: 1, worker: "w" };
const DONE: JobState = { ...WAITING, phase: "ended", status: "completed" };
const NOTHING: Decision & Telling = {
  jobs: [],
  execution: null,
  releases: [],
  offers: [],
  hasResult: false,
  progress: 0,
  events: [],
  delivery: null,
};

/** What the engine relies on, of any ledger. `createLedger` gives one that may hold others' executions as well. */
export function ledgerContract(createLedger: () => Ledger | Promise<Ledger>): void {
  let count = 0;
  // What is equal otherwise is in the order of names: each comes after those before it.
  const name = (what: string) => `${what}_contract_${process.pid}_${String((count += 1)).padStart(5, "0")}`;

  /** A ledger with a new execution in it, of two jobs. */
  async function created(about: Partial<NewExecution> = {}) {
    const ledger = await createLedger();
    const execution = newExecution(name("exec"), about);
    await ledger.create(execution);
    return { ledger, execution, id: execution.id };
  }

  test("gives an execution back as it was created, and knows no other", async () => {
    const { ledger, execution, id } = await created({ tenant: "one", secrets: "sealed" });
    const { request: _request, ...about } = execution;
    const stands = { status: "pending", error: null, completedAtMs: null, ending: null, base: { kind: "none" } };
    expect(await ledger.read(id)).toEqual({ ...about, execution: stands, progress: 0, notes: {} });
    expect(await ledger.read(`${id}0`)).toBeNull();
    await ledger.move(id, FIRST_VERSION, ({ version, standing }) => {
      expect([version, standing]).toEqual([FIRST_VERSION, null]);
      return moving([]);
    });
    await expect(ledger.move(`${id}0`, null, () => moving([]))).rejects.toBeInstanceOf(TypeError);
    expect(await ledger.leave(`${id}0`, { kind: "cancelled" })).toBe(false);
  });

  test("counts a tenant's executions in each status, of those that began in a while, and no further than is asked for", async () => {
    const ledger = await createLedger();
    const tenant = name("tenant");
    for (const createdAtMs of [10, 20, 30, 40])
      await ledger.create(newExecution(name("exec"), { tenant, createdAtMs }));
    const ended = newExecution(name("exec"), { tenant, createdAtMs: 25 });
    await ledger.create(ended);
    await end(ledger, ended.id);
    const count = (about: object) =>
      ledger.count({ tenant, fromMs: 0, beforeMs: Number.MAX_SAFE_INTEGER, most: 1000, ...about });
    const none = { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };
    expect(await count({})).toEqual({ ...none, pending: 4, completed: 1 });
    expect(await count({ most: 3 })).toEqual({ ...none, pending: 3, completed: 1 });
    expect(await count({ fromMs: 20, beforeMs: 40 })).toEqual({ ...none, pending: 2, completed: 1 });
    expect(await count({ fromMs: 26 })).toEqual({ ...none, pending: 2 });
    expect(await count({ tenant: name("tenant") })).toEqual(none);
  });

  test("lists a tenant's executions, the newest first, page by page, and those that are asked for", async () => {
    const ledger = await createLedger();
    const tenant = name("tenant");
    const base = newExecution(name("exec"), { tenant, createdAtMs: 1 });
    const later = ["a", "b", "c"].map((suffix, index) =>
      newExecution(`${name("exec")}${suffix}`, { tenant, createdAtMs: 5 + (index >> 1), baseExecutionId: base.id }),
    );
    for (const execution of [base, ...later, newExecution(name("exec"), { createdAtMs: 9 })]) {
      await ledger.create(execution);
    }
    const all = { tenant, after: null, limit: 10, statuses: [], baseExecutionId: null };
    const idsOf = async (request: Partial<ListRequest>) =>
      (await ledger.list({ ...all, ...request })).map(({ id }) => id);
    const [a, b, c] = later.map(({ id }) => id);
    expect(await idsOf({})).toEqual([c, b, a, base.id]);
    expect(await idsOf({ limit: 2 })).toEqual([c, b]);
    expect(await idsOf({ after: { createdAtMs: 5, id: b ?? "" } })).toEqual([a, base.id]);
    expect(await idsOf({ baseExecutionId: base.id, limit: 1 })).toEqual([c]);
    await ledger.move(base.id, null, ({ standing }) =>
      moving([], { execution: standing === null ? null : { ...standing.execution, status: "processing" } }),
    );
    expect(await idsOf({ statuses: ["processing", "failed"] })).toEqual([base.id]);
    expect(await ledger.list({ ...all, limit: 1, statuses: ["processing"] })).toEqual([await ledger.read(base.id)]);
    expect(await idsOf({ statuses: ["processing", "pending"], limit: 3 })).toEqual([c, b, a]);
    expect(await idsOf({ statuses: ["pending", "processing"], after: { createdAtMs: 5, id: a ?? "" } })).toEqual([
      base.id,
    ]);
    expect(await idsOf({ baseExecutionId: base.id, statuses: ["pending"] })).toEqual([c, b, a]);
    expect(await idsOf({ baseExecutionId: base.id, statuses: ["failed"] })).toEqual([]);
  });

  test("knows what a tenant's jobs have made, by the hash of its bytes", async () => {
    const { ledger, id } = await created({ tenant: "one" });
    const sha256 = name("sha256");
    const artifact = { sha256, kind: "video", mediaType: "video/mp4", size: 3, url: "file:///made.mp4" } as const;
    const made = {
      ...artifact,
      width: null,
      height: null,
      aspectRatio: null,
      fps: null,
      duration: null,
      hasAudio: null,
    };
    const output = {
      files: [{ artifact: made, path: "/made.mp4" }],
      deferred: false,
      transcript: null,
      degradations: [],
    };
    await ledger.move(id, null, () => moving([["a", { ...RUNNING, output }]]));
    expect(await ledger.findArtifact(sha256, "one")).toBeNull();
    await ledger.move(id, null, () => moving([["a", { ...DONE, output }]]));
    await ledger.move(id, null, () => moving([["b", { ...DONE, output }]]));
    expect(await ledger.findArtifact(sha256, "one")).toEqual(made);
    expect(await ledger.findArtifact(sha256, null)).toBeNull();
    expect(await ledger.findArtifact(`${sha256}0`, "one")).toBeNull();
  });

  test("keeps records by kind and id, without looking into them", async () => {
    const ledger = await createLedger();
    const kind = name("kind");
    for (const id of ["b", "a", "c"]) await ledger.saveRecord(kind, id, { id, deep: [null, 1.5, "ü"] });
    await ledger.saveRecord(kind, "b", { id: "b", is: "changed" });
    expect(await ledger.readRecord(kind, "b")).toEqual({ id: "b", is: "changed" });
    expect(await ledger.readRecord(kind, "d")).toBeUndefined();
    expect(await ledger.addRecord(kind, "b", { id: "b", is: "other" })).toEqual({ id: "b", is: "changed" });
    const added = await Promise.all([1, 2, 3].map((value) => ledger.addRecord(`${kind}1`, "a", value)));
    expect(added).toEqual(added.map(() => added[0]));
    expect(await ledger.readRecord(`${kind}1`, "a")).toEqual(added[0]);
    expect(await ledger.readRecord(`${kind}0`, "a")).toBeUndefined();
    expect(await ledger.listRecords(kind, 10)).toMatchObject([
      { id: "c" },
      { id: "a", deep: [null, 1.5, "ü"] },
      { id: "b" },
    ]);
    expect(await ledger.listRecords(kind, 1)).toMatchObject([{ id: "c" }]);
    expect(await ledger.deleteRecord(kind, "a")).toBe(true);
    expect(await ledger.deleteRecord(kind, "a")).toBe(false);
    expect(await ledger.listRecords(`${kind}0`, 10)).toEqual([]);
    expect(await ledger.listRecords(kind, 10)).toMatchObject([{ id: "c" }, { id: "b" }]);
  });

  test("leaves an execution as it is that is created once more", async () => {
    const { ledger, execution, id } = await created();
    await ledger.move(id, null, () => moving([["a", RUNNING]]));
    const before = await ledger.read(id);
    await ledger.create(execution);
    expect(await ledger.read(id)).toEqual(before);
  });

  test("creates one execution of many that are asked for by one key, and none where that stood on another request", async () => {
    const ledger = await createLedger();
    const [tenant, other] = [name("tenant"), name("tenant")];
    const request = { key: "once", fingerprint: "of this" };
    expect(await ledger.findRequest(tenant, request)).toBeNull();
    const many = Array.from({ length: 10 }, () => newExecution(name("exec"), { tenant, request }));
    const requested = await Promise.all(many.map((execution) => ledger.create(execution)));
    const [first] = requested;
    expect(requested).toEqual(many.map(() => ({ executionId: first?.executionId, isSame: true })));
    expect(await ledger.findRequest(tenant, request)).toEqual(first);
    const isThere = await Promise.all(many.map(async ({ id }) => (await ledger.read(id)) !== null));
    expect(isThere).toEqual(many.map(({ id }) => id === first?.executionId));
    // A call whose answer was lost gets it when it is made again.
    const created = many.find(({ id }) => id === first?.executionId);
    if (created !== undefined) expect(await ledger.create(created)).toEqual(first);
    const changed = { ...request, fingerprint: "of that" };
    const late = newExecution(name("exec"), { tenant, request: changed });
    expect(await ledger.create(late)).toEqual({ ...first, isSame: false });
    expect(await ledger.findRequest(tenant, changed)).toEqual({ ...first, isSame: false });
    expect(await ledger.read(late.id)).toBeNull();
    const theirs = newExecution(name("exec"), { tenant: other, request: changed });
    expect(await ledger.create(theirs)).toEqual({ executionId: theirs.id, isSame: true });
  });

  test("keeps what a move decides, and reads it to whoever does not know it", async () => {
    const { ledger, id } = await created();
    const seen: unknown[] = [];
    const first = await ledger.move(id, null, ({ version, worker, standing }) => {
      seen.push([version, worker, standing?.states["a"], standing?.execution.status]);
      const processing = standing === null ? null : { ...standing.execution, status: "processing" as const };
      return moving([["a", RUNNING]], { execution: processing, progress: 5 });
    });
    await ledger.move(id, first.version, ({ standing }) => {
      seen.push(standing);
      return moving([["b", DONE]], { progress: 7 });
    });
    await ledger.move(id, first.version, ({ version, standing }) => {
      seen.push([version > first.version, standing?.states, standing?.execution.status]);
      return moving([]);
    });
    expect(seen).toEqual([
      [expect.any(Number), "w", WAITING, "pending"],
      null,
      [true, { a: RUNNING, b: DONE }, "processing"],
    ]);
    expect(await ledger.read(id)).toMatchObject({ progress: 7, states: { a: RUNNING, b: DONE } });
  });

  test("a move that throws has changed nothing, and has heard no news", async () => {
    const { ledger, id } = await created();
    await ledger.leave(id, { kind: "cancelled" });
    const before = await ledger.read(id);
    const refuse = () => {
      throw new Error("not ours");
    };
    await expect(ledger.move(id, null, refuse)).rejects.toThrow("not ours");
    await expect(ledger.move(id, null, () => ({ ...moving([]), decide: refuse }))).rejects.toThrow("not ours");
    expect(await ledger.read(id)).toEqual(before);
    expect(await heard(ledger, id)).toEqual([{ kind: "cancelled" }]);
  });

  test("keeps what happened in the order in which it did, and reads it page by page to its tenant", async () => {
    const { ledger, id } = await created({ tenant: "one" });
    const started = ["a", "b"].map((jobId) => eventOf(id, { type: "job-missed", jobId, why: [] }));
    const first = await ledger.move(id, null, () => moving([["a", RUNNING]], { events: started }));
    expect(first.sequence).toBe(2);
    const refuse = () => {
      throw new Error("not ours");
    };
    await expect(ledger.move(id, null, () => ({ ...moving([]), decide: refuse }))).rejects.toThrow();
    // Where nothing is decided, nothing is kept.
    const idle = await ledger.move(id, null, ({ sequence }) => {
      expect(sequence).toBe(2);
      return moving([], { events: started });
    });
    expect(idle.sequence).toBe(2);
    const all = { tenant: "one", after: 0, limit: 10 };
    const kept = started.map((event, index) => ({ sequence: index + 1, event }));
    expect(await ledger.events(id, all)).toEqual({ events: kept, isComplete: false });
    expect(await ledger.events(id, { ...all, limit: 1 })).toEqual({ events: [kept[0]], isComplete: false });
    expect(await ledger.events(id, { ...all, after: 1 })).toEqual({ events: [kept[1]], isComplete: false });
    expect(await ledger.events(id, { ...all, tenant: null })).toBeNull();
    expect(await ledger.events(`${id}0`, all)).toBeNull();
    const ended = eventOf(id, { type: "execution-ended", status: "completed", error: null });
    await end(ledger, id, { events: [ended] });
    expect(await ledger.events(id, { ...all, after: 2 })).toEqual({
      events: [{ sequence: 3, event: ended }],
      isComplete: true,
    });
    expect(await ledger.events(id, { ...all, after: 3 })).toEqual({ events: [], isComplete: true });
  });

  test("keeps how far running jobs are by their current attempt alone, never less than before, and progress once", async () => {
    const { ledger, id } = await created();
    await ledger.move(id, null, () => moving([["a", RUNNING]], { progress: 3 }));
    const said = (fraction: number, message: string | null, attempt = 1) =>
      ledger.report(id, {
        progress: 100 * fraction,
        jobs: [{ jobId: "a", attempt, fraction, message }],
        events: [eventOf(id, { type: "job-missed", jobId: "a", why: [] }), progressed(id, 100 * fraction)],
      });
    const stands = async () => {
      const record = await ledger.read(id);
      const { fraction, message } = record?.states["a"] ?? {};
      return [record?.progress, fraction, message];
    };
    expect(await said(0.5, "half")).toBe(2);
    expect(await stands()).toEqual([50, 0.5, "half"]);
    expect(await said(0.25, "a quarter")).toBe(4);
    expect(await stands()).toEqual([50, 0.5, "a quarter"]);
    expect(await said(0.75, null)).toBe(6);
    expect(await stands()).toEqual([75, 0.75, "a quarter"]);
    for (const attempt of [0, 2]) expect(await said(0.9, "from the dead", attempt)).toBeNull();
    expect(await ledger.report(`${id}0`, { progress: 1, jobs: [], events: [] })).toBeNull();
    expect(await stands()).toEqual([75, 0.75, "a quarter"]);
    // Whoever goes on with it goes on from there.
    await ledger.move(id, null, ({ standing }) => {
      expect(standing?.states["a"]).toMatchObject({ fraction: 0.75, message: "a quarter" });
      return moving([["a", { ...RUNNING, phase: "wanted", fraction: 0.1 }]], { progress: 20 });
    });
    expect(await stands()).toEqual([75, 0.75, "a quarter"]);
    expect(await said(0.9, "too late")).toBeNull();
    const page = await ledger.events(id, { tenant: null, after: 0, limit: 10 });
    expect(page?.events.map(({ sequence, event }) => [sequence, event.type])).toEqual([
      ...[1, 3, 5].map((sequence) => [sequence, "job-missed"]),
      [6, "execution-progress"],
    ]);
    await ledger.move(id, null, () => moving([["a", { ...DONE, fraction: 1 }]], { progress: 20 }));
    expect(await stands()).toEqual([75, 1, null]);
  });

  test("news that is left is heard once, in order, by the next move", async () => {
    const { ledger, id } = await created();
    const news: News[] = [{ kind: "due", jobId: "a" }, { kind: "base-ended" }, { kind: "cancelled" }];
    for (const one of news) expect(await ledger.leave(id, one)).toBe(true);
    expect(await heard(ledger, id)).toEqual(news);
    expect(await heard(ledger, id)).toEqual([]);
  });

  test("many moves at once are made one after the other", async () => {
    const { ledger, id } = await created();
    const add = () =>
      ledger.move(id, null, ({ standing }) =>
        moving([["a", { ...WAITING, attempt: (standing?.states["a"]?.attempt ?? 0) + 1 }]]),
      );
    await Promise.all(Array.from({ length: 20 }, add));
    expect((await ledger.read(id))?.states["a"]?.attempt).toBe(20);
  });

  test("one of many has the right to make something, and the others hear when that is over", async () => {
    const { ledger, id } = await created();
    const others = await Promise.all(
      ["x", "y"].map(async (worker) => {
        const execution = newExecution(name("exec"), { worker });
        await ledger.create(execution);
        return execution.id;
      }),
    );
    const key = name("key");
    expect(await claim(ledger, id, [{ jobId: "a", key }])).toEqual([{ kind: "claimed", jobId: "a" }]);
    // Whoever has it is told so again.
    expect(
      await claim(ledger, id, [
        { jobId: "b", key },
        { jobId: "a", key },
      ]),
    ).toEqual([
      { kind: "made-elsewhere", jobId: "b" },
      { kind: "claimed", jobId: "a" },
    ]);
    for (const other of others) {
      expect(await claim(ledger, other, [{ jobId: "a", key }])).toEqual([{ kind: "made-elsewhere", jobId: "a" }]);
    }
    const outcome = { abandoned: true } as const;
    const { told } = await ledger.move(id, null, () =>
      moving([["a", DONE]], { releases: [{ jobId: "a", key, outcome }] }),
    );
    expect(told.toSorted()).toEqual([id, ...others].toSorted());
    expect(await ledger.mail("x")).toEqual([others[0]]);
    for (const other of others) {
      expect(await heard(ledger, other)).toEqual([{ kind: "ended-elsewhere", jobId: "a", outcome }]);
    }
    expect(await ledger.mail("x")).toEqual([]);
    expect(await claim(ledger, others[1] ?? "", [{ jobId: "a", key }])).toEqual([{ kind: "claimed", jobId: "a" }]);
  });

  test("what an execution has the right to make is given back where nobody goes on with it", async () => {
    const { ledger, id } = await created();
    const other = newExecution(name("exec"), {});
    await ledger.create(other);
    const key = name("key");
    await claim(ledger, id, [{ jobId: "a", key }]);
    await claim(ledger, other.id, [{ jobId: "b", key }]);
    expect(await ledger.dropClaims(id)).toEqual([other.id]);
    expect(await heard(ledger, other.id)).toEqual([
      { kind: "ended-elsewhere", jobId: "b", outcome: { abandoned: true } },
    ]);
    expect(await claim(ledger, other.id, [{ jobId: "b", key }])).toEqual([{ kind: "claimed", jobId: "b" }]);
  });

  test("what one tenant makes keeps no other one waiting", async () => {
    const { ledger, id } = await created({ tenant: "one" });
    const other = newExecution(name("exec"), { tenant: "two" });
    await ledger.create(other);
    const key = name("key");
    for (const executionId of [id, other.id]) {
      expect(await claim(ledger, executionId, [{ jobId: "a", key }])).toEqual([{ kind: "claimed", jobId: "a" }]);
    }
  });

  test("of moves that come at the same moment each is made as if it were alone", async () => {
    const { ledger, id } = await created();
    const create = async () => {
      const execution = newExecution(name("exec"), {});
      await ledger.create(execution);
      return execution.id;
    };
    const [refused, other, waiter, told] = [await create(), await create(), await create(), await create()];
    const key = name("key");
    await claim(ledger, id, [{ jobId: "a", key }]);
    await claim(ledger, waiter, [{ jobId: "a", key }]);
    await ledger.leave(told, { kind: "cancelled" });
    await ledger.leave(refused, { kind: "cancelled" });
    const shared = name("key");
    const release = { jobId: "a", key, outcome: { made: true } } as const;
    const [moved, again, unknown, refusal, heardOfTold, ...claims] = await Promise.all([
      ledger.move(id, null, () => moving([["a", DONE]], { releases: [release] })),
      ledger.move(id, null, () => moving([["b", DONE]])),
      ledger.move(name("exec"), null, () => moving([])).catch((error: unknown) => error),
      ledger
        .move(refused, null, () => {
          throw new TypeError("refused");
        })
        .catch((error: unknown) => error),
      heard(ledger, told),
      claim(ledger, other, [{ jobId: "a", key: shared }]),
      claim(ledger, waiter, [{ jobId: "b", key: shared }]),
    ]);
    expect(moved.told).toEqual([waiter]);
    expect(again.told).toEqual([]);
    expect(new Set([moved.version, again.version])).toEqual(new Set([FIRST_VERSION + 1, FIRST_VERSION + 2]));
    expect(unknown).toBeInstanceOf(TypeError);
    expect(refusal).toEqual(new TypeError("refused"));
    expect(heardOfTold).toEqual([{ kind: "cancelled" }]);
    expect(
      claims
        .flat()
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(["claimed", "made-elsewhere"]);
    // What a refused move was left is left to the next one.
    expect(await heard(ledger, refused)).toEqual([{ kind: "cancelled" }]);
    expect((await ledger.read(id))?.states).toMatchObject({ a: DONE, b: DONE });
  });

  test.each([
    ["before", DONE, "ended"],
    ["after", WAITING, "awaited"],
  ] as const)("whoever builds on an execution knows of its end, which comes %s", async (_when, state, base) => {
    const { ledger, id } = await created();
    await ledger.move(id, null, () => moving([["b", state]]));
    const variant = newExecution(name("exec"), { baseExecutionId: id });
    await ledger.create(variant);
    expect((await ledger.read(variant.id))?.execution.base).toEqual({ kind: base });
    const { told } = await ledger.move(id, null, () => moving([["b", DONE]], { hasResult: true }));
    expect(told).toEqual([variant.id]);
    expect(await heard(ledger, variant.id)).toEqual([{ kind: "base-ended" }]);
  });

  test("gives attempts what the ones before them have noted down, and takes nothing from those after", async () => {
    const { ledger, id } = await created();
    const begin = (attempt: number) => ledger.move(id, null, () => moving([["a", { ...RUNNING, attempt }]]));
    await begin(1);
    expect(await ledger.readNote(id, "a")).toBeUndefined();
    const note = { provider: "fal", id: "request-1", words: ["caf\u00e9", "\u{1f3ac}"] };
    expect(await ledger.writeNote(id, "a", 1, note)).toBe(true);
    note.id = "changed by whoever wrote it";
    const kept = { ...note, id: "request-1" };
    expect(await ledger.readNote(id, "a")).toEqual(kept);
    await begin(2);
    expect(await ledger.writeNote(id, "a", 1, "too late")).toBe(false);
    expect(await ledger.writeNote(id, "a", 3, "too early")).toBe(false);
    expect(await ledger.writeNote(id, "c", 1, "for nobody")).toBe(false);
    expect((await ledger.read(id))?.notes).toEqual({ a: kept });
    expect(await ledger.writeNote(id, "a", 2, null)).toBe(true);
    expect(await ledger.readNote(id, "a")).toBeNull();
  });

  test("keeps a long note", async () => {
    const { ledger, id } = await created();
    const words = Array.from({ length: 10_000 }, (_, index) => ({ word: `word ${index}`, start: index }));
    expect(await ledger.writeNote(id, "a", 0, { words })).toBe(true);
    expect(await ledger.readNote(id, "a")).toEqual({ words });
  });

  test("knows which job waits for which run at a provider, until it notes down something else or ends", async () => {
    const { ledger, id } = await created();
    // Runs of this test alone: a ledger may hold others.
    const run = (number: number) => ({ provider: "fal", id: `${id}-${number}` });
    const waitsFor = (number: number) => ledger.jobWaitingFor(run(number));
    const found = { executionId: id, jobId: "a" };
    await ledger.move(id, null, () => moving([["a", RUNNING]]));
    expect(await waitsFor(1)).toBeNull();
    await ledger.writeNote(id, "a", 1, { ...run(1), submittedAtMs: 5 });
    expect(await waitsFor(1)).toEqual(found);
    expect(await ledger.jobWaitingFor({ ...run(1), provider: "replicate" })).toBeNull();
    await ledger.writeNote(id, "a", 1, run(2));
    expect([await waitsFor(1), await waitsFor(2)]).toEqual([null, found]);
    for (const other of ["no run", null, { provider: "fal" }]) {
      await ledger.writeNote(id, "a", 1, other);
      expect(await waitsFor(2)).toBeNull();
    }
    await ledger.writeNote(id, "a", 1, run(3));
    await ledger.move(id, null, () => moving([["a", { ...RUNNING, phase: "parked", attempt: 2 }]]));
    expect(await waitsFor(3)).toEqual(found);
    await ledger.move(id, null, () => moving([["a", { ...DONE, attempt: 2 }]]));
    expect(await waitsFor(3)).toBeNull();
  });

  test("what nobody has is taken by one, and what has ended by none", async () => {
    const worker = name("worker");
    const { ledger, id } = await created({ worker });
    const isLeft = async () => (await ledger.left()).find((execution) => execution.id === id);
    expect(await ledger.greet({ id: worker, identity: { pid: 1 } })).toBe(false);
    expect(await ledger.greet({ id: worker, identity: { pid: 2 } })).toBe(true);
    const seen = (await ledger.workers()).find(({ id }) => id === worker);
    expect(seen).toEqual({ id: worker, identity: { pid: 2 }, silentMs: expect.any(Number) });
    expect(seen?.silentMs).toBeGreaterThanOrEqual(0);
    expect(await isLeft()).toBeUndefined();
    await ledger.dismiss(worker);
    expect(await isLeft()).toEqual({ id, worker });
    const left: LeftExecution = { id, worker };
    const taken = await Promise.all(["x", "y", "z"].map((other) => ledger.takeOver(left, other)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await ledger.read(id))?.worker).not.toBe(worker);
    await end(ledger, id);
    expect(await isLeft()).toBeUndefined();
    expect(await ledger.leave(id, { kind: "cancelled" })).toBe(false);
    const record = await ledger.read(id);
    expect(record?.secrets).toBeNull();
    expect(await ledger.takeOver({ id, worker: record?.worker ?? null }, "x")).toBe(false);
  });

  deliveryContract({
    createLedger,
    newExecution: (about) => newExecution(name("exec"), about),
    end: (ledger, executionId, delivery) => end(ledger, executionId, { delivery }),
  });

  jobSpecContract(createLedger);
  figuresContract({ createLedger, newExecution: (about) => newExecution(name("exec"), about), end });

  taskContract({
    createLedger,
    newExecution: (about) => newExecution(name("exec"), about),
    queued: { ...WAITING, phase: "queued", attempt: 1 },
  });
}

/** Ends an execution with all its jobs. */
async function end(ledger: Ledger, executionId: string, more: Partial<Decision & Telling> = {}): Promise<void> {
  await ledger.move(executionId, null, ({ standing }) => {
    if (standing === null) throw new Error("Expected the standing");
    const execution = { ...standing.execution, status: "completed", completedAtMs: 5 } as const;
    return moving([["a", DONE]], { execution, ...more });
  });
}

function eventOf(executionId: string, body: RunEventBody): RunEvent {
  return { time: new Date(5).toISOString(), executionId, ...body };
}

function progressed(executionId: string, progress: number): RunEvent {
  const beside = { currentJob: "a", message: null, completedJobs: 0, totalJobs: 2, etaSeconds: null };
  return eventOf(executionId, { type: "execution-progress", progress, ...beside });
}

async function claim(ledger: Ledger, executionId: string, wishes: readonly ClaimWish[]): Promise<News[]> {
  const outcomes: News[] = [];
  let isAsked = false;
  await ledger.move(executionId, null, () => ({
    hear(news) {
      if (isAsked) outcomes.push(...news);
      else isAsked = true;
      return outcomes.length === 0 ? wishes : [];
    },
    decide: () => NOTHING,
  }));
  return outcomes;
}

/** What was left for an execution. */
async function heard(ledger: Ledger, executionId: string): Promise<News[]> {
  const all: News[] = [];
  await ledger.move(executionId, null, () => ({
    hear(news) {
      all.push(...news);
      return [];
    },
    decide: () => NOTHING,
  }));
  return all;
}

function moving(states: readonly (readonly [string, JobState])[], more: Partial<Decision & Telling> = {}): Move {
  const jobs = states.map(([jobId, state]) => ({ jobId, state }));
  return { hear: () => [], decide: () => ({ ...NOTHING, jobs, ...more }) };
}

function newExecution(id: string, about: Partial<NewExecution>): NewExecution {
  const jobs = ["a", "b"].map((jobId) => ({ id: jobId, type: "generate", params: { prompt: jobId }, dependsOn: [] }));
  const kept = { type: "generate", approach: APPROACH, knowsWords: false, renderer: null };
  return {
    id,
    tenant: null,
    plan: { jobs },
    settings: { baseFolder: "/plans", strict: false, keepIntermediates: false, verify: false, keepWorkIn: null },
    jobs: { a: { ...kept, index: 0 }, b: { ...kept, index: 1 } },
    resultJob: "b",
    outputs: {},
    promised: { yields: "video", knowsWords: false },
    baseExecutionId: null,
    createdAtMs: 5,
    secrets: null,
    webhook: null,
    request: null,
    worker: "w",
    states: { a: WAITING, b: WAITING },
    ...about,
  };
}
