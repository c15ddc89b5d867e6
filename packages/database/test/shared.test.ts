import type { RunEvent } from "@proxx/contract";
import type { KeptEvent } from "@proxx/engine";
import { expect, onTestFinished, test, vi } from "vitest";
import { clip, createGate, createWorld, job, resultText, standing, type World } from "../../engine/test/world.ts";
import { openLedger } from "../src/index.ts";
import { onEachDatabase } from "./each-database.ts";

const variant = [job("t", "transcode", { video: "$base" })];

onEachDatabase((createPlace) => {
  /** Engines as those of several processes on one database: each with a connection of its own. */
  async function createWorlds(): Promise<[World, World]> {
    const place = await createPlace();
    const open = async () => {
      const ledger = await openLedger(place);
      const world = createWorld({ home: place.home, ledger });
      // Before the database goes, and after the engine's end.
      onTestFinished(async () => {
        await world.engine.close();
        await ledger.close();
      });
      return world;
    };
    return [await open(), await open()];
  }

  test("builds on what another process has made, or is making at this moment", async () => {
    const [one, two] = await createWorlds();
    const made = await one.run([clip("a")]);
    expect(resultText(await two.run(variant, { baseExecutionId: made.id }))).toBe("transcode(a)");
    expect(await two.engine.get(made.id)).toEqual(made);

    const gate = createGate();
    one.behaviours.set("b", () => gate.promise);
    const base = await one.start([clip("b")]);
    const waiting = await two.start(variant, { baseExecutionId: base.id });
    await vi.waitFor(async () => expect(await two.engine.get(base.id)).toMatchObject({ status: "processing" }));
    gate.open();
    expect(resultText(await waiting.finished)).toBe("transcode(b)");
  });

  test("fails by the name of a base that failed or was cancelled in another process, and knows none of another tenant", async () => {
    const [one, two] = await createWorlds();
    const gate = createGate();
    one.behaviours.set("a", async () => {
      await gate.promise;
      throw new Error("no luck");
    });
    const base = await one.start([clip("a")]);
    const waiting = await two.start(variant, { baseExecutionId: base.id });
    gate.open();
    await base.finished;
    expect(await waiting.finished).toMatchObject({ status: "failed", error: { code: "base_failed", jobId: "t" } });

    one.behaviours.set("c", ({ pause }) => pause(60_000));
    const cancelled = await one.start([clip("c")]);
    const after = await two.start(variant, { baseExecutionId: cancelled.id });
    await cancelled.cancel();
    expect(await after.finished).toMatchObject({ error: { code: "base_failed" } });

    for (const about of [{ baseExecutionId: base.id, tenant: "other" }, { baseExecutionId: "exec_never" }]) {
      await expect(two.start(variant, about)).rejects.toMatchObject({ issues: [{ code: "base_not_found" }] });
    }
  });

  test("is taken once where nobody has it, by an engine that comes upon it several times in the same moment", async () => {
    const place = await createPlace();
    const ledger = await openLedger(place);
    onTestFinished(() => ledger.close());
    const shared = { home: place.home, ledger, sharesJobs: true };
    const admits = createWorld({ ...shared, onlyAdmits: true });
    const takes = createWorld({ ...shared, computeSlots: 4, waitSlots: 4 });
    onTestFinished(() => takes.engine.close());
    const ids = ["a", "b", "c"];
    const plan = [...ids.map((id) => clip(id)), job("m", "merge", { items: ids.map((id) => `$${id}`) })];
    const { finished } = await admits.start(plan);
    await Promise.all(Array.from({ length: 5 }, () => takes.engine.resume()));
    expect(resultText(await finished)).toBe("merge(a, b, c)");
    expect(takes.runs.toSorted()).toEqual([...ids, "m"]);
  });

  test("makes once what two processes want at the same time", async () => {
    const [one, two] = await createWorlds();
    const gate = createGate();
    one.behaviours.set("a", () => gate.promise);
    const first = await one.start([clip("a", "same")]);
    await vi.waitFor(() => expect(one.runs).toEqual(["a"]));
    const second = await two.start([clip("b", "same"), clip("own")]);
    await vi.waitFor(() => expect(standing(second.snapshot())).toMatchObject({ own: "completed", b: "pending" }));
    gate.open();
    await first.finished;
    expect(standing(await second.finished)).toMatchObject({ b: "completed reused" });
    expect(two.runs).toEqual(["own"]);
  });

  test("news that comes to one process reaches a job of another", async () => {
    const [one, two] = await createWorlds();
    let looked = 0;
    one.behaviours.set("a", async ({ remember, park }) => {
      if (looked++ > 0) return;
      await remember({ provider: "fal", id: "run-1" });
      await park(3_600_000);
    });
    const running = await one.start([clip("a")]);
    await vi.waitFor(async () => {
      expect((await one.ledger.read(running.id))?.states["a"]?.phase).toBe("parked");
    });
    const waiting = await two.ledger.jobWaitingFor({ provider: "fal", id: "run-1" });
    expect(waiting).toEqual({ executionId: running.id, jobId: "a" });
    await two.engine.wake(running.id, "a");
    expect(await running.finished).toMatchObject({ status: "completed" });
  });

  test("goes on with what a process has left that closed, with the keys that came with the plan", async () => {
    const [one, two] = await createWorlds();
    one.behaviours.set("b", ({ pause }) => pause(60_000));
    const model = { provider: "fal", model: "x/y" };
    const plan = [clip("a"), job("b", "generate", { prompt: "b", model }), job("m", "merge", {}, ["a", "b"])];
    const running = await one.start(plan, { providerApiKeys: { fal: "key-of-fal" } });
    await vi.waitFor(() => expect(standing(running.snapshot())).toMatchObject({ a: "completed", b: "processing" }));
    expect(JSON.stringify(await one.ledger.read(running.id))).not.toContain("key-of-fal");
    await one.engine.close();
    expect(await running.finished).toMatchObject({ status: "processing" });

    const keys: unknown[] = [];
    two.behaviours.set("b", ({ providerApiKeys }) => void keys.push(providerApiKeys));
    await two.engine.resume();
    await vi.waitFor(async () => expect(await two.engine.get(running.id)).toMatchObject({ status: "completed" }));
    expect(two.runs).toEqual(["b", "m"]);
    expect(keys).toEqual([{ fal: "key-of-fal" }]);
    expect((await two.ledger.read(running.id))?.secrets).toBeNull();
  });

  test("leaves what others have begun when its own executions have ended", async () => {
    const [one, two] = await createWorlds();
    one.behaviours.set("a", ({ pause }) => pause(60_000));
    const left = await one.start([clip("a")]);
    await vi.waitFor(() => expect(one.runs).toEqual(["a"]));
    await one.engine.close();

    const gate = createGate();
    let reason: unknown = null;
    two.behaviours.set("own", () => gate.promise);
    two.behaviours.set("a", async ({ signal, pause }) => {
      signal.addEventListener("abort", () => (reason = signal.reason));
      await pause(60_000);
    });
    const own = await two.start([clip("own")]);
    await vi.waitFor(() => expect(two.runs.toSorted()).toEqual(["a", "own"]), 5000);
    gate.open();
    await own.finished;
    await vi.waitFor(async () => expect((await two.ledger.read(left.id))?.worker).toBeNull());
    expect(reason).toMatchObject({ why: "detached" });
    expect(await two.engine.get(left.id)).toMatchObject({ status: "processing" });
  });

  test("waits for nothing that a process had begun which is gone, and whose operations nobody knows here", async () => {
    const [one, two] = await createWorlds();
    const [known] = one.operations;
    if (known === undefined) throw new Error("Expected an operation");
    one.behaviours.set("a", ({ pause }) => pause(60_000));
    const foreign = { ...known, signature: { ...known.signature, type: "foreign" } };
    one.operations.push(foreign);
    await one.start([clip("a", "same"), job("f", "foreign", { prompt: "x" })]);
    await vi.waitFor(() => expect(one.runs).toContain("a"));
    await one.engine.close();
    expect(await two.run([clip("b", "same")])).toMatchObject({ status: "completed" });
    expect(two.runs).toEqual(["b"]);
  });

  test("cancels what another process has, and what nobody has any more", async () => {
    const [one, two] = await createWorlds();
    one.behaviours.set("a", ({ pause }) => pause(60_000));
    const running = await one.start([clip("a")]);
    await vi.waitFor(() => expect(one.runs).toEqual(["a"]));
    expect(await two.engine.cancel(running.id, "other")).toBeNull();
    expect(await two.engine.cancel("exec_never")).toBeNull();
    expect(await two.engine.cancel(running.id)).toMatchObject({ id: running.id });
    expect(await running.finished).toMatchObject({ status: "cancelled", jobs: [{ status: "cancelled" }] });
    expect(await two.engine.cancel(running.id)).toEqual(await running.finished);

    one.behaviours.set("b", ({ pause }) => pause(60_000));
    const left = await one.start([clip("b")]);
    await vi.waitFor(() => expect(one.runs).toContain("b"));
    await one.engine.close();
    expect(await two.engine.cancel(left.id)).toMatchObject({ status: "cancelled" });
    expect(two.runs).toEqual([]);
    const list = { tenant: null, after: null, limit: 10, statuses: [], baseExecutionId: null };
    expect((await two.engine.list(list)).map(({ id, status }) => [id, status])).toEqual(
      expect.arrayContaining([
        [left.id, "cancelled"],
        [running.id, "cancelled"],
      ]),
    );
  });

  test("tells how far a job is that another process runs, and what happens in all of its execution", async () => {
    const [one, two] = await createWorlds();
    const gate = createGate();
    one.behaviours.set("a", async ({ progress, report }) => {
      report({ type: "provider-asked", provider: "fal", model: "x/y", task: "video" });
      progress(1, 4, "a quarter");
      await gate.promise;
    });
    const running = await one.start([clip("a"), job("t", "transcode", { video: "$a" })]);
    await vi.waitFor(
      async () =>
        expect(await two.engine.get(running.id)).toMatchObject({
          progress: 12.5,
          jobs: [{ status: "processing", progress: 25, message: "a quarter" }, {}],
        }),
      { timeout: 5000 },
    );
    const heard: KeptEvent[] = [];
    const listening = listen(two, running.id, heard);
    await vi.waitFor(() => expect(heard.map(({ event }) => event.type)).toContain("provider-asked"));
    gate.open();
    await running.finished;
    await listening;
    const types = heard.flatMap(({ event }) => (event.type === "execution-progress" ? [] : lineOf(event)));
    expect(types).toEqual([
      "execution-started",
      ...["job-ready a", "job-missed a", "job-started a", "provider-asked a", "artifact-stored a", "job-ended a"],
      ...["job-ready t", "job-missed t", "job-started t", "artifact-stored t", "job-ended t", "execution-ended"],
    ]);
    const sequences = heard.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
    const after = sequences.at(-2) ?? 0;
    expect(await two.engine.events(running.id, { after })).toEqual({ events: heard.slice(-1), isComplete: true });
    expect(await two.engine.events(running.id, { tenant: "other" })).toBeNull();
    expect(await two.engine.events("exec_never")).toBeNull();
  });

  test("tells the end of an execution once that one process has left and another one went on with", async () => {
    const [one, two] = await createWorlds();
    one.behaviours.set("b", ({ pause }) => pause(60_000));
    const running = await one.start([clip("a"), clip("b"), job("m", "merge", {}, ["a", "b"])]);
    await vi.waitFor(() => expect(standing(running.snapshot())).toMatchObject({ a: "completed", b: "processing" }));
    await one.engine.close();
    await two.engine.resume();
    const heard: KeptEvent[] = [];
    await listen(two, running.id, heard);
    const ends = heard.flatMap(({ event }) => (event.type.endsWith("-ended") ? lineOf(event) : []));
    expect(ends).toEqual(["job-ended a", "job-ended b", "job-ended m", "execution-ended"]);
    expect(await two.engine.get(running.id)).toMatchObject({ status: "completed" });
  });

  /** Until nothing will come any more. */
  async function listen({ engine }: World, executionId: string, heard: KeptEvent[]): Promise<void> {
    const until = new AbortController().signal;
    for (;;) {
      const page = await engine.events(executionId, { after: heard.at(-1)?.sequence ?? 0, until });
      if (page === null) throw new Error("Expected the execution");
      heard.push(...page.events);
      if (page.isComplete) return;
    }
  }

  function lineOf(event: RunEvent): string {
    return "jobId" in event ? `${event.type} ${event.jobId}` : event.type;
  }
});
