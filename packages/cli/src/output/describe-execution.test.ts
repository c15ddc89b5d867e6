import type { Execution, Job } from "@proxx/contract";
import { describe, expect, it } from "vitest";
import { describeExecution, formatBytes, formatDuration } from "./describe-execution.ts";

const error = (message: string) => ({ code: "x", message, hint: "Do this.", retryable: false, jobId: null });

function job(id: string, fields: Partial<Job> = {}): Job {
  return {
    id,
    type: "generate",
    status: "completed",
    progress: 100,
    message: null,
    reused: false,
    renderedBy: null,
    commands: [],
    provider: null,
    outputs: [],
    transcript: null,
    error: null,
    startedAt: null,
    completedAt: null,
    ...fields,
  };
}

function execution(fields: Partial<Execution>): Execution {
  const jobs = fields.jobs ?? [job("a"), job("b")];
  return {
    id: "exec_1",
    status: "completed",
    progress: 100,
    currentJob: null,
    etaSeconds: null,
    error: null,
    totalJobs: jobs.length,
    completedJobs: jobs.filter(({ status }) => status === "completed").length,
    jobs,
    results: {},
    result: video,
    degradations: [],
    baseExecutionId: null,
    createdAt: "2026-11-20T10:00:00.000Z",
    completedAt: "2026-11-20T10:00:02.340Z",
    ...fields,
  };
}

const video: NonNullable<Execution["result"]> = {
  kind: "video",
  url: "file:///store/ab%20c.mp4",
  sha256: "0".repeat(64),
  size: 1_260_000,
  mediaType: "video/mp4",
  width: 1080,
  height: 1920,
  aspectRatio: "9:16",
  duration: 62.4,
  fps: 29.97002997,
  hasAudio: true,
  status: "completed",
};

const textsOf = (told: Execution, writtenTo?: string) =>
  describeExecution(told, writtenTo).map(({ level, text }) => `${level}: ${text}`);

describe("what is said of an execution", () => {
  it("names the file, what it is and what it took, in one line", () => {
    const line = "1080×1920, 29.97 fps, 1:02, 1.3 MB  (2 jobs in 2.3 s)";
    expect(textsOf(execution({}))).toEqual([`info: /store/ab c.mp4  ${line}`]);
    expect(textsOf(execution({}), "out/film.mp4")).toEqual([`info: out/film.mp4  ${line}`]);
  });

  it("names each of several ends, and the file that was written last", () => {
    const results = { wide: { ...video, url: "file:///store/wide.mp4", width: 1920, height: 1080 }, words: null };
    expect(textsOf(execution({ results }), "out/film.mp4")).toEqual([
      "info: wide: /store/wide.mp4  1920×1080, 29.97 fps, 1:02, 1.3 MB",
      "info: words: words, which its job has",
      "info: out/film.mp4  1080×1920, 29.97 fps, 1:02, 1.3 MB  (2 jobs in 2.3 s)",
    ]);
  });

  it("names what was reused", () => {
    const reused = job("a", { reused: true });
    expect(textsOf(execution({ jobs: [reused, job("b")] })).at(-1)).toMatch(/\(2 jobs in 2.3 s, 1 reused\)$/);
    expect(textsOf(execution({ jobs: [reused] })).at(-1)).toMatch(/\(1 job in 2.3 s, all reused\)$/);
  });

  it("says each lesser way once, with the jobs it happened to", () => {
    const lesser = (jobId: string) => ({ jobId, code: "sound_shortened" as const, message: "Cut.", hint: "Do this." });
    const degradations = ["a", "b", "c", "d", "e", "f", "g"].map(lesser);
    expect(describeExecution(execution({ degradations }))[0]).toEqual({
      level: "warn",
      text: "a, b, c, d and 3 more: Cut.",
      hint: "Do this.",
    });
  });

  it("says what failed, what was skipped for it, and what is kept", () => {
    const failed = execution({
      status: "failed",
      result: null,
      error: error("broken"),
      jobs: [
        job("a"),
        job("b", { status: "failed", error: error("broken") }),
        job("c", { status: "skipped" }),
        job("d", { status: "skipped" }),
      ],
    });
    expect(textsOf(failed, "film.mp4")).toEqual([
      "error: b: broken",
      "warn: skipped for it: c, d",
      "error: failed after 2.3 s: 1 of 4 jobs is done, and the next run reuses what it made",
    ]);
  });

  it("says a fault that is no job's, and that it was cancelled", () => {
    const jobs = [job("a", { status: "cancelled" })];
    expect(textsOf(execution({ status: "failed", result: null, error: error("no journal"), jobs }))).toEqual([
      "error: no journal",
      "error: failed after 2.3 s: no job was done",
    ]);
    expect(textsOf(execution({ status: "cancelled", result: null, error: error("It was cancelled."), jobs }))).toEqual([
      "warn: cancelled after 2.3 s: no job was done",
    ]);
  });
});

it("writes lengths as people say them", () => {
  expect([0.04, 2, 59.9, 59.96, 62.4, 3599.6, 7325].map(formatDuration)).toEqual([
    ...["0 s", "2 s", "59.9 s", "1:00", "1:02", "1:00:00", "2:02:05"],
  ]);
  expect([0, 999, 999.6, 1000, 12_345, 99_960, 126_000, 999_600, 3_400_000_000].map(formatBytes)).toEqual([
    ...["0 bytes", "999 bytes", "1 kB", "1 kB", "12.3 kB", "100 kB", "126 kB", "1 MB", "3.4 GB"],
  ]);
});
