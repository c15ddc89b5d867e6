import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "@proxx/contract";
import { runTool } from "@proxx/media";
import { isRunning, program, temporaryFolder } from "@proxx/testing";
import { expect, test, vi } from "vitest";
import { createMemoryLedger, type StartOptions } from "../src/index.ts";
import { clip, createGate, createWorld, job, type World } from "./world.ts";

/** Runs jobs, and gives all that was told of it. */
async function watch(world: World, jobs: readonly unknown[], options: StartOptions = {}) {
  const events: RunEvent[] = [];
  const execution = await world.run(jobs, { ...options, onEvent: (event) => events.push(event) });
  return { execution, events, lines: events.filter(({ type }) => type !== "execution-progress").map(lineOf) };
}

/** `job-started a`, `process-ended a exit 0`: what happened, where, and the one thing that tells most of it. */
function lineOf(event: RunEvent): string {
  const about = "jobId" in event ? [event.jobId] : [];
  switch (event.type) {
    case "job-hit":
    case "job-missed":
      return [event.type, ...about, event.why.join("; ")].join(" ");
    case "job-ended":
    case "execution-ended":
      return [event.type, ...about, event.status].join(" ");
    case "process-ended":
      return [event.type, ...about, event.exitCode].join(" ");
    default:
      return [event.type, ...about].join(" ");
  }
}

const chain = [clip("a"), job("tall", "reframe", {}, ["a"]), job("end", "captions", { video: "$tall", text: "hi" })];

test("tells what happens, in order", async () => {
  const world = createWorld();
  world.behaviours.set("end", async ({ signal, report }) => {
    report({ type: "provider-asked", provider: "fal", model: "x/y", task: "video" });
    await runTool({ ...program("exits", 0), signal });
    report({ type: "provider-answered", provider: "fal", model: "x/y", seconds: 1, errorCode: null });
  });
  const { execution, events, lines } = await watch(world, chain);
  expect(lines).toEqual([
    "execution-started",
    // What is left to be rendered is known by its key alone, so that all of them are looked for together.
    ...["job-ready a", "job-ready tall", "job-ready end", "job-missed a never made before"],
    ...["job-missed tall never made before", "job-missed end never made before"],
    ...["job-started a", "artifact-stored a", "job-ended a completed"],
    ...["job-started tall", "job-ended tall completed", "job-started end", "provider-asked end"],
    ...["process-started end", "process-ended end 0", "provider-answered end", "artifact-stored end"],
    ...["job-ended end completed", "execution-ended completed"],
  ]);
  expect(events.every(({ executionId }) => executionId === execution.id)).toBe(true);
  expect(events.every(({ time }) => new Date(time).toISOString() === time)).toBe(true);
  const times = events.map(({ time }) => time);
  expect(times).toEqual(times.toSorted());
});

test("tells hits, and what is rendered into one", async () => {
  const world = createWorld();
  await world.run(chain);
  const { lines } = await watch(world, chain);
  expect(lines).toEqual([
    "execution-started",
    ...["job-ready a", "job-ready tall", "job-ready end"],
    ...["job-hit a made before, of the same", "job-ended a completed", "job-missed tall it has no file of its own"],
    ...["job-hit end made before, of the same", "job-ended end completed"],
    ...["job-hit tall rendered into end, which is there", "job-ended tall completed", "execution-ended completed"],
  ]);
});

test("tells why something is made again", async () => {
  const world = createWorld();
  await world.run([clip("a", "Scene 1"), job("t", "transcode", { video: "$a" })]);
  const { lines } = await watch(world, [clip("a", "Scene 2"), job("t", "transcode", { video: "$a" })]);
  expect(lines).toContain("job-missed a `prompt` changed: “Scene 1” → “Scene 2”");
  expect(lines).toContain("job-missed t input `video` changed (a is made again)");
});

test("says of each job which commands it ran, however it ended", async () => {
  const world = createWorld();
  const { command, args } = program("exits", 3);
  world.behaviours.set("a", async ({ signal }) => void (await runTool({ command, args, signal })));
  world.behaviours.set("b", async ({ signal }) => {
    await runTool({ ...program("exits", 4), signal });
    throw new Error("oh");
  });
  const plan = [clip("a"), clip("b"), clip("c")];
  const { execution, events } = await watch(world, plan);
  expect(execution.jobs.map(({ commands }) => commands.map(({ exitCode }) => exitCode))).toEqual([[3], [4], []]);
  expect(execution.jobs[0]?.commands).toEqual([{ argv: [command, ...args], exitCode: 3, seconds: expect.any(Number) }]);
  expect(await world.engine.get(execution.id)).toEqual(execution);
  const started = events.filter((event) => event.type === "process-started");
  expect(started.map(({ jobId }) => jobId).toSorted()).toEqual(["a", "b"]);
  expect(started.map(({ process }) => process)).toEqual([1, 2]);
  const again = await world.run(plan);
  expect(again.jobs[0]).toMatchObject({ reused: true, commands: [] });
});

