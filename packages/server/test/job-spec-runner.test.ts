import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { jobResultSchema, type JobProgress, type JobResult } from "@proxx/contract";
import { openRuntime } from "@proxx/runtime";
import { everydayClip, temporaryFolder } from "@proxx/testing";
import { createResultFrame, executeJobSpec, type ExecuteOptions } from "@proxx/transcode";
import { expect, it, onTestFinished, vi } from "vitest";
import { startJobSpecRunner, type JobSpecRunnerOptions } from "../src/job-specs/job-spec-runner.ts";

const PATIENCE = { timeout: 60_000, interval: 20 };

/** A ledger with a JobSpec in it of so many sources. */
async function withJobSpec({ sources = 1 } = {}) {
  const root = temporaryFolder();
  const output = join(root, "proxies");
  mkdirSync(output);
  const paths = Array.from({ length: sources }, (_, index) => join(root, `clip${index}.mov`));
  for (const path of paths) copyFileSync(everydayClip(), path);
  const document = {
    jobspec_version: "1.0.0",
    created_at: "2026-11-20T10:00:00Z",
    sources: paths,
    output_dir: output,
    output_name_template: "{source_name}_proxy",
    codec: "h264",
    container: "mp4",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_h264_low",
  };
  const runtime = openRuntime({ environment: { PATH: process.env["PATH"] }, home: temporaryFolder() });
  onTestFinished(() => runtime.close());
  const ledger = runtime.jobSpecs;
  const id = "job_1";
  await ledger.createJobSpec({ id, tenant: null, document, createdAtMs: 1, request: null });
  const toolCacheFile = join(root, "tools.json");
  const run = (options: Partial<JobSpecRunnerOptions>) => {
    const about = { ledger, mediaRoots: [root], toolCacheFile, now: () => 9, onFault: () => {} };
    const runner = startJobSpecRunner({ ...about, ...options });
    onTestFinished(() => runner.close(AbortSignal.abort()));
    return runner;
  };
  const stands = async () => {
    const kept = await ledger.readJobSpec(id, null);
    return { status: kept?.status, progress: kept?.progress, result: kept?.result };
  };
  const expectSoon = (about: object) => vi.waitFor(async () => expect(await stands()).toMatchObject(about), PATIENCE);
  return { ledger, id, output, document, run, stands, expectSoon };
}

/** Stands in for what encodes: the test says what it tells, and when it ends. */
function gatedExecution() {
  const begun = Promise.withResolvers<ExecuteOptions>();
  const ended = Promise.withResolvers<JobResult>();
  const execute = (_document: unknown, options: ExecuteOptions) => {
    begun.resolve(options);
    return ended.promise;
  };
  return { execute, begun: begun.promise, end: ended.resolve, fail: ended.reject };
}

function clipProgress(clip: number, fraction: number): JobProgress {
  const figures = { frame: null, totalFrames: null, fps: null, speed: null, etaSeconds: null };
  return { type: "clip-progress", clip, totalClips: 2, sourcePath: "/a.mov", fraction, ...figures };
}

function clipFinished(clip: number): JobProgress {
  const about = { clip, totalClips: 2, sourcePath: "/a.mov", outputPath: "/b.mp4" };
  return { type: "clip-finished", ...about, status: "COMPLETED", failure: null };
}

it("keeps how far a JobSpec is while it runs, each clip for as much as any other", async () => {
  const { document, run, expectSoon, stands } = await withJobSpec();
  const { execute, begun, end } = gatedExecution();
  run({ execute });
  const { onProgress } = await begun;
  for (const [told, progress] of [
    [clipProgress(0, 0.5), 25],
    [clipFinished(0), 50],
    [clipProgress(1, 0.5), 75],
    // What comes late, or is told of another clip, takes nothing back.
    [clipProgress(0, 0.1), 75],
    [clipFinished(1), 99],
  ] as const) {
    onProgress?.(told);
    await expectSoon({ status: "processing", progress });
  }
  end(createResultFrame(document, {}).recovered("COMPLETED", {}));
  await expectSoon({ status: "completed", progress: 100 });
  expect(await stands()).toMatchObject({ result: { status: "COMPLETED" } });
});

it("leaves what runs to the next one when it closes, which goes on with the clips that are left", async () => {
  const { output, run, expectSoon, stands } = await withJobSpec({ sources: 3 });
  const first = run({});
  await vi.waitFor(() => expect(readdirSync(output)).toContain("clip0_proxy.mp4"), PATIENCE);
  await first.close(AbortSignal.abort());
  expect(await stands()).toMatchObject({ status: "pending", result: null });
  const given: ExecuteOptions[] = [];
  run({
    execute(document, options) {
      given.push(options);
      return executeJobSpec(document, options);
    },
  });
  await expectSoon({ status: "completed", progress: 100 });
  expect(given.map(({ published }) => (published?.size ?? 0) > 0)).toEqual([true]);
  const { clips } = jobResultSchema.parse((await stands()).result);
  expect(clips.map(({ status }) => status)).toEqual(["COMPLETED", "COMPLETED", "COMPLETED"]);
  expect(readdirSync(output).toSorted()).toEqual(["clip0_proxy.mp4", "clip1_proxy.mp4", "clip2_proxy.mp4"]);
});

