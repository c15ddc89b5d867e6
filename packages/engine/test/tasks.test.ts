import { expect, onTestFinished, test, vi } from "vitest";
import { temporaryFolder } from "@proxx/testing";
import { createMemoryLedger, type EngineOptions, type Ledger } from "../src/index.ts";
import { clip, createGate, createWorld, job, resultText, standing, type World } from "./world.ts";

/** Engines on one ledger and one home that share their jobs: the first has the executions, and one slot. */
async function createWorlds(options: Partial<EngineOptions> = {}): Promise<[World, World]> {
  const home = temporaryFolder();
  const ledger = createMemoryLedger();
  const shared = { home, ledger, sharesJobs: true, computeSlots: 1, waitSlots: 1, ...options };
  const worlds: [World, World] = [createWorld(shared), createWorld(shared)];
  for (const world of worlds) {
    await world.engine.resume();
    onTestFinished(() => world.engine.close());
  }
  return worlds;
}

const stills = (count: number, name = "s") =>
  Array.from({ length: count }, (_, index) => job(`${name}${index}`, "generateImage", { prompt: `${name} ${index}` }));

test("the jobs of one execution are run by all who have a slot, and its document is that of one engine alone", async () => {
  const [one, two] = await createWorlds();
  for (const world of [one, two]) {
    for (let index = 0; index < 6; index++) world.behaviours.set(`s${index}`, ({ pause }) => pause(20));
  }
  const plan = [...stills(6), job("m", "merge", {}, ["s0", "s1"])];
  const execution = await one.run(plan);
  expect(execution).toMatchObject({ status: "completed", completedJobs: 7 });
  expect([...one.runs, ...two.runs].toSorted()).toEqual(["m", "s0", "s1", "s2", "s3", "s4", "s5"]);
  expect(one.runs.length).toBeGreaterThan(1);
  expect(two.runs.length).toBeGreaterThan(1);
  const alone = createWorld();
  expect(resultText(execution)).toBe(resultText(await alone.run(plan)));
});

test("what a job tells where it was lent to stands among the events of its execution, between its beginning and its end", async () => {
  const [one, two] = await createWorlds();
  const gate = createGate();
  for (const world of [one, two]) {
    for (const id of ["s0", "s1"]) {
      world.behaviours.set(id, ({ report }) => {
        report({ type: "provider-asked", provider: "fal", model: world === one ? "here" : "there", task: "image" });
        return gate.promise;
      });
    }
  }
  const running = await one.start(stills(2));
  await vi.waitFor(() => expect([one.runs.length, two.runs.length]).toEqual([1, 1]));
  gate.open();
  await running.finished;
  const page = await one.engine.events(running.id);
  const [lent = ""] = two.runs;
  const types = page?.events.flatMap(({ event }) => ("jobId" in event && event.jobId === lent ? event.type : []));
  expect(types?.slice(-4)).toEqual(["job-started", "provider-asked", "artifact-stored", "job-ended"]);
  const models = page?.events.flatMap(({ event }) => (event.type === "provider-asked" ? event.model : []));
  expect(models?.toSorted()).toEqual(["here", "there"]);
});

test("makes anew where it runs what was left to a job to be rendered, over however many others", async () => {
  const [one, two] = await createWorlds();
  const gates = [createGate(), createGate()];
  for (const [index, world] of [one, two].entries()) {
    for (const id of ["x0", "x1"]) world.behaviours.set(id, () => gates[index]?.promise);
  }
  const busy = await one.start(stills(2, "x"));
  await vi.waitFor(() => expect([one.runs.length, two.runs.length]).toEqual([1, 1]));
  // Of the two slots that of the place stays taken.
  gates[1]?.open();
  const film = [
    clip("a"),
    clip("b"),
    job("m", "merge", {}, ["a", "b"]),
    job("r", "reframe", { aspectRatio: "9:16" }, ["m"]),
    job("c", "captions", { text: "x" }, ["r"]),
  ];
  const execution = await one.run(film);
  expect(resultText(execution)).toBe("captions(reframe(merge(a, b), 9:16), x)");
  expect(standing(execution)).toMatchObject({ m: "completed in c", r: "completed in c", c: "completed" });
  expect(one.runs).toEqual(expect.arrayContaining(["m", "r"]));
  expect(two.runs.slice(-3)).toEqual(["m", "r", "c"]);
  gates[0]?.open();
  await busy.finished;
});

test("a cancellation reaches a job that another engine runs, and so does a closing engine's handing back", async () => {
  const [one, two] = await createWorlds();
  const reasons: unknown[] = [];
  const endless: Parameters<World["behaviours"]["set"]>[1] = async ({ signal, pause }) => {
    signal.addEventListener("abort", () => reasons.push(signal.reason));
    await pause(60_000);
  };
  for (const world of [one, two]) for (const id of ["s0", "s1"]) world.behaviours.set(id, endless);
  const running = await one.start(stills(2));
  await vi.waitFor(() => expect([one.runs.length, two.runs.length]).toEqual([1, 1]));
  expect(await running.cancel()).toMatchObject({ status: "cancelled" });
  expect(reasons).toMatchObject([{ why: "cancelled" }, { why: "cancelled" }]);

  const next = await one.start(
    stills(2, "s").map((still) => ({ ...still, params: { prompt: `again ${JSON.stringify(still)}` } })),
  );
  await vi.waitFor(() => expect([one.runs.length, two.runs.length]).toEqual([2, 2]));
  const [lent = ""] = two.runs.slice(-1);
  two.behaviours.clear();
  one.behaviours.delete(lent);
  await two.engine.close();
  expect(reasons[2]).toMatchObject({ why: "detached" });
  const [own = ""] = one.runs.slice(-1);
  await vi.waitFor(async () => {
    expect((await one.ledger.read(next.id))?.states[lent]).toMatchObject({ attempt: 2, losses: 0 });
  });
  expect(own).not.toBe(lent);
  await next.cancel();
});

