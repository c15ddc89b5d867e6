import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import { sketchJobs, type JobSketch } from "../../test/execution-jobs.ts";
import { deliberate, type Deliberation } from "./deliberate.ts";
import { hasEnded, initialExecution, type Standing } from "./execution-state.ts";
import type { ExecutionJob, JobState } from "./job-state.ts";
import type { News, Ran } from "./news.ts";

const ERROR = { code: "tool_failed", message: "Broken.", hint: "", retryable: false };
const WORDS = { language: null, text: "hi", words: [] };
const FOUND = { files: [], deferred: false, transcript: WORDS, degradations: [] };

/** An execution with everything around it made up: who answers, who runs, and who goes away, is decided by chance. */
function createImagined(seed: number) {
  const random = createRandom(seed);
  const chance = (share: number) => random() < share;
  let standing: Standing = { execution: initialExecution("none"), jobs: sketchJobs(randomPlan(random)) };
  let worker = "w0";
  let looksAtAll = true;
  const news: News[] = [{ kind: "begins" }];
  const ran = (state: JobState): Ran => ({ attempt: state.attempt, commands: [], fraction: 1, message: null });

  function move(): Deliberation {
    const made = deliberate(standing, { resultJob: "j0", looksAtAll, nowMs: 1 });
    looksAtAll = false;
    let wishes = made.hear(news.splice(0));
    while (wishes.length > 0) {
      wishes = made.hear(
        wishes.map(({ jobId }) => ({ kind: chance(0.8) ? "claimed" : "made-elsewhere", jobId }) as const),
      );
    }
    made.decide();
    standing = made.standing;
    return made;
  }

  function answer({ questions }: Deliberation): void {
    for (const question of questions) {
      if (question.kind === "look-up") {
        const { jobId } = question;
        if (chance(0.1)) news.push({ kind: "failed", jobId, error: ERROR });
        else if (chance(0.2)) news.push({ kind: "looked-up", jobId, lookup: { found: FOUND }, why: [] });
        else news.push({ kind: "looked-up", jobId, lookup: { found: null, reason: "unmade", record: null }, why: [] });
      }
      if (question.kind === "end-elsewhere") news.push({ kind: "stopped", jobId: question.jobId });
    }
  }

  /** What becomes of one job, where something may by itself. */
  function happen({ job, state, renderer }: ExecutionJob): void {
    const jobId = job.id;
    if (state.phase === "queued") {
      const isLent = !state.mayDefer && chance(0.4);
      news.push({ kind: "begun", jobId, attempt: state.attempt, worker: isLent ? "lender" : worker, isLent });
    }
    if (state.phase === "parked") news.push({ kind: "due", jobId });
    if (state.phase === "elsewhere") {
      const outcome = chance(0.6) ? { made: true as const } : { abandoned: true as const };
      news.push({ kind: "ended-elsewhere", jobId, outcome });
    }
    if (state.phase !== "running" || (state.worker !== worker && !state.isLent)) return;
    const { attempt, isLent } = state;
    if (isLent && chance(0.2)) return void news.push({ kind: chance(0.5) ? "lost" : "handed-back", jobId, attempt });
    if (standing.execution.ending !== null) news.push({ kind: "stopped", jobId, ran: ran(state) });
    else if (chance(0.1)) news.push({ kind: "failed", jobId, error: ERROR, ran: ran(state) });
    else if (chance(0.2)) news.push({ kind: "parked", jobId, attempt: state.attempt, lookAgainAtMs: 2, load: "wait" });
    else {
      const deferred = renderer !== null && state.mayDefer;
      news.push({ kind: "made", jobId, output: { ...FOUND, deferred }, ran: ran(state) });
    }
  }

  function disturb(round: number): void {
    if (chance(0.01)) news.push({ kind: "cancelled" });
    if (!chance(0.03)) return;
    // The process goes, with all that it was told and asked.
    worker = `w${round}`;
    looksAtAll = true;
    standing = structuredKept(standing);
    const left = news.filter((one) => "jobId" in one && standing.jobs.get(one.jobId)?.state.isLent);
    news.splice(0, news.length, ...left, { kind: "adopted", worker });
  }

  return {
    get standing() {
      return standing;
    },
    round(number: number) {
      disturb(number);
      answer(move());
      const open = [...standing.jobs.values()].filter(({ state }) => state.phase !== "ended");
      for (const entry of open) if (chance(0.5)) happen(entry);
    },
  };
}

/** What whoever takes over reads: what is not kept is as it was before. */
function structuredKept({ execution, jobs }: Standing): Standing {
  const restored = [...jobs].map(([id, entry]): [string, ExecutionJob] => {
    const isForgotten = entry.state.phase === "identified" && entry.state.attempt === 0;
    const state: JobState = isForgotten
      ? { ...entry.state, phase: "waiting", key: null, identity: null, ingredients: null }
      : entry.state;
    return [id, { ...entry, state }];
  });
  return { execution, jobs: new Map(restored) };
}

