// What a server may say of everything that the page shows, with an `x` for each text of somebody's.
import { stringify } from "yaml";

/** What the page goes by: it decides what is shown and where, and is no text of anybody's. */
const GOES_BY = new Set([
  "id",
  "at",
  "status",
  "type",
  "sha256",
  "mediaType",
  "kind",
  "phase",
  "state",
  "time",
  "dependsOn",
]);
const GOES_BY_END = /(?:At|Id|_at|_id|Mode|Type)$/;

/** Gives what is planted in the place of the text of that name. */
export type Planting = (key: string) => string;

/** Puts a payload in the place of every text that a server may say. */
export function planted(value: unknown, next: Planting, key = ""): unknown {
  if (Array.isArray(value)) return value.map((member) => planted(member, next, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, planted(member, next, name)]));
  }
  const isText = typeof value === "string" && !GOES_BY.has(key) && !GOES_BY_END.test(key);
  return isText || (value === null && /^(?:message|provider|answer|hint|failure_detail|keyName|mend)$/.test(key))
    ? next(key)
    : value;
}

const TIME = "2026-11-29T00:00:00.000Z";
const ERROR = { code: "execution_failed", message: "x", hint: "x", retryable: true, jobId: "one" };
const ISSUE = { path: "$.x", code: "x", message: "x", hint: "x" };

/** A request that was not done; asked once more it is not done either. */
export const REFUSAL = { code: "x", title: "x", detail: "x", hint: "x", retryable: false, issues: [ISSUE] };

function artifact(letter: string, mediaType: string) {
  const facts = { width: 1, height: 1, aspectRatio: "1:1", duration: 1, fps: 1, hasAudio: false };
  return { kind: "video", url: "x", sha256: letter.repeat(64), size: 9, mediaType, ...facts };
}

const MOVIE = artifact("d", "video/mp4");
const SCRIPT = artifact("b", "application/yaml");
const CAPTIONS = artifact("c", "text/vtt");
const TEXT = artifact("1", "text/plain");
const OUTPUTS = [
  artifact("a", "text/html"),
  MOVIE,
  CAPTIONS,
  artifact("e", "audio/wav"),
  artifact("f", "image/png"),
  artifact("0", "image/svg+xml"),
];

const JOB = {
  id: "one",
  type: "merge",
  status: "failed",
  progress: 3,
  message: "x",
  reused: false,
  renderedBy: "x",
  provider: "x",
  outputs: OUTPUTS,
  transcript: { language: "x", text: "x", words: [] },
  error: ERROR,
  startedAt: TIME,
  completedAt: TIME as string | null,
  commands: [{ argv: ["x", "x"], seconds: 1, exitCode: 1 }],
};
const HEAD = {
  id: "exec_1",
  status: "failed",
  progress: 3,
  totalJobs: 1,
  completedJobs: 0,
  currentJob: "x",
  etaSeconds: 3,
  result: OUTPUTS[0],
  error: ERROR as typeof ERROR | null,
  baseExecutionId: "exec_0",
  createdAt: TIME,
  completedAt: TIME as string | null,
  jobTypes: ["x"],
};
const EXECUTION = {
  ...HEAD,
  degradations: [{ jobId: "x", code: "x", message: "x", hint: "x" }],
  results: {},
  jobs: [JOB],
};
const RUNNING = {
  ...EXECUTION,
  id: "exec_3",
  status: "processing",
  completedAt: null,
  error: null,
  jobs: [{ ...JOB, status: "processing", completedAt: null, renderedBy: null, error: null }],
};
const MADE = {
  ...EXECUTION,
  id: "exec_2",
  status: "completed",
  error: null,
  results: { movie: MOVIE, script: SCRIPT },
  result: MOVIE,
  jobs: [
    { ...JOB, id: "script", type: "writeScript", outputs: [SCRIPT, TEXT] },
    { ...JOB, id: "movie", type: "renderMovie", outputs: [MOVIE, CAPTIONS] },
  ],
};

const LINE = { text: "x", reading: "x", voice: "x", source: { source: 0, start: 0, end: 4 } };
const WRITTEN = {
  title: "x",
  description: "x",
  language: "ja",
  sources: [{ url: "x", title: "x", author: "x" }],
  personas: [{ id: "mio", name: "x", role: "x", voice: "x" }],
  sections: [
    {
      id: "one",
      title: "x",
      slide: { layout: "bullets", title: "x", items: ["x", "x"] },
      narrations: [
        { id: "a", ...LINE },
        { id: "b", ...LINE, persona_id: "mio" },
      ],
    },
    {
      id: "two",
      title: "x",
      slide: { layout: "quote", text: "x", name: "x", role: "x" },
      narrations: [{ id: "c", ...LINE }],
    },
  ],
};

