import type { ExecutionError, Load } from "@proxx/contract";
import type { IngestedSource } from "../sources/ingest-source.ts";
import type { ClaimOutcome } from "../store/claims.ts";
import type { Lookup } from "../store/find-reusable.ts";
import type { Ingredients } from "../store/job-key.ts";
import { outputIdentity, type JobOutput } from "../store/job-output.ts";
import type { ExecutionJob, ExecutionJobs, JobState } from "./job-state.ts";

/** Something that has happened to a job, or to all of them. */
export type News =
  | { readonly kind: "source-read"; readonly jobId: string; readonly index: number; readonly source: IngestedSource }
  | { readonly kind: "identified"; readonly jobId: string; readonly ingredients: Ingredients; readonly key: string }
  | { readonly kind: "looked-up"; readonly jobId: string; readonly lookup: Lookup }
  /** Another one makes the same. */
  | { readonly kind: "made-elsewhere"; readonly jobId: string }
  | { readonly kind: "ended-elsewhere"; readonly jobId: string; readonly outcome: ClaimOutcome }
  | { readonly kind: "left-to-renderer"; readonly jobId: string }
  | { readonly kind: "wanted"; readonly jobId: string; readonly mayDefer: boolean }
  | { readonly kind: "queued"; readonly jobId: string }
  | { readonly kind: "begun"; readonly jobId: string; readonly startNumber: number }
  /** Its operation waits for somebody else, or for another kind of slot. */
  | { readonly kind: "parked"; readonly jobId: string; readonly lookAgainAtMs: number; readonly load: Load }
  /** The time of a parked one has come, or there is news for it. */
  | { readonly kind: "due"; readonly jobId: string }
  | { readonly kind: "made"; readonly jobId: string; readonly output: JobOutput; readonly commands: Commands }
  | { readonly kind: "failed"; readonly jobId: string; readonly error: JobFailure; readonly commands?: Commands }
  /** A job that was told to end has ended. */
  | { readonly kind: "stopped"; readonly jobId: string; readonly commands: Commands }
  | { readonly kind: "base-failed"; readonly error: JobFailure }
  /** The execution is cancelled. Jobs that run are told to end, and have not yet. */
  | { readonly kind: "cancelled" };

/** What it ran up to then. */
type Commands = JobState["commands"];

type JobFailure = Omit<ExecutionError, "jobId">;

/** A job as it is from now on. */
export interface JobMove {
  readonly jobId: string;
  readonly state: JobState;
}

/** What news does to the jobs of an execution. News that comes too late does nothing. */
export function applyNews(news: News, jobs: ExecutionJobs, atMs: number): JobMove[] {
  if (news.kind === "cancelled") {
    return [...jobs.values()].filter(isIdle).map((entry) => end(entry, "cancelled", atMs));
  }
  if (news.kind === "base-failed") {
    return fail(
      [...jobs.values()].filter((entry) => entry.job.usesBase && isPending(entry)),
      news.error,
      jobs,
      atMs,
    );
  }
  const entry = jobs.get(news.jobId);
  if (entry === undefined || entry.state.phase === "ended") return [];
  const { state } = entry;
  const move = (change: Partial<JobState>): JobMove[] => [{ jobId: news.jobId, state: { ...state, ...change } }];
  switch (news.kind) {
    case "source-read":
      return move({ sources: state.sources.with(news.index, news.source) });
    case "identified": {
      const { ingredients, key } = news;
      // What may be left to be rendered has no bytes that it could be known by.
      return move({ phase: "identified", ingredients, key, identity: entry.renderer === null ? null : key });
    }
    case "looked-up":
      return [lookedUp(entry, news.lookup, atMs)];
    case "made-elsewhere":
      return move({ phase: "elsewhere" });
    case "ended-elsewhere":
      if (state.phase !== "elsewhere") return [];
      // Where it is there now, that is found; where it was given up, it is ours to make.
      return "error" in news.outcome ? fail([entry], news.outcome.error, jobs, atMs) : move({ phase: "identified" });
    case "left-to-renderer":
      return [end(entry, "completed", atMs, { reused: true })];
    case "wanted":
      return move({ phase: "wanted", mayDefer: news.mayDefer });
    case "queued":
      return move({ phase: "queued" });
    case "begun": {
      const attempt = state.attempt + 1;
      const first = { startNumber: news.startNumber, startedAtMs: atMs };
      const isFirst = state.startedAtMs === null;
      return move({ phase: "running", status: "processing", attempt, ...(isFirst ? first : {}) });
    }
    case "parked":
      if (state.phase !== "running") return [];
      return move({ phase: "parked", lookAgainAtMs: news.lookAgainAtMs, load: news.load });
    case "due":
      return state.phase === "parked" ? move({ phase: "wanted", lookAgainAtMs: null }) : [];
    case "made":
      return [end(entry, "completed", atMs, { ...completedWith(entry, news.output), commands: news.commands })];
    case "failed":
      return fail(
        [{ ...entry, state: { ...state, commands: news.commands ?? state.commands } }],
        news.error,
        jobs,
        atMs,
      );
    case "stopped":
      return [end(entry, "cancelled", atMs, { commands: news.commands })];
  }
}

