import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout } from "node:timers/promises";
import { PlanValidationError } from "@proxx/contract";
import { expect, onTestFinished, test, vi } from "vitest";
import { createEngine, createMemoryLedger, type Ledger } from "../src/index.ts";
import { clip, createGate, createWorld, job, resultText, standing } from "./world.ts";

const variant = [job("talk", "lipSync", { audioUrl: "fr.mp3" }), job("text", "captions", { text: "salut" }, ["talk"])];

function createWorldWithSound(options = {}) {
  const world = createWorld(options);
  writeFileSync(join(world.folder, "fr.mp3"), "sound fr");
  return world;
}

test("builds on the result of an execution that is over", async () => {
  const world = createWorldWithSound();
  const base = await world.run([clip("a"), clip("b"), job("film", "merge", {}, ["a", "b"])]);
  const execution = await world.run(variant, { baseExecutionId: base.id });
  expect(execution).toMatchObject({ status: "completed", baseExecutionId: base.id });
  expect(resultText(execution)).toBe("captions(lipSync(merge(a, b), sound fr), salut)");
  world.newRuns();
  await world.run(variant, { baseExecutionId: base.id });
  expect(world.newRuns()).toEqual([]);
});

test("waits for the last job of one that still runs, and for no other; what needs no base goes ahead", async () => {
  const world = createWorldWithSound();
  const [early, late] = [createGate(), createGate()];
  world.behaviours.set("film", () => early.promise);
  world.behaviours.set("aside", () => late.promise);
  const base = await world.start([clip("aside"), clip("a"), job("film", "merge", {}, ["a"])]);
  const free = job("free", "transcode", { video: "$own" });
  const running = await world.start([...variant, clip("own"), free], { baseExecutionId: base.id });
  await vi.waitFor(() => expect(standing(running.snapshot())).toMatchObject({ free: "completed", talk: "pending" }));
  early.open();
  const execution = await running.finished;
  expect(execution.status).toBe("completed");
  expect(base.snapshot().status).toBe("processing");
  expect(execution.jobs[1]?.outputs).toHaveLength(1);
  late.open();
  expect(await base.finished).toMatchObject({ status: "completed" });
});

test("fails by the name of a base that failed, before or after", async () => {
  const world = createWorldWithSound();
  const gate = createGate();
  world.behaviours.set("a", async () => {
    await gate.promise;
    throw new Error("no luck");
  });
  const base = await world.start([clip("a"), job("film", "merge", {}, ["a"])]);
  const waiting = await world.start(variant, { baseExecutionId: base.id });
  gate.open();
  const executions = [await waiting.finished];
  await base.finished;
  executions.push(await world.run(variant, { baseExecutionId: base.id }));
  for (const execution of executions) {
    expect(standing(execution)).toEqual({ talk: "failed", text: "skipped" });
    expect(execution).toMatchObject({ status: "failed", error: { code: "base_failed", jobId: "talk" } });
    expect(execution.error?.message).toContain(base.id);
  }
});

test("fails by the name of a base that failed with a ledger that takes its time, and takes nothing else down", async () => {
  const slow = createMemoryLedger();
  const create: Ledger["create"] = async (record) => {
    await setTimeout(20);
    return slow.create(record);
  };
  const world = createWorld({ ledger: { ...slow, create } });
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => void unhandled.push(reason);
  process.on("unhandledRejection", listen);
  onTestFinished(() => void process.off("unhandledRejection", listen));
  world.behaviours.set("a", () => {
    throw new Error("no luck");
  });
  const base = await world.run([clip("a")]);
  const execution = await world.run([job("t", "transcode", { video: "$base" })], { baseExecutionId: base.id });
  expect(execution).toMatchObject({ status: "failed", error: { code: "base_failed", jobId: "t" } });
  expect(unhandled).toEqual([]);
});

