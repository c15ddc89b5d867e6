/**
 * What becomes of an execution by news, worked out in the transaction that keeps it: pure and synchronous, so that it is the
 * same in memory and on any database, and can be worked out again from what is kept.
 *
 * An execution is `pending` until it begins, then `processing`, and ends once, when all its jobs have:
 * - `completed`: all of them are.
 * - `failed`: one of them failed. Those that depend on it, over however many others, are `skipped` at that moment; all
 *   others go on to their ends. The error is that of the job that failed first.
 * - `cancelled`: somebody wanted it before the end. Jobs that have not begun are `cancelled` at once; those that run are
 *   told to end, and are `cancelled` when they really have.
 *
 * A job is `pending` until it has a slot, `processing` while its operation runs or is parked, then `completed`, `failed` or
 * `cancelled`. One that finds its output already made is `completed` without having been anything else. The steps within
 * `pending` are in `job-state.ts`.
 *
 * What takes longer than a transaction may (to look into the store, to read a source, to end a run at a provider) is not done
 * here but asked for: its answer is news. Whoever has moved an execution answers what was asked; who finds it unanswered
 * later, because that process is gone, asks by looking at all jobs again.
 */
import { applyNews } from "./apply-news.ts";
import { applyToExecution } from "./apply-to-execution.ts";
import { hasEnded, type ExecutionState, type Standing } from "./execution-state.ts";
import type { ExecutionJob } from "./job-state.ts";
import { isOpen, type ClaimWish, type Decision, type Heard, type Offer, type Question } from "./decision.ts";
import type { ClaimOutcome, News } from "./news.ts";
import { newsOfStep, nextStep } from "./next-step.ts";
import { providerOf } from "./provider-of.ts";
import { retally, tallyOf } from "./tally.ts";

export interface Deliberation {
  /** Takes news, and goes on as far as it can without an answer. Gives the claims that have to be asked for first. */
  hear(news: readonly News[]): readonly ClaimWish[];
  decide(): Decision;
  /** How all stands now. */
  readonly standing: Standing;
  /** Jobs that may stand elsewhere than whoever asked for this believed. */
  readonly changed: readonly ExecutionJob[];
  readonly questions: readonly Question[];
  /** All that was heard, what came of it included, in order. */
  readonly heard: readonly Heard[];
}

