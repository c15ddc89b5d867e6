import type { Execution, Job, Video } from "@proxx/contract";

export const video: Video = {
  kind: "video",
  url: "https://cdn.example.com/film.mp4",
  sha256: "ab".repeat(32),
  size: 123_456,
  mediaType: "video/mp4",
  width: 1920,
  height: 1080,
  aspectRatio: "16:9",
  duration: 9,
  fps: 30,
  hasAudio: true,
  status: "completed",
};

/** The status document of an execution, processing unless said otherwise. */
export function executionDocument(said: Partial<Execution> = {}): Execution {
  return {
    id: "exec_1",
    status: "processing",
    progress: 0,
    totalJobs: 1,
    completedJobs: 0,
    currentJob: null,
    etaSeconds: null,
    result: null,
    results: {},
    error: null,
    degradations: [],
    jobs: [],
    baseExecutionId: null,
    createdAt: "2026-01-01T00:00:00.000Z",
    completedAt: null,
    ...said,
  };
}

export const completed = { status: "completed", progress: 100, completedJobs: 1, result: video } as const;

export const failed = {
  status: "failed",
  progress: 40,
  error: {
    code: "provider_refused",
    message: "job1: the provider refuses the prompt.",
    hint: "Change it.",
    retryable: false,
    jobId: "job1",
  },
} as const;

export const cancelled = {
  status: "cancelled",
  error: {
    code: "aborted",
    message: "The execution exec_1 was cancelled.",
    hint: "Run it again: what was finished is reused.",
    retryable: false,
    jobId: null,
  },
} as const;

export function jobDocument(said: Partial<Job> = {}): Job {
  return {
    id: "job1",
    type: "generate",
    status: "processing",
    progress: 0,
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
    ...said,
  };
}
