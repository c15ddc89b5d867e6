import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Execution } from "@proxx/contract";
import { createEngine, createMemoryLedger, type Engine, type Ledger } from "@proxx/engine";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { createTestOperations } from "../../engine/test/operations.ts";
import { openLedger } from "../src/index.ts";
import { onEachDatabase, type TestPlace } from "./each-database.ts";
import { startProgram, type StartedProgram } from "./engine-process.ts";
import type { WorkProgramConfig } from "./work-program.ts";

/** Longer than a busy machine lets a process wait for its turn. */
const SILENCE_MS = 4000;
const PATIENCE = { timeout: 90_000, interval: 50 };

interface Workshop {
  place: TestPlace;
  /** Only takes plans. */
  engine: Engine;
  ledger: Ledger;
  /** `a` and `b`, of one slot each. */
  workers: Record<"a" | "b", StartedProgram>;
  /** What was done so far, in order: what, which job, by whom. */
  log: () => string[][];
}

/** Opens one for as long as the work takes: no process outlives a test. */
async function inWorkshop(place: TestPlace, jobs: string[], work: (shop: Workshop) => Promise<void>): Promise<void> {
  const log = join(place.home, "log.txt");
  writeFileSync(log, "");
  const ledger = await openLedger(place);
  const { operations } = createTestOperations();
  const engine = createEngine({
    home: place.home,
    operations,
    ledger,
    onlyAdmits: true,
    fetchSource: () => Promise.reject(new Error("Expected nothing to be fetched")),
  });
  const begin = (name: string) =>
    startProgram("./work-program.ts", {
      place,
      log,
      name,
      jobs,
      longestSilenceMs: SILENCE_MS,
    } satisfies WorkProgramConfig);
  const workers = { a: begin("a"), b: begin("b") };
  const read = () => readFileSync(log, "utf8").split("\n").filter(Boolean);
  try {
    await Promise.all(Object.values(workers).map(({ started }) => started));
    await work({ place, engine, ledger, workers, log: () => read().map((line) => line.split(" ")) });
  } finally {
    for (const { child } of Object.values(workers)) child.kill("SIGKILL");
    await Promise.all(Object.values(workers).map(({ closed }) => closed));
    await engine.close();
    await ledger.close();
  }
}