test("how far a job is that another engine runs is told where its execution has its place", async () => {
  const [one, two] = await createWorlds();
  const gate = createGate();
  for (const world of [one, two]) {
    world.behaviours.set("s0", () => gate.promise);
    world.behaviours.set("s1", ({ progress }) => {
      progress(1, 2, "half");
      return gate.promise;
    });
  }
  const running = await one.start(stills(2));
  await vi.waitFor(async () => {
    expect(two.runs.length).toBe(1);
    expect(running.snapshot().jobs.find(({ id }) => id === "s1")?.progress).toBe(50);
  }, 5000);
  gate.open();
  await running.finished;
});

test("a job is begun anew that another engine took and lost while it waited for a slot here", async () => {
  const world = createWorld({ sharesJobs: true, computeSlots: 1 });
  const { engine, ledger } = world;
  await engine.resume();
  const gate = createGate();
  world.behaviours.set("s0", () => gate.promise);
  const running = await world.start(stills(2));
  await vi.waitFor(async () => expect((await ledger.read(running.id))?.states["s1"]?.phase).toBe("queued"));
  await vi.waitFor(() => expect(world.runs).toEqual(["s0"]));
  await ledger.greet({ id: "x", identity: null });
  const request = {
    load: "compute",
    limits: { perTenant: null, perProvider: {} },
    except: [],
    exceptOf: null,
    held: [],
  } as const;
  expect(await ledger.takeTask("x", request)).toMatchObject({ jobId: "s1", attempt: 1 });
  // Both are heard by the same move.
  await ledger.dismiss("x");
  await vi.waitFor(async () => expect((await ledger.read(running.id))?.states["s1"]?.attempt).toBe(2));
  gate.open();
  expect(await running.finished).toMatchObject({ status: "completed" });
});

test("a task is run at its first attempt whose taker never had the answer that it had it", async () => {
  const ledger = createMemoryLedger();
  let lost = 0;
  const losing: Ledger = {
    ...ledger,
    async takeTask(...about) {
      const task = await ledger.takeTask(...about);
      if (task === null || lost > 0) return task;
      lost += 1;
      throw new Error("The connection broke.");
    },
  };
  const shared = { home: temporaryFolder(), sharesJobs: true, computeSlots: 1, waitSlots: 1 };
  const [one, two] = [createWorld({ ...shared, ledger }), createWorld({ ...shared, ledger: losing })];
  for (const { engine } of [one, two]) onTestFinished(() => engine.close());
  const gate = createGate();
  for (const world of [one, two]) for (const id of ["s0", "s1"]) world.behaviours.set(id, () => gate.promise);
  const running = await one.start(stills(2));
  await vi.waitFor(() => expect(one.runs).toHaveLength(1));
  await two.engine.resume();
  await vi.waitFor(() => expect(two.runs).toHaveLength(1), { timeout: 10_000 });
  gate.open();
  expect(await running.finished).toMatchObject({ status: "completed" });
  const { states = {} } = (await ledger.read(running.id)) ?? {};
  expect([lost, ...Object.values(states).map(({ attempt }) => attempt)]).toEqual([1, 1, 1]);
});

test("a tenant's one job does not wait for another's many", async () => {
  const [one, two] = await createWorlds();
  const gate = createGate();
  const order: string[] = [];
  const ids = Array.from({ length: 40 }, (_, index) => `s${index}`);
  for (const world of [one, two]) {
    for (const id of [...ids, "few0"]) {
      world.behaviours.set(id, () => {
        order.push(id);
        return gate.promise;
      });
    }
  }
  const many = await one.start(stills(40), { tenant: "many" });
  await vi.waitFor(() => expect(order).toHaveLength(2));
  const few = await one.start(stills(1, "few"), { tenant: "few" });
  await vi.waitFor(async () => expect((await one.ledger.read(few.id))?.states["few0"]?.phase).toBe("queued"));
  gate.open();
  await Promise.all([few.finished, many.finished]);
  // Both slots may have been given away before it was seen.
  expect(order.indexOf("few0")).toBeLessThan(8);
});

test("a tenant's one job does not wait for another's many where there is one slot, either", async () => {
  const world = createWorld({ computeSlots: 1 });
  const gate = createGate();
  world.behaviours.set("s0", () => gate.promise);
  const many = await world.start(stills(20), { tenant: "many" });
  await vi.waitFor(() => expect(world.runs).toEqual(["s0"]));
  const few = await world.start(stills(2, "few"), { tenant: "few" });
  await vi.waitFor(async () => expect((await world.ledger.read(few.id))?.states["few1"]?.phase).toBe("queued"));
  gate.open();
  await Promise.all([few.finished, many.finished]);
  expect(world.runs.slice(0, 4)).toEqual(["s0", "few0", "s1", "few1"]);
});

test("no more jobs of a tenant or a provider run at a time than there may, in all engines together", async () => {
  const [one, two] = await createWorlds({ computeSlots: 4, jobsPerTenant: 3 });
  let running = 0;
  let most = 0;
  for (const world of [one, two]) {
    for (let index = 0; index < 12; index++) {
      world.behaviours.set(`s${index}`, async ({ pause }) => {
        running += 1;
        most = Math.max(most, running);
        await pause(10);
        running -= 1;
      });
    }
  }
  expect(await one.run(stills(12))).toMatchObject({ status: "completed" });
  expect(most).toBe(3);
  expect(two.runs.length).toBeGreaterThan(0);
});
