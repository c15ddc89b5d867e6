import { describe, expect, test } from "vitest";
import { at, completed, running, sketchJobs, type JobSketch } from "../../test/execution-jobs.ts";
import { applyNews } from "./apply-news.ts";
import type { JobState } from "./job-state.ts";
import type { News, Ran } from "./news.ts";

const NOW = 1_000_000;
const ERROR = { code: "tool_failed", message: "Broken.", hint: "Mend it.", retryable: false };
const COMMANDS = [{ argv: ["ffmpeg", "-version"], seconds: 1, exitCode: 0 }];
const RAN: Ran = { attempt: 1, commands: COMMANDS, fraction: 0.5, message: "half" };
const LAST_SAID = { commands: COMMANDS, fraction: 0.5, message: "half" };
const OUTPUT = { files: [], deferred: false, transcript: { language: null, text: "hi", words: [] }, degradations: [] };

/** What the news changes, by job: the fields that are others than before. */
function changesOf(sketches: Record<string, JobSketch>, news: News): Record<string, Partial<JobState>> {
  const jobs = sketchJobs(sketches);
  const moves = applyNews(news, jobs, NOW);
  expect(new Set(moves.map(({ jobId }) => jobId)).size).toBe(moves.length);
  return Object.fromEntries(
    moves.map(({ jobId, state }) => {
      const before = Object.entries(jobs.get(jobId)?.state ?? {});
      const same = new Set(before.filter(([key, value]) => value === Reflect.get(state, key)).map(([key]) => key));
      return [jobId, Object.fromEntries(Object.entries(state).filter(([key]) => !same.has(key)))];
    }),
  );
}

const ended = (status: JobState["status"]) => ({ phase: "ended", status, completedAtMs: NOW }) as const;
const found = { kind: "looked-up", jobId: "job", lookup: { found: OUTPUT }, why: [] } as const;
const missed = {
  kind: "looked-up",
  jobId: "job",
  lookup: { found: null, reason: "gone", record: null },
  why: [],
} as const;