const still = (id: string) => ({ id, type: "generateImage", params: { prompt: id } });
const named = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}${index}`);
const planOf = (jobs: readonly { id: string }[]) => ({
  jobs,
  outputs: Object.fromEntries(jobs.map(({ id }) => [id, `$${id}`])),
});

async function ended(ledger: Ledger, id: string): Promise<void> {
  await vi.waitFor(async () => expect((await ledger.read(id))?.execution.completedAtMs).not.toBeNull(), PATIENCE);
}

/** What of a result does not depend on when, where and by whom it was made. */
function essence({ status, jobs, result, results, degradations }: Execution): unknown {
  const files = Object.entries(results).map(([name, file]) => [name, file?.sha256]);
  const made = jobs.map(({ id, status: stands, reused, renderedBy, outputs }) => ({
    id,
    stands,
    reused,
    renderedBy,
    outputs: outputs.map(({ url: _url, ...file }) => file),
  }));
  return { status, made, result: result?.sha256, files, degradations };
}

onEachDatabase((createPlace) => {
  test("two processes run the jobs of one execution, in order, and what they make is what one alone makes", async () => {
    const ids = named("j", 12);
    await inWorkshop(await createPlace(), [...ids, "a", "m", "r"], async ({ place, engine, ledger, log }) => {
      const clips = ["a", "b"].map((id) => ({ id, type: "generate", params: { prompt: id } }));
      const film = [
        ...clips,
        { id: "m", type: "merge", params: {}, dependsOn: ["a", "b"] },
        { id: "r", type: "reframe", params: { aspectRatio: "9:16" }, dependsOn: ["m"] },
      ];
      const plan = {
        jobs: [...ids.map(still), ...film],
        outputs: Object.fromEntries([...ids, "r"].map((id) => [id, `$${id}`])),
      };
      const { id } = await engine.start(plan);
      await ended(ledger, id);
      const lines = log();
      const began = lines.filter(([what]) => what === "began");
      expect(new Set(began.map(([, , worker]) => worker))).toEqual(new Set(["a", "b"]));
      expect(new Set(began.map(([, job]) => job))).toEqual(new Set([...ids, "a", "m", "r"]));
      const at = (what: string, job: string) => lines.findIndex((line) => line[0] === what && line[1] === job);
      expect(at("ended", "a")).toBeLessThan(at("began", "m"));
      expect(at("ended", "m")).toBeLessThan(lines.findLastIndex(([what, job]) => what === "began" && job === "r"));

      const home = temporaryFolder();
      const { operations } = createTestOperations();
      const alone = createEngine({
        home,
        operations,
        ledger: createMemoryLedger(),
        fetchSource: () => Promise.reject(new Error("Expected nothing to be fetched")),
      });
      onTestFinished(() => alone.close());
      const execution = await engine.get(id);
      if (execution === null) throw new Error("Expected the execution");
      expect(execution.jobs.flatMap(({ error }) => error ?? [])).toEqual([]);
      expect(essence(execution)).toEqual(essence(await (await alone.start(plan)).finished));
      expect(place.home).not.toBe(home);
    });
  });

  test("what a process was at that is killed is made by the other one", async () => {
    const ids = [...named("slow", 2), ...named("j", 6)];
    await inWorkshop(await createPlace(), ids, async ({ place, engine, ledger, workers, log }) => {
      const { id } = await engine.start(planOf(ids.map(still)));
      await vi.waitFor(() => expect(log()).toHaveLength(2), PATIENCE);
      workers.a.child.kill("SIGKILL");
      writeFileSync(join(place.home, "open"), "");
      await ended(ledger, id);
      const record = await ledger.read(id);
      expect(record?.execution).toMatchObject({ status: "completed", error: null });
      const [, lost = ""] = log().find(([, , worker]) => worker === "a") ?? [];
      expect(record?.states[lost]).toMatchObject({ losses: 1 });
      expect(log().filter(([what, job]) => what === "began" && job === lost)).toHaveLength(2);
    });
  });

  test("what a process says is not heard that stood still for so long that another one has its job", async () => {
    const ids = named("slow", 2);
    await inWorkshop(await createPlace(), ids, async ({ place, engine, ledger, workers, log }) => {
      const { id } = await engine.start(planOf(ids.map(still)));
      await vi.waitFor(() => expect(log()).toHaveLength(2), PATIENCE);
      const [, job = ""] = log().find(([, , worker]) => worker === "a") ?? [];
      workers.a.child.kill("SIGSTOP");
      await vi.waitFor(async () => expect((await ledger.workers()).length).toBe(1), PATIENCE);
      writeFileSync(join(place.home, "open"), "");
      await ended(ledger, id);
      const before = await ledger.read(id);
      // Who has made it said its name last.
      expect(before?.states[job]).toMatchObject({ status: "completed", losses: 1, message: "b" });
      expect(before?.states[job]?.attempt).toBeGreaterThan(1);
      workers.a.child.kill("SIGCONT");
      await vi.waitFor(
        () =>
          expect(log().filter(([what, about, by]) => what !== "began" && about === job && by === "a")).not.toEqual([]),
        PATIENCE,
      );
      workers.a.child.stdin?.end("close\n");
      await workers.a.closed;
      expect(await ledger.read(id)).toEqual(before);
    });
  });

  test("a cancellation reaches jobs in other processes", async () => {
    const ids = named("slow", 2);
    await inWorkshop(await createPlace(), ids, async ({ engine, log }) => {
      const running = await engine.start(planOf(ids.map(still)));
      await vi.waitFor(() => expect(log()).toHaveLength(2), PATIENCE);
      expect(await running.cancel()).toMatchObject({
        status: "cancelled",
        jobs: [{ status: "cancelled" }, { status: "cancelled" }],
      });
      const told = log().filter(([what]) => what === "told-to-end");
      expect(new Set(told.map(([, , worker]) => worker))).toEqual(new Set(["a", "b"]));
    });
  });
});
