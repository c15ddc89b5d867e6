import { expect, test } from "vitest";
import { at, completed, failed, running, sketchJobs, type JobSketch } from "../../test/execution-jobs.ts";
import type { BaseResult } from "./resolve-inputs.ts";
import { nextStep } from "./next-step.ts";

const BASE: BaseResult = {
  output: { files: [], deferred: false, transcript: null, degradations: [] },
  identity: "identity of the base",
};
const FILE = {
  stored: { path: "/a.mp4", artifact: { kind: "video", url: "", sha256: "a", size: 1, mediaType: "video/mp4" } },
  identity: "a",
  stamp: null,
} as const;
const read = { ...FILE, stored: { ...FILE.stored, artifact: { ...FILE.stored.artifact, ...noFacts() } } };

function noFacts() {
  return { width: null, height: null, aspectRatio: null, duration: null, fps: null, hasAudio: null };
}

/** What is to happen with `job` among the others; of a step that makes, whether it may leave its output. */
function stepOf(sketches: Record<string, JobSketch>, base: BaseResult | null = null): string {
  const jobs = sketchJobs(sketches);
  const entry = jobs.get("job");
  if (entry === undefined) throw new Error("Expected a job");
  const step = nextStep(entry, jobs, base);
  return step.kind === "make" ? `make${step.mayDefer ? ", may defer" : ""}` : step.kind;
}

const left = (phase: JobSketch) => ({ renderer: "film", ...phase });

test.each<[string, Record<string, JobSketch>, string]>([
  ["that is parked stays so", { job: at("parked", { status: "processing" }) }, "nothing"],
  ["that was parked is queued again", { job: at("wanted", { status: "processing" }) }, "queue"],
  [
    "that is left to what is parked is made for it",
    { job: left(at("missing")), film: { takes: ["job"], ...at("parked", { status: "processing" }) } },
    "make, may defer",
  ],
  ["without inputs is identified", { job: {} }, "identify"],
  ["waits for what it takes", { a: {}, job: { takes: ["a"] } }, "nothing"],
  ["waits for what runs", { a: running, job: { takes: ["a"] } }, "nothing"],
  ["is identified when what it takes is there", { a: completed, job: { takes: ["a"] } }, "identify"],
  ["waits for what only comes before it", { a: completed, b: {}, job: { takes: ["a"], after: ["b"] } }, "nothing"],
  ["waits for a source", { job: { files: ["a.mp4"] } }, "nothing"],
  ["waits for all sources", { job: { files: ["a", "b"], state: { sources: [read, null] } } }, "nothing"],
  ["has its sources", { job: { files: ["a", "b"], state: { sources: [read, read] } } }, "identify"],
  [
    "needs only the key of what is left to it",
    { a: { renderer: "job", ...at("missing") }, job: { takes: ["a"] } },
    "identify",
  ],
  [
    "needs the file of what others could take",
    { a: { renderer: "b", ...at("missing") }, b: {}, job: { after: ["a"] } },
    "nothing",
  ],
])("a job that %s", (_name, sketches, expected) => {
  expect(stepOf(sketches)).toBe(expected);
});

test("a job waits for the base that it takes", () => {
  expect(stepOf({ job: { usesBase: true } })).toBe("nothing");
  expect(stepOf({ job: { usesBase: true } }, BASE)).toBe("identify");
});

test("an identified job is looked for, and claimed where it is not there", () => {
  expect(stepOf({ job: at("identified") })).toBe("look-up");
  expect(stepOf({ job: at("unclaimed") })).toBe("claim");
  expect(stepOf({ job: left(at("identified")), film: { takes: ["job"] } })).toBe("look-up");
  expect(() => stepOf({ job: { state: { phase: "identified" } } })).toThrow("Expected `job` to have its key");
});

const film = (state: JobSketch, more: JobSketch = {}) => ({ ...more, takes: ["job", ...(more.takes ?? [])], ...state });

test.each<[string, Record<string, JobSketch>, string]>([
  ["is to be made", { film: film(at("wanted")) }, "make, may defer"],
  ["is in line", { film: film(at("queued")) }, "make, may defer"],
  ["has not been looked for yet", { film: film(at("identified")) }, "nothing"],
  ["is made by somebody else", { film: film(at("elsewhere")) }, "nothing"],
  ["is there", { film: film(completed) }, "leave-to-renderer"],
  ["failed", { film: film(failed) }, "make"],
  [
    "is left to one that runs",
    { film: { ...film(at("missing")), renderer: "end" }, end: { takes: ["film"], ...running } },
    "make, may defer",
  ],
  [
    "is left to one that nobody knows of",
    { film: { ...film(at("missing")), renderer: "end" }, end: { takes: ["film"], ...at("identified") } },
    "nothing",
  ],
  ["waits for nothing that is made", { film: film({}, { files: ["b.mp4"] }) }, "nothing"],
  ["waits for what is made", { slow: running, film: film({}, { takes: ["slow"] }) }, "make, may defer"],
  [
    "waits for what waits for what is made",
    { slow: running, next: { takes: ["slow"] }, film: film({}, { takes: ["next"] }) },
    "make, may defer",
  ],
  ["waits for what others make", { slow: at("elsewhere"), film: film({}, { takes: ["slow"] }) }, "nothing"],
  [
    "waits for what is left to it and made",
    { other: { ...running, renderer: "film" }, film: film({}, { takes: ["other"] }) },
    "nothing",
  ],
  ["waits for the base", { film: film({}, { usesBase: true }) }, "make, may defer"],
])("a job that is missing, whose renderer %s", (_name, others, expected) => {
  expect(stepOf({ job: left(at("missing")), ...others })).toBe(expected);
});

test("a job that had a file of its own gets it again, though its renderer is there", () => {
  expect(stepOf({ job: left(at("missing", { hadFile: true })), film: film(completed) })).toBe("make");
});

test("what a job has begun elsewhere is ended there when it is to end", () => {
  expect(stepOf({ job: at("ending", { status: "processing" }) })).toBe("end-elsewhere");
});

test("a wanted job is queued when all before it is done", () => {
  expect(stepOf({ a: completed, b: running, job: { takes: ["a"], after: ["b"], ...at("wanted") } })).toBe("nothing");
  expect(stepOf({ a: completed, b: completed, job: { takes: ["a"], after: ["b"], ...at("wanted") } })).toBe("queue");
});

test.each(["elsewhere", "queued", "running", "ended"] as const)(
  "nothing is to be done with a job that is %s",
  (phase) => {
    expect(stepOf({ job: at(phase) })).toBe("nothing");
  },
);
