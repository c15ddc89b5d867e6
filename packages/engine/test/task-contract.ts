import { expect, test } from "vitest";
import type { Decision, JobState, Ledger, NewExecution, Task, TaskRequest } from "../src/index.ts";

export interface TaskContractOptions {
  createLedger: () => Ledger | Promise<Ledger>;
  /** An execution with two jobs, `a` and `b`, that is in no ledger yet. */
  newExecution: (about: Partial<NewExecution>) => NewExecution;
  /** As a job is that waits for a slot. */
  queued: JobState;
}

const ANY: TaskRequest = {
  load: "compute",
  limits: { perTenant: null, perProvider: {} },
  except: [],
  exceptOf: null,
  held: [],
};
const NOTHING = {
  jobs: [],
  execution: null,
  releases: [],
  offers: [],
  hasResult: false,
  progress: 0,
  events: [],
  delivery: null,
};
const NEWS = { kind: "stopped", jobId: "a" } as const;

/** What the engine relies on where several workers run the jobs of one execution, of any ledger. */
export function taskContract({ createLedger, newExecution, queued }: TaskContractOptions): void {
  /** A ledger in which nothing is offered. */
  async function emptied(): Promise<Ledger> {
    const ledger = await createLedger();
    for (const id of ["nobody", "x", "y", "z"]) await ledger.greet({ id, identity: null });
    for (let task = await ledger.takeTask("nobody", ANY); task !== null; task = await ledger.takeTask("nobody", ANY)) {
      await ledger.endTask(task, "nobody", { kind: "handed-back", jobId: task.jobId, attempt: task.attempt });
    }
    return ledger;
  }

  async function offered(ledger: Ledger, about: Partial<NewExecution> & { jobs?: never; provider?: string } = {}) {
    const { provider = "fal", ...more } = about;
    const execution = newExecution(more);
    await ledger.create(execution);
    await offer(ledger, execution.id, ["a", "b"], { provider });
    return execution.id;
  }

  async function offer(
    ledger: Ledger,
    executionId: string,
    jobIds: readonly string[],
    { attempt = 1, provider = "fal" } = {},
  ): Promise<void> {
    await move(ledger, executionId, {
      jobs: jobIds.map((jobId) => ({ jobId, state: { ...queued, attempt } })),
      offers: jobIds.map((jobId) => ({ jobId, attempt, load: "compute", provider, worker: null })),
    });
  }

  async function move(ledger: Ledger, executionId: string, decision: Partial<Decision>): Promise<unknown[]> {
    const news: unknown[] = [];
    await ledger.move(executionId, null, () => ({
      hear(heard) {
        news.push(...heard);
        return [];
      },
      decide: () => ({ ...NOTHING, ...decision }),
    }));
    return news;
  }

  /** As a place does: it begins what nobody has taken when it moves. */
  async function beginHere(ledger: Ledger, executionId: string, jobIds: readonly string[]): Promise<void> {
    await ledger.move(executionId, null, () => {
      const taken = new Set<string>();
      return {
        hear(news) {
          for (const one of news) if (one.kind === "begun") taken.add(one.jobId);
          return [];
        },
        decide() {
          const free = jobIds.filter((jobId) => !taken.has(jobId));
          return { ...NOTHING, jobs: free.map((jobId) => ({ jobId, state: running("place") })) };
        },
      };
    });
  }

  const running = (worker: string, attempt = 1, isLent = false): JobState => ({
    ...queued,
    phase: "running",
    status: "processing",
    attempt,
    worker,
    isLent,
  });

  test("a job that is offered is taken by one, and its execution hears of that before what came of it", async () => {
    const ledger = await emptied();
    const executionId = await offered(ledger);
    const workers = ["x", "y", "z"];
    const taken = await Promise.all(workers.map((worker) => ledger.takeTask(worker, ANY)));
    const tasks = taken.filter((task) => task !== null);
    expect(tasks.toSorted((one, other) => (one.jobId < other.jobId ? -1 : 1))).toEqual([
      { executionId, jobId: "a", attempt: 1 },
      { executionId, jobId: "b", attempt: 1 },
    ]);
    const worker = workers[taken.findIndex((task) => task?.jobId === "a")] ?? "";
    const task = { executionId, jobId: "a", attempt: 1 };
    expect(await ledger.endTask(task, "nobody", NEWS)).toBe(false);
    expect(await ledger.endTask({ ...task, attempt: 2 }, worker, NEWS)).toBe(false);
    expect(await ledger.endTask(task, worker, NEWS)).toBe(true);
    expect(await ledger.endTask(task, worker, NEWS)).toBe(false);
    const heard = await move(ledger, executionId, {});
    expect(heard.filter((news) => JSON.stringify(news).includes('"a"'))).toEqual([
      { kind: "begun", jobId: "a", attempt: 1, worker, isLent: true },
      NEWS,
    ]);
  });

  test("a job is begun by whoever takes it or where its execution has its place, and never by both", async () => {
    const ledger = await emptied();
    const held: Task[] = [];
    for (let round = 0; round < 20; round++) {
      const executionId = await offered(ledger);
      const [one, , other] = await Promise.all([
        ledger.takeTask("x", { ...ANY, held }),
        beginHere(ledger, executionId, ["a", "b"]),
        ledger.takeTask("y", { ...ANY, held }),
      ]);
      held.push(...[one, other].filter((task) => task !== null));
      const states = Object.entries((await ledger.read(executionId))?.states ?? {});
      const here = states.flatMap(([jobId, { phase }]) => (phase === "running" ? [jobId] : []));
      const lent = [one, other].flatMap((task) => task?.jobId ?? []);
      expect([...here, ...lent].toSorted()).toEqual(["a", "b"]);
    }
  });

  test("what stands elsewhere is offered no more, and what runs where its execution has its place is nobody's to take", async () => {
    const ledger = await emptied();
    const executionId = await offered(ledger);
    await move(ledger, executionId, {
      jobs: [
        { jobId: "a", state: running("place") },
        { jobId: "b", state: { ...queued, phase: "ended", status: "cancelled" } },
      ],
    });
    expect(await ledger.takeTask("x", ANY)).toBeNull();
    expect(await ledger.endTask({ executionId, jobId: "a", attempt: 1 }, "place", NEWS)).toBe(false);
    expect(await ledger.reportTasks("place", [])).toEqual([]);
    await offer(ledger, executionId, ["a"], { attempt: 2 });
    expect(await ledger.takeTask("x", ANY)).toEqual({ executionId, jobId: "a", attempt: 2 });
  });

  test("a job that is begun in the move that hands it out counts among those that run, and is nobody's to take", async () => {
    const ledger = await emptied();
    const executionId = await offered(ledger);
    const provider = "fal";
    await move(ledger, executionId, {
      jobs: [
        { jobId: "a", state: running("place", 2) },
        { jobId: "b", state: { ...queued, attempt: 2 } },
      ],
      offers: [
        { jobId: "a", attempt: 2, load: "compute", provider, worker: "place" },
        { jobId: "b", attempt: 2, load: "compute", provider, worker: null },
      ],
    });
    const request = (most: number) => ({ ...ANY, limits: { ...ANY.limits, perProvider: { [provider]: most } } });
    expect(await ledger.takeTask("x", request(1))).toBeNull();
    const taken = { executionId, jobId: "b", attempt: 2 };
    expect(await ledger.takeTask("x", request(2))).toEqual(taken);
    expect(await ledger.takeTask("x", { ...ANY, held: [taken] })).toBeNull();
  });

  test("a task that is offered anew is not that of whoever had it before", async () => {
    const ledger = await emptied();
    const executionId = await offered(ledger);
    const before = await ledger.takeTask("x", ANY);
    await offer(ledger, executionId, ["a"], { attempt: 2 });
    const after = await ledger.takeTask("y", { ...ANY, except: [] });
    expect([before, after].map((task) => task?.executionId)).toEqual([executionId, executionId]);
    expect(await ledger.endTask({ executionId, jobId: "a", attempt: 1 }, "x", NEWS)).toBe(false);
  });

  test("a worker says how far its tasks are, and learns which are to end", async () => {
    const ledger = await emptied();
    const executionId = await offered(ledger, { worker: "place" });
    const task: Task = { executionId, jobId: "a", attempt: 1 };
    expect(await ledger.takeTask("x", ANY)).toEqual(task);
    expect(await ledger.lentJobs("place")).toEqual([{ ...task, fraction: 0, message: null }]);
    const progress = { ...task, fraction: 0.5, message: "half" };
    expect(await ledger.reportTasks("x", [progress])).toEqual([{ ...task, ending: null }]);
    expect(await ledger.reportTasks("y", [{ ...progress, fraction: 0.7 }])).toEqual([]);
    expect(await ledger.lentJobs("place")).toEqual([progress]);
    expect(await ledger.lentJobs("x")).toEqual([]);
    const execution = (await ledger.read(executionId))?.execution;
    if (execution === undefined) throw new Error("Expected the execution");
    await move(ledger, executionId, {
      jobs: [{ jobId: "a", state: running("x", 1, true) }],
      execution: { ...execution, ending: "cancelled" },
    });
    expect(await ledger.reportTasks("x", [])).toEqual([{ ...task, ending: "cancelled" }]);
  });

  test("a task is given again to whoever took it and does not know of it, and to nobody who does", async () => {
    const ledger = await emptied();
    const executionId = await offered(ledger);
    const [a, b] = ["a", "b"].map((jobId) => ({ executionId, jobId, attempt: 1 })) as [Task, Task];
    expect(await ledger.takeTask("x", ANY)).toEqual(a);
    expect(await ledger.takeTask("x", { ...ANY, load: "wait" })).toBeNull();
    expect(await ledger.takeTask("x", ANY)).toEqual(a);
    expect(await ledger.takeTask("x", { ...ANY, held: [a] })).toEqual(b);
    expect(await ledger.takeTask("x", { ...ANY, held: [a] })).toEqual(b);
    expect(await ledger.takeTask("x", { ...ANY, held: [a, b] })).toBeNull();
    expect(await ledger.takeTask("y", ANY)).toBeNull();
    const begun = (await move(ledger, executionId, {})).map((news) => JSON.stringify(news));
    expect(begun).toHaveLength(2);
    await ledger.endTask(a, "x", NEWS);
    expect(await ledger.takeTask("x", { ...ANY, held: [b] })).toBeNull();
  });

  test("the executions of a worker that is dismissed hear that its tasks are lost, and none of what it says later", async () => {
    const ledger = await emptied();
    const executionId = await offered(ledger);
    const task = await ledger.takeTask("x", ANY);
    expect(task).not.toBeNull();
    await move(ledger, executionId, {});
    await ledger.dismiss("x");
    expect(await ledger.takeTask("x", ANY)).toBeNull();
    expect(await ledger.endTask({ executionId, jobId: "a", attempt: 1 }, "x", NEWS)).toBe(false);
    expect(await move(ledger, executionId, {})).toEqual([{ kind: "lost", jobId: "a", attempt: 1 }]);
    expect(await ledger.takeTask("y", ANY)).toMatchObject({ jobId: "b" });
    expect(await ledger.takeTask("z", ANY)).toBeNull();
  });

  test("the tenant that has the fewest jobs that run comes first, and of its executions the one that has the fewest", async () => {
    const ledger = await emptied();
    const first = await offered(ledger, { tenant: "one" });
    const second = await offered(ledger, { tenant: "one" });
    await offered(ledger, { tenant: "two" });
    await move(ledger, first, { jobs: [{ jobId: "a", state: running("place") }] });
    const taken: unknown[] = [];
    const held: Task[] = [];
    for (;;) {
      const task = await ledger.takeTask("x", { ...ANY, held });
      if (task === null) break;
      held.push(task);
      taken.push(task.executionId === first ? "first" : task.executionId === second ? "second" : "two");
    }
    expect(taken).toEqual(["two", "second", "two", "first", "second"]);
  });

  test("tenants that have equally many jobs that run take turns, however many of theirs wait", async () => {
    const ledger = await emptied();
    const many = [await offered(ledger, { tenant: "many" }), await offered(ledger, { tenant: "many" })];
    await offered(ledger, { tenant: "few" });
    const taken: string[] = [];
    for (let task = await ledger.takeTask("x", ANY); task !== null; task = await ledger.takeTask("x", ANY)) {
      taken.push(many.includes(task.executionId) ? "many" : "few");
      // With one slot none of them has any that runs, each time.
      await ledger.endTask(task, "x", { ...NEWS, jobId: task.jobId });
    }
    expect(taken).toEqual(["many", "few", "many", "few", "many", "many"]);
  });

  test("knows the executions that nobody has, and a place that is left", async () => {
    const ledger = await emptied();
    const first = newExecution({ worker: null, createdAtMs: 1 });
    const second = newExecution({ worker: null, createdAtMs: 2 });
    for (const execution of [second, first]) await ledger.create(execution);
    const own = async () => (await ledger.unplaced(1000)).filter(({ id }) => id === first.id || id === second.id);
    expect(await own()).toEqual([
      { id: first.id, worker: null },
      { id: second.id, worker: null },
    ]);
    expect(await ledger.unplaced(1)).toHaveLength(1);
    expect(await ledger.takeOver({ id: first.id, worker: null }, "x")).toBe(true);
    expect(await own()).toEqual([{ id: second.id, worker: null }]);
    expect(await ledger.takeOver({ id: first.id, worker: "x" }, null)).toBe(true);
    expect(await own()).toHaveLength(2);
    for (const { id, worker } of await own()) await ledger.takeOver({ id, worker }, "y");
  });

  test("leaves out the executions of one worker, if that is asked for", async () => {
    const ledger = await emptied();
    const own = await offered(ledger, { worker: "x" });
    const others = await offered(ledger, { worker: "y" });
    const nobodys = await offered(ledger, { worker: null });
    const held: Task[] = [];
    const take = (exceptOf: string | null) => ledger.takeTask("x", { ...ANY, held, exceptOf });
    for (let task = await take("x"); task !== null; task = await take("x")) held.push(task);
    expect(held.map(({ executionId }) => executionId).toSorted()).toEqual(
      [others, others, nobodys, nobodys].toSorted(),
    );
    expect(await take(null)).toMatchObject({ executionId: own });
  });

  test("gives none beyond a limit, none of another load, and none of executions that are left out", async () => {
    const ledger = await emptied();
    const one = await offered(ledger, { tenant: "one", provider: "fal" });
    const two = await offered(ledger, { tenant: "two", provider: "local" });
    const held: Task[] = [];
    const take = async (about: Partial<TaskRequest["limits"]>, except: string[] = []) => {
      const task = await ledger.takeTask("x", { ...ANY, limits: { ...ANY.limits, ...about }, except, held });
      if (task !== null) held.push(task);
      return task?.executionId;
    };
    expect(await ledger.takeTask("x", { ...ANY, load: "wait" })).toBeNull();
    expect(await take({ perProvider: { fal: 0 } }, [two])).toBeUndefined();
    expect(await take({ perProvider: { fal: 1 } }, [two])).toBe(one);
    expect(await take({ perProvider: { fal: 1 } }, [two])).toBeUndefined();
    expect(await take({ perTenant: 1 }, [two])).toBeUndefined();
    expect(await take({ perTenant: 1, perProvider: { fal: 1 } })).toBe(two);
    expect(await take({ perTenant: 1 })).toBeUndefined();
    expect(await take({ perTenant: 2 })).toBe(one);
  });
}
