import { PlanValidationError, type ExecutionProgress } from "@proxx/contract";
import { addSubtitles, compose, generateVideo, lipSync, reframe, type ExecuteOptions, type Pipeline } from "@proxx/sdk";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { readEnvironment } from "../src/execute/environment.ts";
import { execute } from "../src/execute/execute.ts";
import { executeWrittenPlan } from "../src/execute/execute-plan.ts";
import { planSource } from "../src/compose/write-plan.ts";
import { failed, video } from "./execution-document.ts";
import { createMemoryEngine, type MemoryEngine } from "./memory-engine.ts";

const film = compose(generateVideo({ prompt: "A beautiful sunset" }), reframe({ aspectRatio: "9:16" }));

let engine: MemoryEngine;
beforeEach(() => {
  engine = createMemoryEngine();
});

function run(pipeline: Pipeline, options: ExecuteOptions = {}, variables: Record<string, string> = {}) {
  return execute(planSource(pipeline), options, [], effects(variables));
}

function effects(variables: Record<string, string> = {}) {
  return { environment: readEnvironment(variables), openEmbedded: engine.openEmbedded };
}

describe("an execution in this process", () => {
  it("is what happens where no server is named", async () => {
    const execution = await run(film, { strict: true, allowPrivateSources: true });
    expect(execution).toMatchObject({ id: "exec_1", status: "completed", result: video });
    expect(engine.opened).toMatchObject([{ allowPrivateSources: true, allowPrivateWebhooks: false }]);
    expect(engine.started).toMatchObject([{ plan: film.toJSON(), options: { strict: true } }]);
  });

  it("has the keys that are given; those of the environment are the runtime's own", async () => {
    await run(film, { providerApiKeys: { openai: "sk_given", fal: undefined } }, { FAL_KEY: "fal_env" });
    expect(engine.started[0]?.options.providerApiKeys).toEqual({ openai: "sk_given" });
  });

  it("tells progress that never goes back, to its end", async () => {
    engine = createMemoryEngine({ waits: true });
    const told: ExecutionProgress[] = [];
    const running = run(film, { onProgress: (progress) => told.push(progress) });
    await vi.waitFor(() => expect(engine.started).toHaveLength(1));
    engine.progress({ progress: 50, currentJob: "job1", message: "drawing" });
    engine.progress({ progress: 20, currentJob: "job1", message: "drawing" });
    engine.end();
    await running;
    expect(told.map(({ progress, message }) => [progress, message])).toEqual([
      [50, "drawing"],
      [100, null],
    ]);
  });

  it("returns as soon as it has begun where a webhook tells of its end", async () => {
    engine = createMemoryEngine({ waits: true });
    const execution = await run(film, { webhookUrl: "https://myapp.com/webhook", webhookSecret: "s" });
    expect(execution).toMatchObject({ status: "processing", result: undefined });
    expect(engine.started[0]?.plan.webhook).toEqual({ url: "https://myapp.com/webhook", secret: "s" });
    const told = new Promise((resolve) => execution.onComplete(resolve));
    engine.end();
    expect(await told).toEqual(video);
    expect(execution).toMatchObject({ status: "completed", result: video });
  });

  it("resolves when it has failed", async () => {
    engine = createMemoryEngine({ waits: true });
    const running = run(film);
    await vi.waitFor(() => expect(engine.started).toHaveLength(1));
    engine.end(failed);
    expect(await running).toMatchObject({ status: "failed", error: failed.error });
  });

  it("rejects with every issue of a plan that is refused", async () => {
    const refusal = executeWrittenPlan({ jobs: [{ id: "a", type: "unheard" }] }, {}, effects());
    await expect(refusal).rejects.toThrow(PlanValidationError);
    await expect(refusal).rejects.toMatchObject({ issues: [{ code: "unknown_type" }] });
  });

  it("is cancelled by its signal, and its end waited for", async () => {
    engine = createMemoryEngine({ waits: true });
    const abort = new AbortController();
    const running = run(film, { signal: abort.signal });
    await vi.waitFor(() => expect(engine.started).toHaveLength(1));
    abort.abort();
    const execution = await running;
    expect(execution).toMatchObject({ id: "exec_1", status: "cancelled", error: { code: "aborted", jobId: null } });
    const failure = await new Promise((resolve) => execution.onError(resolve));
    expect(failure).toMatchObject({ code: "aborted", message: execution.error?.message });
  });

  it("is no longer bound to its signal once it has been returned", async () => {
    engine = createMemoryEngine({ waits: true });
    const abort = new AbortController();
    const execution = await run(film, { signal: abort.signal, webhookUrl: "https://myapp.com/webhook" });
    abort.abort();
    expect(engine.started[0]?.options.signal?.aborted).toBe(false);
    engine.end();
    expect(await execution.getStatus()).toMatchObject({ status: "completed" });
  });

  it("that breaks down rejects, and without a listener troubles nobody", async () => {
    const unhandled = vi.fn<() => void>();
    process.on("unhandledRejection", unhandled);
    onTestFinished(() => void process.off("unhandledRejection", unhandled));
    engine = createMemoryEngine({ waits: true });
    await run(film, { webhookUrl: "https://myapp.com/webhook" });
    engine.breakDown(new Error("The disk is gone."));
    const running = run(film);
    await vi.waitFor(() => expect(engine.started).toHaveLength(2));
    engine.breakDown(new Error("The disk is gone."));
    await expect(running).rejects.toThrow("The disk is gone.");
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("sends only what its base has not done", async () => {
    const base = await run(film);
    const french = compose(film, lipSync({ audioUrl: "fr.mp3" }), addSubtitles({ language: "fr" }));
    await run(french, { baseExecutionId: base.id });
    expect(engine.started[1]?.plan).toMatchObject({
      jobs: [
        { id: "job1", type: "lipSync" },
        { id: "job2", type: "addSubtitles", dependsOn: ["job1"] },
      ],
      baseExecutionId: "exec_1",
    });
    await expect(run(french, { baseExecutionId: "exec_9" })).rejects.toMatchObject({ code: "base_not_found" });
  });
});

describe("who listens", () => {
  it("is told once, by each of their own, also when it has ended long ago", async () => {
    const execution = await run(film);
    const told = [vi.fn<() => void>(), vi.fn<() => void>()];
    for (const callback of told) execution.onComplete(callback);
    await execution.getStatus();
    await new Promise((resolve) => setImmediate(resolve));
    expect(told.map(({ mock }) => mock.calls)).toEqual([[[video]], [[video]]]);
  });

  it("and throws, at once or later, ends neither the process nor the execution, and is told of in a warning", async () => {
    const [uncaught, warned, told] = [vi.fn<() => void>(), vi.fn<(warning: Error) => void>(), vi.fn<() => void>()];
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, uncaught);
    process.on("warning", warned);
    onTestFinished(() => {
      for (const event of ["uncaughtException", "unhandledRejection"]) process.off(event, uncaught);
      for (const listener of before) process.on("uncaughtException", listener);
      process.off("warning", warned);
    });
    const fails = () => {
      throw new Error("A slip of the listener's.");
    };
    const execution = await execute(planSource(film), {}, [fails, told], effects());
    expect(execution.status).toBe("completed");
    execution.onComplete(fails);
    execution.onComplete(async () => fails());
    execution.onComplete(told);
    await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(3));
    expect(told).toHaveBeenCalledTimes(2);
    expect(uncaught).not.toHaveBeenCalled();
    expect(warned.mock.calls.map(([{ message }]) => message)).toEqual([
      "A callback given to `onProgress` failed: A slip of the listener's.",
      "A callback given to `onComplete` failed: A slip of the listener's.",
      "A callback given to `onComplete` failed: A slip of the listener's.",
    ]);
  });
});