const CLIP = {
  source_path: "x",
  output_path: "x",
  status: "FAILED",
  failure_detail: "x",
  failure_code: "x",
  verification: [{ check: "x", expected: "x", found: "x", pass: false }],
  losses: [{ property: "x", from: "x", to: "x", reason: "x" }],
};
const RESULT = { job_id: "x", successful_clips: 0, total_clips: 1, clips: [CLIP], validation_issues: [ISSUE] };
const RUN_JOB = { id: "job_1", status: "failed", progress: 1, createdAt: TIME, completedAt: TIME as string | null };
const WATCHED = { count: 1, specs: [{ name: "x", changedAt: TIME, result: RESULT }] };

const event = (sequence: number, body: object) => ({
  sequence,
  event: { time: TIME, executionId: "exec_1", jobId: "one", ...body },
});
const HISTORY = {
  data: [
    event(1, { type: "job-missed", why: ["x", "x"] }),
    event(2, { type: "job-ended", status: "failed", seconds: 1, reused: false, error: ERROR }),
    event(3, { type: "provider-asked", provider: "x", model: "x", task: "x" }),
  ],
  isComplete: true,
};
const PLAN = {
  jobs: [{ id: "one", type: "merge", params: { prompt: "x", text: "x", theme: "x", voice: "x", list: ["x"] } }],
};
const DELIVERY = {
  id: "del_1",
  messageId: "x",
  executionId: "exec_1",
  url: "x",
  status: "exhausted",
  failures: 1,
  nextAt: null,
  createdAt: TIME,
  attempts: [
    { at: TIME, status: null, durationMs: 1, answer: "x", retryAfterMs: null, error: { code: "x", message: "x" } },
  ],
  body: { text: "x" },
};

const page = (...data: unknown[]) => ({ data, hasMore: true, nextCursor: "next" });

/** By the paths of what is asked for; a method stands before one that is asked by another than GET. */
export const DOCUMENTS: Readonly<Record<string, unknown>> = {
  "/api/session": {
    needsKey: true,
    isOpen: true,
    keyName: "x",
    tenant: "x",
    version: "x",
    runsJobSpecs: true,
    watchFolders: 1,
  },
  "/api/execute": page(HEAD, { ...HEAD, id: "exec_3", status: "processing", completedAt: null }),
  "/api/execute/exec_1": EXECUTION,
  "/api/execute/exec_2": MADE,
  "/api/execute/exec_3": RUNNING,
  ...Object.fromEntries(
    ["exec_1", "exec_2", "exec_3"].flatMap((id) => [
      [`/api/execute/${id}/plan`, PLAN],
      [`/api/execute/${id}/history`, HISTORY],
    ]),
  ),
  "/api/webhooks/deliveries": page(DELIVERY),
  "/api/system": {
    version: "x",
    startedAt: TIME,
    workers: 1,
    slots: { compute: { count: 1, taken: 0 }, wait: { count: 1, taken: 0 } },
    executions: [],
    jobs: [{ type: "x", phase: "queued", count: 1 }],
    waitingDeliveries: 0,
    memoryBytes: 1,
    disks: [{ name: "x", path: "x", freeBytes: 1, totalBytes: 2 }],
    findings: [{ name: "x", state: "missing", found: "x", mend: "x" }],
  },
  "/api/watch": { folders: [{ path: "x", pending: WATCHED, running: WATCHED, completed: WATCHED, failed: WATCHED }] },
  "/api/execute/counts": {
    counts: { pending: 0, processing: 0, completed: 1, failed: 0, cancelled: 0 },
    most: 1000,
  },
  "/api/jobspecs/choices": {
    profiles: [
      {
        name: "x",
        engine: "ffmpeg",
        codec: null,
        containers: null,
        resolution: "same",
        description: "x",
        rateControl: "x",
      },
    ],
    codecs: [{ name: "x", containers: ["x", "x"] }],
  },
  "/api/jobspecs": page(RUN_JOB),
  "POST /api/jobspecs/validate": { issues: [ISSUE] },
  "/api/jobspecs/job_1": { ...RUN_JOB, result: RESULT },
  "/api/jobspecs/job_2": { ...RUN_JOB, id: "job_2", status: "processing", completedAt: null, result: RESULT },
};

/** Files that were made, as texts. */
export const FILES: Readonly<Record<string, (next: Planting) => { contentType: string; body: string }>> = {
  [`/api/artifacts/${SCRIPT.sha256}`]: (next) => ({
    contentType: "application/yaml",
    body: stringify(planted(WRITTEN, next)),
  }),
  [`/api/artifacts/${TEXT.sha256}`]: (next) => ({ contentType: "text/plain", body: next("text") + next("text") }),
  [`/api/artifacts/${CAPTIONS.sha256}`]: (next) => ({
    contentType: "text/vtt",
    body: `WEBVTT\n\n00:00.000 --> 00:01.000\n${next("text").replaceAll("-->", "--")}\n`,
  }),
};

/** What is told of all executions. */
export function newsOf(next: Planting): string {
  const told = JSON.stringify(planted({ ...HEAD, id: "exec_4" }, next));
  return `id: 1\nevent: reset\ndata: {}\n\nid: 2\nevent: execution\ndata: ${told}\n\n`;
}
