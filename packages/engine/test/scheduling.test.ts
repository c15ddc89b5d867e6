import { ProxxError } from "@proxx/contract";
import { expect, test, vi } from "vitest";
import { clip, createGate, createWorld, job, resultText, standing } from "./world.ts";

test("runs a plan and gives the last sink as its result", async () => {
  const world = createWorld();
  const execution = await world.run([
    clip("one"),
    clip("two"),
    job("film", "merge", {}, ["one", "two"]),
    job("tall", "reframe", { aspectRatio: "9:16" }, ["film"]),
  ]);
  expect(execution).toMatchObject({ status: "completed", progress: 100, completedJobs: 4, totalJobs: 4, error: null });
  expect(resultText(execution)).toBe("reframe(merge(one, two), 9:16)");
  expect(execution.result).toMatchObject({ status: "completed", aspectRatio: "16:9", duration: 1, width: 320 });
  expect(execution.degradations.map(({ jobId, code }) => `${jobId} ${code}`)).toEqual([
    "one animatic_instead_of_model",
    "two animatic_instead_of_model",
  ]);
});

test("starts what is ready in the order of the plan, as many at a time as there are slots", async () => {
  const world = createWorld({ computeSlots: 2, waitSlots: 3 });
  const gates = new Map<string, ReturnType<typeof createGate>>();
  for (const id of ["c1", "c2", "c3", "c4", "w1", "w2", "w3", "w4"]) {
    const gate = createGate();
    gates.set(id, gate);
    world.behaviours.set(id, () => gate.promise);
  }
  const stills = ["c1", "c2", "c3", "c4"].map((id) => job(id, "generateImage", { prompt: id }));
  const clips = ["w1", "w2", "w3", "w4"].map((id) => clip(id));
  const execution = await world.start(stills.flatMap((still, index) => [still, clips[index]]));
  // They begin side by side: which of them is at it a moment earlier is nobody's choice.
  const running = (...ids: string[]) => vi.waitFor(() => expect(world.runs.toSorted()).toEqual(ids));
  await running("c1", "c2", "w1", "w2", "w3");
  expect(execution.snapshot()).toMatchObject({ status: "processing", currentJob: "c1", completedJobs: 0 });
  gates.get("c2")?.open();
  await running("c1", "c2", "c3", "w1", "w2", "w3");
  gates.get("w1")?.open();
  await running("c1", "c2", "c3", "w1", "w2", "w3", "w4");
  for (const gate of gates.values()) gate.open();
  expect(await execution.finished).toMatchObject({ status: "completed" });
});

test("shares its slots between executions", async () => {
  const world = createWorld({ computeSlots: 2 });
  const gate = createGate();
  const stills = (name: string) =>
    ["1", "2", "3"].map((number) => {
      world.behaviours.set(name + number, () => gate.promise);
      return job(name + number, "generateImage", { prompt: name + number });
    });
  const first = await world.start(stills("a"));
  await vi.waitFor(() => expect(world.runs.toSorted()).toEqual(["a1", "a2"]));
  const second = await world.start(stills("b"));
  gate.open();
  await Promise.all([first.finished, second.finished]);
  // The second execution does not wait until the first has all it wants.
  expect(world.runs.indexOf("b1")).toBeLessThan(4);
});

test("skips what depends on a failure at once, finishes the rest, and fails with the first error", async () => {
  const world = createWorld();
  const slow = createGate();
  world.behaviours.set("bad", () => {
    throw new ProxxError("provider_refused", "The provider will not.", {
      hint: "Change the prompt.",
      retryable: false,
    });
  });
  world.behaviours.set("slow", () => slow.promise);
  world.behaviours.set("later", async () => {
    await slow.promise;
    throw new ProxxError("tool_failed", "Broken.", { hint: "" });
  });
  const running = await world.start([
    clip("bad"),
    clip("slow"),
    clip("later"),
    job("needs", "merge", { items: ["$bad", "$slow"] }),
    job("next", "reframe", {}, ["needs"]),
    job("last", "transcribe", {}, ["next"]),
    job("own", "transcribe", { media: "$slow" }),
  ]);
  await vi.waitFor(() => expect(standing(running.snapshot())).toMatchObject({ bad: "failed", last: "skipped" }));
  expect(running.snapshot()).toMatchObject({ status: "processing" });
  slow.open();
  const execution = await running.finished;
  expect(standing(execution)).toEqual({
    bad: "failed",
    slow: "completed",
    later: "failed",
    needs: "skipped",
    next: "skipped",
    last: "skipped",
    own: "completed",
  });
  expect(execution).toMatchObject({
    status: "failed",
    result: null,
    error: { code: "provider_refused", jobId: "bad", hint: "Change the prompt.", retryable: false },
  });
  expect(execution.progress).toBeLessThan(100);
  const last = execution.jobs.find(({ id }) => id === "last");
  expect(last?.error).toMatchObject({
    code: "dependency_failed",
    jobId: "bad",
    message: expect.stringContaining("`bad`"),
  });
});