it("goes on where a process stands still, deletes what that one left half done, and hears nothing more of it", async () => {
  const { ledger, output, run, expectSoon, stands } = await withJobSpec({ sources: 3 });
  const [atSecond, awake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const late = Promise.withResolvers<JobResult>();
  const first = run({
    // It has it for no time at all, and hears nothing.
    ledger: {
      ...ledger,
      takeJobSpec: ({ lease }) => ledger.takeJobSpec({ lease, leaseMs: -1 }),
      keepJobSpec: async () => ({ isCancelled: false }),
    },
    async execute(document, { publishLog, ...options }) {
      if (publishLog === undefined) throw new Error("Expected a log");
      const result = await executeJobSpec(document, {
        ...options,
        publishLog: {
          ...publishLog,
          async clipPublishing(clip, intent) {
            if (clip === 1) {
              atSecond.resolve();
              await awake.promise;
            }
            await publishLog.clipPublishing(clip, intent);
          },
        },
      });
      late.resolve(result);
      return result;
    },
  });
  onTestFinished(() => awake.resolve());
  await atSecond.promise;
  const closing = first.close(AbortSignal.timeout(60_000));
  expect(readdirSync(output).filter((name) => name.includes(".partial."))).toHaveLength(1);
  run({});
  await expectSoon({ status: "completed", progress: 100 });
  awake.resolve();
  expect((await late.promise).clips.map(({ status }) => status)).toEqual(["COMPLETED", "FAILED", "SKIPPED"]);
  await closing;
  const { clips } = jobResultSchema.parse((await stands()).result);
  expect(clips.map(({ status }) => status)).toEqual(["COMPLETED", "COMPLETED", "COMPLETED"]);
  expect(readdirSync(output).toSorted()).toEqual(["clip0_proxy.mp4", "clip1_proxy.mp4", "clip2_proxy.mp4"]);
});

it("ends what runs when it is cancelled, and says so", async () => {
  const { ledger, id, document, run, expectSoon } = await withJobSpec();
  const { execute, begun, end } = gatedExecution();
  const runner = run({ execute });
  const { signal } = await begun;
  await ledger.cancelJobSpec(id, null);
  runner.look();
  await vi.waitFor(() => expect(signal?.aborted).toBe(true), PATIENCE);
  end(createResultFrame(document, {}).interrupted());
  await expectSoon({ status: "cancelled", result: { status: "FAILED" } });
});

it("ends here what another one has taken, and keeps nothing of it", async () => {
  const { ledger, id, document, run, stands } = await withJobSpec();
  const { execute, begun, end } = gatedExecution();
  const runner = run({
    execute,
    ledger: { ...ledger, takeJobSpec: ({ lease }) => ledger.takeJobSpec({ lease, leaseMs: -1 }) },
  });
  const { signal } = await begun;
  await ledger.takeJobSpec({ lease: "other", leaseMs: 60_000 });
  runner.look();
  await vi.waitFor(() => expect(signal?.aborted).toBe(true), PATIENCE);
  end(createResultFrame(document, {}).recovered("COMPLETED", {}));
  await runner.close(AbortSignal.timeout(5000));
  expect(await stands()).toMatchObject({ status: "processing", result: null });
  expect(
    await ledger.keepJobSpec(
      id,
      { status: "failed", progress: 0, result: null, completedAtMs: 1 },
      { lease: "other", leaseMs: 0 },
    ),
  ).not.toBeNull();
});

it("gives one up that ten processes ended with", async () => {
  const { ledger, id, run, expectSoon } = await withJobSpec();
  for (let round = 0; round < 10; round += 1) await ledger.takeJobSpec({ lease: `lease${round}`, leaseMs: -1 });
  const { execute } = gatedExecution();
  run({ execute });
  await expectSoon({ status: "failed", result: { validation_issues: [{ code: "worker_lost" }] } });
  expect(await ledger.readJobSpec(id, null)).toMatchObject({ losses: 10 });
});

it("tells of a fault, and goes on with the next", async () => {
  const { ledger, document, run, expectSoon } = await withJobSpec();
  const faults: unknown[] = [];
  const fault = new Error("A slip.");
  run({ execute: () => Promise.reject(fault), onFault: (told) => faults.push(told) });
  await expectSoon({ status: "failed", result: { validation_issues: [{ code: "internal" }] } });
  expect(faults).toEqual([fault]);
  await ledger.createJobSpec({ id: "job_2", tenant: null, document, createdAtMs: 2, request: null });
  await vi.waitFor(
    async () => expect(await ledger.readJobSpec("job_2", null)).toMatchObject({ status: "failed" }),
    PATIENCE,
  );
});