test("fails where the base is cancelled", async () => {
  const world = createWorldWithSound();
  world.behaviours.set("a", ({ pause }) => pause(60_000));
  const base = await world.start([clip("a")]);
  const waiting = await world.start(variant, { baseExecutionId: base.id });
  await base.cancel();
  expect(await waiting.finished).toMatchObject({ status: "failed", error: { code: "base_failed" } });
  const late = await world.run(variant, { baseExecutionId: base.id });
  expect(late).toMatchObject({ status: "failed", error: { code: "base_failed" } });
});

test("knows no base of another tenant, and none that never was", async () => {
  const world = createWorldWithSound();
  const gate = createGate();
  world.behaviours.set("slow", () => gate.promise);
  const [over, running] = [
    await world.run([clip("a")], { tenant: "one" }),
    await world.start([clip("slow")], { tenant: "one" }),
  ];
  for (const baseExecutionId of [over.id, running.id, "exec_never"]) {
    const refused = world.start(variant, { baseExecutionId, tenant: "other" });
    await expect(refused).rejects.toBeInstanceOf(PlanValidationError);
    await expect(refused).rejects.toMatchObject({ issues: [{ path: "$.baseExecutionId", code: "base_not_found" }] });
  }
  expect(await world.engine.get(over.id, "other")).toBeNull();
  expect(await world.engine.get(running.id, "other")).toBeNull();
  expect(await world.engine.get(over.id)).toBeNull();
  expect(await world.engine.get(over.id, "one")).toEqual(over);
  expect(await world.engine.get(running.id, "one")).toMatchObject({ id: running.id, completedAt: null });
  expect(world.engine.running(running.id)).not.toBeNull();
  gate.open();
  await running.finished;
  await vi.waitFor(() => expect(world.engine.running(running.id)).toBeNull());
});

test("gets the words of the base as well as its picture", async () => {
  const world = createWorldWithSound();
  const base = await world.run([job("speech", "generateAudio", { text: "hello" })]);
  const execution = await world.run([clip("a"), job("t", "captions", { video: "$a", captions: "$base" })], {
    baseExecutionId: base.id,
  });
  expect(resultText(execution)).toBe("captions(a, hello)");
});

test("says that the base's result is lost, or takes it from where it was handed on", async () => {
  const world = createWorldWithSound();
  const base = await world.run([clip("a")]);
  rmSync(fileURLToPath(base.result?.url ?? ""));
  expect(await world.run(variant, { baseExecutionId: base.id })).toMatchObject({ error: { code: "artifact_lost" } });

  writeFileSync(join(world.folder, "b.mp4"), "holiday");
  const handedOn = await world.run([job("m", "media", { url: "b.mp4" })]);
  const plan = [job("r", "transcode")];
  expect(resultText(await world.run(plan, { baseExecutionId: handedOn.id }))).toBe("transcode(holiday)");
  writeFileSync(join(world.folder, "b.mp4"), "another");
  expect(await world.run(plan, { baseExecutionId: handedOn.id })).toMatchObject({ error: { code: "artifact_lost" } });
});

test("looks at the base's kind when it is known only then", async () => {
  const world = createWorldWithSound();
  const base = await world.run([job("m", "media", { url: "fr.mp3" })]);
  await expect(world.start([job("r", "reframe")], { baseExecutionId: base.id })).rejects.toMatchObject({
    issues: [{ code: "wrong_kind" }],
  });
  const execution = await world.run([job("m", "media", { url: "fr.mp3" }), job("r", "reframe", {}, ["m"])]);
  expect(execution.error).toMatchObject({
    code: "input_unusable",
    jobId: "r",
    message: expect.stringContaining("not audio"),
  });
});

test("does not take what lies in another engine for its own", async () => {
  const world = createWorldWithSound();
  const base = await world.run([clip("a")]);
  const other = createEngine({
    home: world.home,
    operations: world.operations,
    fetchSource: () => Promise.reject(new Error()),
  });
  await expect(other.start({ jobs: variant, baseExecutionId: base.id })).rejects.toMatchObject({
    issues: [{ code: "base_not_found" }],
  });
  await other.close();
});