/** No process and no operation is at work on it. */
function isIdle({ state: { phase } }: ExecutionJob): boolean {
  return phase !== "running" && phase !== "ended";
}

function isPending({ state }: ExecutionJob): boolean {
  return state.status === "pending";
}

function lookedUp(entry: ExecutionJob, lookup: Lookup, atMs: number): JobMove {
  const { job, renderer, state } = entry;
  if (lookup.found !== null) {
    return end(entry, "completed", atMs, { ...completedWith(entry, lookup.found), reused: true });
  }
  if (renderer === null) return { jobId: job.id, state: { ...state, phase: "wanted", mayDefer: false } };
  const { transcript = null, degradations = [] } = lookup.record ?? {};
  const hadFile = lookup.reason === "gone" || lookup.reason === "altered";
  return { jobId: job.id, state: { ...state, phase: "missing", hadFile, remembered: { transcript, degradations } } };
}

function completedWith({ renderer, state }: ExecutionJob, output: JobOutput): Partial<JobState> {
  return { output, identity: renderer === null ? outputIdentity(output) : state.identity };
}

/** Ends jobs for one reason, and skips whatever depends on them, over however many others. */
function fail(failing: readonly ExecutionJob[], failure: JobFailure, jobs: ExecutionJobs, atMs: number): JobMove[] {
  const moves = new Map<string, JobMove>();
  for (const entry of failing) {
    const { id } = entry.job;
    if (moves.has(id)) continue;
    moves.set(id, end(entry, "failed", atMs, { error: { ...failure, jobId: id } }));
    for (const dependent of pendingBehind(entry, jobs)) {
      if (moves.has(dependent.job.id)) continue;
      moves.set(dependent.job.id, end(dependent, "skipped", atMs, { error: dependencyFailed(id) }));
    }
  }
  return [...moves.values()];
}

function pendingBehind({ job }: ExecutionJob, jobs: ExecutionJobs, found = new Set<ExecutionJob>()): Set<ExecutionJob> {
  for (const id of job.dependents) {
    const dependent = jobs.get(id);
    if (dependent === undefined || !isPending(dependent) || found.has(dependent)) continue;
    found.add(dependent);
    pendingBehind(dependent, jobs, found);
  }
  return found;
}

function dependencyFailed(jobId: string): ExecutionError {
  const message = `\`${jobId}\` failed, on which this job depends.`;
  return { code: "dependency_failed", message, hint: `See the error of \`${jobId}\`.`, retryable: false, jobId };
}

function end(
  { job, state }: ExecutionJob,
  status: "completed" | "failed" | "skipped" | "cancelled",
  atMs: number,
  change: Partial<JobState> = {},
): JobMove {
  return { jobId: job.id, state: { ...state, ...change, phase: "ended", status, completedAtMs: atMs } };
}