test("finishes what was to be rendered into a job that failed, as a file of its own", async () => {
  const world = createWorld();
  const execution = await world.run([
    clip("good"),
    job("tall", "reframe", { aspectRatio: "9:16" }, ["good"]),
    job("film", "merge", { items: ["$tall", "https://example.com/gone.mp4"] }),
  ]);
  expect(standing(execution)).toEqual({ good: "completed", tall: "completed", film: "failed" });
  expect(execution.jobs.find(({ id }) => id === "tall")?.outputs).toHaveLength(1);
});

test("says of nothing that it was rendered into a job that never came to it", async () => {
  const world = createWorld();
  world.behaviours.set("bad", () => {
    throw new Error("oh");
  });
  const execution = await world.run([
    clip("good"),
    job("tall", "reframe", { aspectRatio: "9:16" }, ["good"]),
    clip("bad"),
    job("film", "merge", { items: ["$tall", "$bad"] }),
  ]);
  expect(standing(execution)).toEqual({ good: "completed", tall: "completed", bad: "failed", film: "skipped" });
  expect(execution.error).toMatchObject({ code: "internal", jobId: "bad", message: "`generate` failed: oh" });
});

test("ends a job at its time limit and says so", async () => {
  const world = createWorld({ jobTimeoutMs: 50 });
  let told: unknown;
  world.behaviours.set("slow", async ({ signal, pause }) => {
    await pause(60_000).catch(() => {});
    told = signal.reason;
    signal.throwIfAborted();
  });
  const execution = await world.run([clip("slow"), clip("quick")]);
  expect(execution).toMatchObject({ status: "failed", error: { code: "job_timeout", jobId: "slow", retryable: true } });
  expect(told).toMatchObject({ code: "job_timeout" });
  expect(standing(execution)).toEqual({ slow: "failed", quick: "completed" });
});

test("gives up a job that does not end when it is told to", async () => {
  const world = createWorld({ jobTimeoutMs: 50, abortGraceMs: 50 });
  world.behaviours.set("deaf", () => new Promise(() => {}));
  expect(await world.run([clip("deaf")])).toMatchObject({ status: "failed", error: { code: "job_timeout" } });
});

test("lets jobs without an input of their own come after others all the same", async () => {
  const world = createWorld();
  const gate = createGate();
  world.behaviours.set("first", () => gate.promise);
  const jobs = [clip("first"), clip("second", "second", { dependsOn: ["first"] })];
  const running = await world.engine.start({ jobs, outputs: { first: "$first" } });
  await vi.waitFor(() => expect(world.runs).toEqual(["first"]));
  gate.open();
  await running.finished;
  expect(world.runs).toEqual(["first", "second"]);
});

test("is not disturbed by listeners and progress that make no sense", async () => {
  const world = createWorld();
  world.behaviours.set("odd", ({ progress }) => {
    progress(Number.NaN, 0);
    progress(5, 0);
    progress(-1, 10, "half of it");
  });
  const execution = await world.run([clip("odd"), job("end", "reframe", {}, ["odd"])], {
    onProgress: () => {
      throw new Error("The listener's own affair");
    },
  });
  expect(execution.status).toBe("completed");
});

test("wakes a job that waits for news, and keeps what it noted down", async () => {
  const world = createWorld();
  let noted: unknown = "nothing yet";
  world.behaviours.set("waits", async ({ pause, remember, remembered }) => {
    noted = remembered;
    await remember({ request: 7 });
    await pause(3_600_000);
  });
  const running = await world.start([clip("waits")]);
  await vi.waitFor(() => expect(noted).toBeUndefined());
  await vi.waitFor(() => {
    running.wake("waits");
    expect(running.snapshot().status).toBe("completed");
  });
});

test("names a fault of an operation: no file, a file elsewhere, an empty one, a deferred one that nobody takes", async () => {
  const world = createWorld();
  const [generate] = world.operations;
  if (generate === undefined) throw new Error("Expected an operation");
  const outputs: Record<string, Awaited<ReturnType<typeof generate.run>>> = {
    none: { files: [] },
    elsewhere: { files: [{ path: "/etc/hostname", kind: "video", mediaType: "video/mp4" }] },
    missing: { files: [{ path: "gone.mp4", kind: "video", mediaType: "video/mp4" }] },
    deferred: { files: [], deferred: {} },
  };
  const faulty = {
    ...generate,
    run: async (_: unknown, { jobId }: { jobId: string }) => outputs[jobId] ?? { files: [] },
  };
  const other = createWorld({ operations: [faulty] });
  const execution = await other.run(Object.keys(outputs).map((id) => clip(id)));
  expect(execution.jobs.map(({ error }) => error?.message)).toEqual([
    "The operation `generate` made nothing.",
    "The operation `generate` made a file outside its folder: /etc/hostname.",
    expect.stringMatching(/^The operation `generate` names a file that is none: /),
    "The operation `generate` left its output to the next one, where there is none to take it.",
  ]);
});