test.each<[string, Record<string, JobSketch>, News, Partial<JobState>]>([
  [
    "begins",
    { job: at("queued", { attempt: 2 }) },
    { kind: "begun", jobId: "job", attempt: 2, worker: "w", isLent: false },
    { phase: "running", status: "processing", worker: "w", startNumber: 1, startedAtMs: NOW },
  ],
  [
    "goes on",
    { job: at("queued", { status: "processing", attempt: 2, startNumber: 3, startedAtMs: 5 }) },
    { kind: "begun", jobId: "job", attempt: 2, worker: "w", isLent: true },
    { phase: "running", worker: "w", isLent: true },
  ],
  [
    "is parked",
    { job: running },
    { kind: "parked", jobId: "job", attempt: 1, lookAgainAtMs: NOW + 5, load: "wait" },
    { phase: "parked", lookAgainAtMs: NOW + 5, load: "wait" },
  ],
  [
    "is due",
    { job: at("parked", { status: "processing", lookAgainAtMs: NOW }) },
    { kind: "due", jobId: "job" },
    { phase: "wanted", lookAgainAtMs: null },
  ],
  ["is made elsewhere", { job: at("unclaimed") }, { kind: "made-elsewhere", jobId: "job" }, { phase: "elsewhere" }],
  [
    "was made elsewhere",
    { job: at("elsewhere") },
    { kind: "ended-elsewhere", jobId: "job", outcome: { made: true } },
    { phase: "identified" },
  ],
  [
    "was given up elsewhere",
    { job: at("elsewhere") },
    { kind: "ended-elsewhere", jobId: "job", outcome: { abandoned: true } },
    { phase: "identified" },
  ],
  [
    "failed elsewhere",
    { job: at("elsewhere") },
    { kind: "ended-elsewhere", jobId: "job", outcome: { error: { ...ERROR, jobId: "other" } } },
    { phase: "ended", status: "failed", completedAtMs: NOW, error: { ...ERROR, jobId: "job" } },
  ],
  [
    "is there",
    { job: at("identified") },
    found,
    {
      phase: "ended",
      status: "completed",
      completedAtMs: NOW,
      output: OUTPUT,
      reused: true,
      identity: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  ],
  ["is not there", { job: at("identified") }, missed, { phase: "unclaimed" }],
  ["is nobody else's", { job: at("unclaimed") }, { kind: "claimed", jobId: "job" }, { phase: "wanted" }],
  [
    "turned out to be there",
    { job: running },
    { kind: "found", jobId: "job", output: OUTPUT, ran: RAN },
    {
      ...ended("completed"),
      ...LAST_SAID,
      output: OUTPUT,
      reused: true,
      identity: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  ],
  [
    "is not there, and may be left to another",
    { job: { renderer: "film", ...at("identified") } },
    missed,
    { phase: "missing", hadFile: true, remembered: { transcript: null, degradations: [] } },
  ],
  [
    "is wanted",
    { job: at("missing") },
    { kind: "wanted", jobId: "job", mayDefer: true },
    { phase: "wanted", mayDefer: true },
  ],
  [
    "is in line",
    { job: at("wanted", { attempt: 1 }) },
    { kind: "queued", jobId: "job" },
    { phase: "queued", attempt: 2 },
  ],
  [
    "was told to end",
    { job: running },
    { kind: "stopped", jobId: "job", ran: RAN },
    { ...ended("cancelled"), ...LAST_SAID },
  ],
  [
    "was ended elsewhere",
    { job: at("ending", { status: "processing" }) },
    { kind: "stopped", jobId: "job" },
    { phase: "ended", status: "cancelled", completedAtMs: NOW },
  ],
  [
    "is in its renderer's file",
    { job: at("missing") },
    { kind: "left-to-renderer", jobId: "job" },
    { phase: "ended", status: "completed", completedAtMs: NOW, reused: true },
  ],
])("a job that %s", (_name, sketches, news, change) => {
  expect(changesOf(sketches, news)).toEqual({ job: change });
});

test("what may be left to another is known by its key, all else by what it is", () => {
  const ingredients = { type: "merge", version: 1, params: {}, inputs: {}, provider: null, build: {} };
  const news: News = { kind: "identified", jobId: "job", ingredients, key: "k" };
  expect(changesOf({ job: {} }, news)).toEqual({ job: { phase: "identified", ingredients, key: "k" } });
  expect(changesOf({ job: { renderer: "film" } }, news)).toMatchObject({ job: { key: "k", identity: "k" } });
  const made: News = { kind: "made", jobId: "job", output: { ...OUTPUT, deferred: true }, ran: RAN };
  expect(changesOf({ job: { renderer: "film", ...running } }, made)["job"]).not.toHaveProperty("identity");
});

describe("a failure", () => {
  const plan: Record<string, JobSketch> = {
    done: completed,
    job: { takes: ["done"], ...running },
    next: { takes: ["job"] },
    film: { takes: ["next", "job"] },
    ready: { after: ["film"], ...at("queued") },
    aside: { takes: ["done"] },
    busy: { after: ["done"], ...running },
  };

  test("skips what depends on it over however many others, and nothing else", () => {
    const skipped = {
      ...ended("skipped"),
      error: expect.objectContaining({ code: "dependency_failed", jobId: "job" }) as unknown,
    };
    expect(changesOf(plan, { kind: "failed", jobId: "job", error: ERROR })).toEqual({
      job: { ...ended("failed"), error: { ...ERROR, jobId: "job" } },
      next: skipped,
      film: skipped,
      ready: skipped,
    });
  });

  test("of the base fails whoever takes it, and skips the others behind them", () => {
    const onBase: Record<string, JobSketch> = {
      one: { usesBase: true },
      two: { takes: ["one"], usesBase: true },
      three: { usesBase: true },
      over: { usesBase: true, ...completed },
      free: {},
    };
    const changes = changesOf(onBase, { kind: "base-failed", error: ERROR });
    expect(Object.entries(changes).map(([id, { status }]) => `${id} ${status}`)).toEqual([
      ...["one failed", "two skipped", "three failed"],
    ]);
  });
});

test("a cancel ends what has not begun, and leaves what runs to end by itself", () => {
  const changes = changesOf(
    { a: completed, b: running, c: { takes: ["b"] }, d: at("queued"), e: at("elsewhere") },
    { kind: "cancelled" },
  );
  expect(changes).toEqual({ c: ended("cancelled"), d: ended("cancelled"), e: ended("cancelled") });
});

test.each<News>([
  { kind: "made", jobId: "job", output: OUTPUT, ran: RAN },
  { kind: "failed", jobId: "job", error: ERROR },
  { kind: "stopped", jobId: "job" },
  { kind: "begun", jobId: "job", attempt: 1, worker: "w", isLent: false },
  found,
  { kind: "ended-elsewhere", jobId: "job", outcome: { abandoned: true } },
  { kind: "cancelled" },
  { kind: "failed", jobId: "of another execution", error: ERROR },
])("news that comes too late does nothing ($kind)", (news) => {
  expect(changesOf({ job: completed, next: { takes: ["job"], ...completed } }, news)).toEqual({});
});

const overtaken = at("running", { status: "processing", attempt: 2 });

test.each<[string, JobSketch, News]>([
  ["due", running, { kind: "due", jobId: "job" }],
  ["due", at("queued", { status: "processing" }), { kind: "due", jobId: "job" }],
  [
    "parked",
    at("queued", { status: "processing", attempt: 1 }),
    { kind: "parked", jobId: "job", attempt: 1, lookAgainAtMs: 1, load: "wait" },
  ],
  ["parked", overtaken, { kind: "parked", jobId: "job", attempt: 1, lookAgainAtMs: 1, load: "wait" }],
  ["made by an attempt before", overtaken, { kind: "made", jobId: "job", output: OUTPUT, ran: RAN }],
  ["failed by an attempt before", overtaken, { kind: "failed", jobId: "job", error: ERROR, ran: RAN }],
  ["stopped by an attempt before", overtaken, { kind: "stopped", jobId: "job", ran: RAN }],
  [
    "made by one that nobody waits for",
    at("queued", { attempt: 1 }),
    { kind: "made", jobId: "job", output: OUTPUT, ran: RAN },
  ],
  [
    "begun by an attempt before",
    at("queued", { attempt: 2 }),
    { kind: "begun", jobId: "job", attempt: 1, worker: "w", isLent: true },
  ],
  ["lost by an attempt before", overtaken, { kind: "lost", jobId: "job", attempt: 1 }],
  ["begun", running, { kind: "begun", jobId: "job", attempt: 1, worker: "w", isLent: false }],
  ["there", at("wanted"), found],
])("a job that is told too late that it is %s stands where it did", (_what, job, news) => {
  expect(changesOf({ job }, news)).toEqual({});
});

test("what was begun elsewhere for jobs that are parked, or go on from that, is ended first when they are cancelled", () => {
  const status = "processing";
  const sketches = {
    a: at("parked", { status }),
    b: at("wanted", { status }),
    c: at("queued", { status }),
    d: running,
    e: at("ending", { status }),
  };
  const ending = { phase: "ending" };
  expect(changesOf(sketches, { kind: "cancelled" })).toEqual({ a: ending, b: ending, c: ending });
  // And left alone where the fault is ours.
  const cancelled = ended("cancelled");
  const broken: News = { kind: "broken", error: { ...ERROR, jobId: null } };
  expect(changesOf(sketches, broken)).toEqual({ a: cancelled, b: cancelled, c: cancelled });
});

const leftOutput = at("ended", {
  status: "completed",
  output: { ...OUTPUT, deferred: true },
  completedAtMs: 1,
});

describe("a job that was lent", () => {
  const lent = at("running", { status: "processing", attempt: 2, worker: "w", isLent: true, losses: 3 });
  const sketches: Record<string, JobSketch> = {
    left: { renderer: "job", ...leftOutput },
    job: { takes: ["left"], ...lent },
    next: { takes: ["job"] },
  };

  test("is to be made anew, with what was left to it, when its worker is gone or hands it back", () => {
    const left = { phase: "missing", status: "pending", output: null, completedAtMs: null };
    const wanted = { phase: "wanted", worker: null };
    expect(changesOf(sketches, { kind: "lost", jobId: "job", attempt: 2 })).toEqual({
      left,
      job: { phase: "parked", worker: null, losses: 4, lookAgainAtMs: NOW + 4000 },
    });
    expect(changesOf(sketches, { kind: "handed-back", jobId: "job", attempt: 2 })).toEqual({ left, job: wanted });
  });

  test("has failed when it took ten workers with it", () => {
    const tenth = { ...sketches, job: { takes: ["left"], ...at("running", { ...lent.state, losses: 9 }) } };
    const changes = changesOf(tenth, { kind: "lost", jobId: "job", attempt: 2 });
    expect(changes["job"]).toMatchObject({ status: "failed", error: { code: "worker_lost" } });
    expect(changes["next"]).toMatchObject({ status: "skipped" });
  });
});

describe("whoever takes an execution over", () => {
  const adopted: News = { kind: "adopted", worker: "next" };
  const lost = at("running", { status: "processing", attempt: 1, worker: "gone" });

  test("makes anew what ran, and leaves what needs no process as it is", () => {
    const sketches: Record<string, JobSketch> = {
      a: lost,
      b: at("queued"),
      c: at("parked", { status: "processing" }),
      d: at("elsewhere"),
      e: completed,
      f: at("running", { status: "processing", attempt: 4, worker: "next" }),
      g: {},
    };
    const wanted = { phase: "wanted" };
    expect(changesOf(sketches, adopted)).toEqual({ a: { ...wanted, worker: null, losses: 1 }, b: wanted });
  });

  test("has what was left to a renderer made anew, where that one has not ended", () => {
    const left = (renderer: string) => ({ renderer, ...leftOutput });
    const changes = changesOf({ a: left("b"), b: { takes: ["a"], ...lost }, c: left("d"), d: completed }, adopted);
    expect(changes["a"]).toEqual({ phase: "missing", status: "pending", output: null, completedAtMs: null });
    expect(Object.keys(changes).toSorted()).toEqual(["a", "b"]);
  });

  test("has all of a chain made anew that was left to a renderer, and none of what is lent", () => {
    const left = (renderer: string, takes: string[] = []) => ({ takes, renderer, ...leftOutput });
    const chain = { a: left("b"), b: left("c", ["a"]), c: { takes: ["b"], ...lost } };
    expect(Object.keys(changesOf(chain, adopted)).toSorted()).toEqual(["a", "b", "c"]);
    const lent = at("running", { status: "processing", attempt: 1, worker: "w", isLent: true });
    expect(changesOf({ ...chain, c: { takes: ["b"], ...lent } }, adopted)).toEqual({});
  });

  test.each([
    [1, 1000],
    [2, 2000],
    [6, 32_000],
    [8, 60_000],
  ])("leaves what took %i with it before alone for %i ms, so that the others can end", (losses, pauseMs) => {
    const again = at("running", { status: "processing", attempt: losses + 1, worker: "gone", losses });
    const parked = { phase: "parked", worker: null, losses: losses + 1, lookAgainAtMs: NOW + pauseMs };
    expect(changesOf({ a: again }, adopted)).toEqual({ a: parked });
  });

  test("gives up what took ten with it", () => {
    const often = at("running", { status: "processing", attempt: 10, worker: "gone", losses: 9 });
    const changes = changesOf({ a: often, b: { takes: ["a"] } }, adopted);
    expect(changes["a"]).toMatchObject({ status: "failed", error: { code: "worker_lost", retryable: true } });
    expect(changes["b"]).toMatchObject({ status: "skipped" });
  });

  test("goes on with what waits for a provider, however many are gone", () => {
    const often = at("running", { status: "processing", attempt: 19, worker: "gone", losses: 18, load: "wait" });
    expect(changesOf({ a: often }, adopted)["a"]).toMatchObject({ phase: "wanted", losses: 19 });
  });
});