function randomPlan(random: () => number): Record<string, JobSketch> {
  const count = 1 + Math.floor(random() * 12);
  const sketches: Record<string, JobSketch> = {};
  for (let index = count - 1; index >= 0; index--) sketches[`j${index}`] = {};
  const ids = Object.keys(sketches);
  for (const [place, id] of ids.entries()) {
    const takes = ids.slice(0, place).filter(() => random() < 0.25);
    sketches[id] = { ...sketches[id], takes };
  }
  for (const id of ids) {
    const takers = ids.filter((other) => sketches[other]?.takes?.includes(id));
    if (takers.length === 1 && random() < 0.5) sketches[id] = { ...sketches[id], renderer: takers[0] ?? "" };
  }
  return sketches;
}

test("of 500 random plans with failures, cancellations and processes that go, each ends, and none out of order", () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 500; seed++) {
    const imagined = createImagined(seed);
    let rounds = 0;
    while (!hasEnded(imagined.standing.execution)) {
      imagined.round(rounds);
      for (const { job, state } of imagined.standing.jobs.values()) {
        seen.add(state.phase);
        const isBegun = state.phase === "queued" || state.phase === "running";
        const before = job.dependencies.map((id) => imagined.standing.jobs.get(id)?.state.status);
        if (isBegun)
          expect(
            before.filter((status) => status !== "completed"),
            `plan ${seed}`,
          ).toEqual([]);
      }
      rounds += 1;
      if (rounds > 5000) throw new Error(`Expected plan ${seed} to end`);
    }
    const { execution, jobs } = imagined.standing;
    seen.add(execution.status);
    expect([...jobs.values()].every(({ state }) => state.phase === "ended" && state.completedAtMs !== null)).toBe(true);
    const statuses = [...jobs.values()].map(({ state }) => state.status);
    expect(execution.status === "completed", `plan ${seed}`).toBe(statuses.every((status) => status === "completed"));
    expect(execution.error !== null).toBe(statuses.includes("failed"));
  }
  const phases = ["waiting", "missing", "elsewhere", "queued", "running", "parked", "ending"];
  expect([...seen]).toEqual(expect.arrayContaining([...phases, "completed", "failed", "cancelled"]));
});

test("gives back a claim when its job has ended, and none that it never had", () => {
  const jobs = sketchJobs({ j0: {}, j1: {} });
  let standing: Standing = { execution: initialExecution("none"), jobs };
  const hear = (...news: News[]) => {
    const made = deliberate(standing, { resultJob: "j0", looksAtAll: true, nowMs: 1 });
    const wishes = made.hear(news);
    made.hear(wishes.map(({ jobId }) => ({ kind: "claimed", jobId })));
    const decision = made.decide();
    standing = made.standing;
    return decision;
  };
  hear({ kind: "begins" });
  const missed = { found: null, reason: "unmade", record: null } as const;
  const ran = { attempt: 1, commands: [], fraction: 1, message: null };
  hear(
    { kind: "looked-up", jobId: "j0", lookup: missed, why: [] },
    { kind: "begun", jobId: "j0", attempt: 1, worker: "w", isLent: false },
  );
  const found = hear({ kind: "looked-up", jobId: "j1", lookup: { found: FOUND }, why: [] });
  expect(found).toMatchObject({ releases: [], hasResult: false });
  hear({ kind: "begun", jobId: "j0", attempt: 1, worker: "w", isLent: false });
  const made = hear({ kind: "made", jobId: "j0", output: FOUND, ran });
  expect(made).toMatchObject({ releases: [{ jobId: "j0", outcome: { made: true } }], hasResult: true });
  expect(made.execution).toMatchObject({ status: "completed", completedAtMs: 1 });
});

test("hears what was looked up beforehand once that is asked for, and asks no more for it", () => {
  const begin = () =>
    deliberate(
      { execution: initialExecution("none"), jobs: sketchJobs({ j0: {}, j1: {} }) },
      { resultJob: "j0", looksAtAll: false, nowMs: 1 },
    );
  const lookUps = ({ questions }: Deliberation) =>
    new Set(questions.flatMap((question) => (question.kind === "look-up" ? question.jobId : [])));
  const foreseen = begin();
  foreseen.hear([{ kind: "begins" }]);
  expect(lookUps(foreseen)).toEqual(new Set(["j0", "j1"]));
  const made = begin();
  const lookup = { found: null, reason: "unmade", record: null } as const;
  const wishes = made.hear([{ kind: "looked-up", jobId: "j0", lookup, why: [] }, { kind: "begins" }]);
  expect(wishes.map(({ jobId }) => jobId)).toEqual(["j0"]);
  expect(lookUps(made)).toEqual(new Set(["j1"]));
});