export function deliberate(
  before: Standing,
  {
    resultJob,
    looksAtAll,
    mayLend = false,
    nowMs,
  }: {
    resultJob: string;
    /** As who finds an execution does. */
    looksAtAll: boolean;
    /** Whether other workers may take jobs of it. */
    mayLend?: boolean;
    nowMs: number;
  },
): Deliberation {
  const jobs = new Map(before.jobs);
  const touched = new Set<string>();
  const moved = new Set<string>();
  const claimed = new Set<string>();
  let tally = before.tally ?? tallyOf(before.jobs);
  const questions: Question[] = [];
  const heard: Heard[] = [];
  let { execution } = before;
  let wishes: ClaimWish[] = [];
  if (looksAtAll) lookAtAll();

  function lookAtAll(): void {
    for (const [id, { job, state }] of jobs) {
      touched.add(id);
      if (state.phase !== "waiting") continue;
      for (const [index, { from }] of job.sources.entries()) {
        if (from.kind === "location" && state.sources[index] === null)
          questions.push({ kind: "read-source", jobId: id, index });
      }
    }
    if (execution.base.kind === "ended") questions.push({ kind: "read-base" });
  }

  function take(news: News): void {
    execution = applyToExecution(news, execution);
    if (news.kind === "base-ended" && execution.base.kind === "ended") questions.push({ kind: "read-base" });
    if (news.kind === "base-read") for (const [id, { job }] of jobs) if (job.usesBase) touched.add(id);
    const moves = [...applyNews(news, jobs, nowMs, tally.lastStart)];
    for (const { jobId, state } of moves) {
      const entry = jobs.get(jobId);
      if (entry === undefined) continue;
      const now = { ...entry, state };
      jobs.set(jobId, now);
      moved.add(jobId);
      tally = retally(tally, entry, now);
      touch(entry);
      if (state.status === "failed" && execution.error === null) execution = { ...execution, error: state.error };
    }
    heard.push({ news, entry: ("jobId" in news && jobs.get(news.jobId)) || null, isTaken: moves.length > 0 });
    if (MAKES_WANTED.has(news.kind)) endAgain();
    if (news.kind === "adopted" || news.kind === "begins") lookAtAll();
  }

  /** What is wanted again of an execution that is to end is not made. */
  function endAgain(): void {
    if (execution.ending === "cancelled") take({ kind: "cancelled" });
    if (execution.ending === "broken" && execution.error !== null) take({ kind: "broken", error: execution.error });
  }

  /** Others may have something to do because this one has moved. */
  function touch({ job }: ExecutionJob): void {
    touched.add(job.id);
    for (const id of job.dependents) touched.add(id);
    // Whether what is missing is needed is decided by all that comes after it.
    for (const id of tally.missing) touched.add(id);
  }

  function goOn(): void {
    while (touched.size > 0) {
      // In order, so that what runs next does not depend on chance.
      const lot = Array.from(touched).flatMap((id) => jobs.get(id)?.job ?? []);
      touched.clear();
      for (const { id } of lot.toSorted((a, b) => a.index - b.index)) {
        for (let news = step(id); news !== null; news = step(id)) take(news);
      }
    }
  }

  /** What comes of looking at a job; null where there is nothing to be done now. */
  function step(id: string): News | null {
    const entry = jobs.get(id);
    const base = execution.base.kind === "there" ? execution.base.result : null;
    if (entry === undefined) return null;
    const next = nextStep(entry, jobs, base);
    switch (next.kind) {
      case "nothing":
        return null;
      case "look-up":
      case "end-elsewhere":
        questions.push({ kind: next.kind, jobId: id });
        return null;
      case "claim":
        if (!claimed.has(id)) wishes.push({ jobId: id, key: next.key });
        claimed.add(id);
        return null;
      default:
        return newsOfStep(next, entry, { jobs, base });
    }
  }

  function decide(): Decision {
    if (!hasEnded(execution) && tally.open === 0) {
      execution = { ...execution, status: finalStatus(jobs.values(), execution), completedAtMs: nowMs };
    }
    const ended = changedJobs().filter(
      ({ job, state }) => state.phase === "ended" && before.jobs.get(job.id)?.state.phase !== "ended",
    );
    return {
      jobs: changedJobs().flatMap((entry) =>
        isWorthKeeping(entry) ? { jobId: entry.job.id, state: entry.state } : [],
      ),
      execution: execution === before.execution ? null : execution,
      releases: ended.flatMap(({ job, state }) =>
        mayHoldClaim(job.id) && state.key !== null ? { jobId: job.id, key: state.key, outcome: outcomeOf(state) } : [],
      ),
      offers: mayLend ? changedJobs().flatMap((entry) => offerOf(entry, attemptBefore(entry))) : [],
      hasResult: ended.some(({ job }) => job.id === resultJob),
    };
  }

  function attemptBefore({ job }: ExecutionJob): number {
    return before.jobs.get(job.id)?.state.attempt ?? 0;
  }

  /** What is worked out from the plan alone is worked out again by whoever needs it. */
  function isWorthKeeping({ job, state }: ExecutionJob): boolean {
    return state.phase !== "identified" || before.jobs.get(job.id)?.state.phase !== "waiting";
  }

  /** An answer to what is asked only when the other news has been heard. */
  function isEarly(news: News): boolean {
    return news.kind === "looked-up" && jobs.get(news.jobId)?.state.phase === "waiting";
  }

  function changedJobs(): ExecutionJob[] {
    return Array.from(moved).flatMap((id) => jobs.get(id) ?? []);
  }

  function mayHoldClaim(id: string): boolean {
    const entry = before.jobs.get(id);
    if (entry === undefined || entry.renderer !== null) return false;
    return claimed.has(id) || !PHASES_BEFORE_CLAIM.has(entry.state.phase);
  }

  return {
    hear(news) {
      let left = news;
      do {
        const early = left.filter(isEarly);
        // Where nothing else comes before them, they are for nothing.
        const isLast = early.length === left.length;
        for (const one of left) if (isLast || !early.includes(one)) take(one);
        goOn();
        left = isLast ? [] : early;
      } while (left.length > 0);
      const asked = wishes;
      wishes = [];
      return asked;
    },
    decide,
    get standing() {
      return { execution, jobs, tally };
    },
    get changed() {
      return looksAtAll ? [...jobs.values()] : changedJobs();
    },
    get questions() {
      return questions.filter((question) => isOpen(question, execution, jobs));
    },
    heard,
  };
}

const MAKES_WANTED: ReadonlySet<string> = new Set<News["kind"]>(["adopted", "lost", "handed-back"]);

/** What is left to the job that renders it holds functions, which nobody can be sent. */
function offerOf({ job: { id: jobId, approach }, state }: ExecutionJob, attemptBefore: number): Offer[] {
  const { phase, attempt, load, mayDefer } = state;
  const isHandedOut = phase === "queued" || (phase === "running" && attempt !== attemptBefore);
  if (!isHandedOut || mayDefer) return [];
  return [
    { jobId, attempt, load, provider: providerOf(approach), worker: state.phase === "queued" ? null : state.worker },
  ];
}

const PHASES_BEFORE_CLAIM: ReadonlySet<string> = new Set(["waiting", "identified", "missing", "elsewhere"]);

function finalStatus(jobs: Iterable<ExecutionJob>, { ending }: ExecutionState): ExecutionState["status"] {
  if ([...jobs].every(({ state }) => state.status === "completed")) return "completed";
  return ending === "cancelled" ? "cancelled" : "failed";
}

function outcomeOf({ status, error }: ExecutionJob["state"]): ClaimOutcome {
  if (status === "completed") return { made: true };
  return status === "failed" && error !== null ? { error } : { abandoned: true };
}