test("tells the end of processes that are ended with their job", async () => {
  const world = createWorld();
  const pids: number[] = [];
  world.behaviours.set("slow", async ({ signal }) => {
    await runTool({ ...program("forever"), signal, onStart: (pid) => pids.push(pid) });
    signal.throwIfAborted();
  });
  const events: RunEvent[] = [];
  const running = await world.start([clip("slow")], { onEvent: (event) => events.push(event) });
  await vi.waitFor(() => expect(pids).toHaveLength(1));
  const execution = await running.cancel();
  expect(pids.filter(isRunning)).toEqual([]);
  expect(events.find(({ type }) => type === "process-ended")).toMatchObject({ exitCode: null, signal: "SIGTERM" });
  expect(execution.jobs[0]?.commands).toMatchObject([{ exitCode: null }]);
});

test("tells an engine's listener of all executions, and goes on where one throws", async () => {
  const seen = new Set<string>();
  const world = createWorld({
    onEvent: ({ executionId }) => {
      seen.add(executionId);
      throw new Error("The listener's own affair");
    },
  });
  const [one, two] = [await world.run([clip("a")]), await world.run([clip("b")])];
  expect([one.status, two.status]).toEqual(["completed", "completed"]);
  expect([...seen]).toEqual([one.id, two.id]);
});

test("leaves what jobs work with where it is asked to", async () => {
  const world = createWorld();
  const keepWorkIn = join(temporaryFolder(), "work");
  const left: string[] = [];
  for (const id of ["a", "tall", "end"]) {
    world.behaviours.set(id, ({ workDir }) => {
      left.push(join(workDir, "drawn.png"));
      writeFileSync(join(workDir, "drawn.png"), id);
    });
  }
  const execution = await world.run(chain, { keepWorkIn });
  await world.engine.close();
  expect(left.map((path) => path.startsWith(join(keepWorkIn, execution.id)))).toEqual([true, true, true]);
  expect(left.map((path) => readFileSync(path, "utf8"))).toEqual(["a", "tall", "end"]);
  // What was taken into the store is there as well, under the name that commands have for it.
  expect(existsSync(join(left[2] ?? "", "..", "clip.mp4"))).toBe(true);
  expect(existsSync(new URL(execution.result?.url ?? ""))).toBe(true);
  await expect(createWorld().start(chain, { keepWorkIn: "here" })).rejects.toThrow(
    "Expected `keepWorkIn` to be absolute".slice(0, 22),
  );
});

test("the trace that an execution was begun in is kept with it, and told with each of its events", async () => {
  const traces = new Set<string | null>();
  const world = createWorld({ onEvent: (_, { traceparent }) => traces.add(traceparent) });
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const { id } = await world.run([clip("a")], { traceparent });
  expect(traces).toEqual(new Set([traceparent]));
  expect((await world.ledger.read(id))?.settings.traceparent).toBe(traceparent);
  // What is done once more belongs to who asks for it.
  const again = await world.engine.retry(id);
  await again?.finished;
  expect(traces).toEqual(new Set([traceparent, null]));
});

test("an end is told when whoever asks for the execution then finds it ended, however late its own engine hears of it", async () => {
  const ledger = createMemoryLedger();
  const heard = createGate();
  const world = createWorld({
    ledger: {
      ...ledger,
      async move(...about) {
        const moved = await ledger.move(...about);
        if ((await ledger.read(about[0]))?.execution.completedAtMs !== null) await heard.promise;
        return moved;
      },
      async events(...about) {
        const page = await ledger.events(...about);
        setImmediate(heard.open);
        return page;
      },
    },
  });
  const { id, finished } = await world.start([clip("a")]);
  await vi.waitFor(async () => expect((await ledger.read(id))?.execution.status).toBe("completed"));
  const page = await world.engine.events(id);
  expect(page?.events.at(-1)?.event.type).toBe("execution-ended");
  expect(await world.engine.get(id)).toMatchObject({ status: "completed" });
  await finished;
});
