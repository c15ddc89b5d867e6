import type { Lookup } from "../store/find-reusable.ts";
import { outputIdentity, type JobOutput } from "../store/job-output.ts";
import { adoptJobs, loseJob, takeBack } from "./adopt-jobs.ts";
import { end, fail, isPending, moveTo, type JobMove } from "./job-moves.ts";
import type { ExecutionJob, ExecutionJobs, JobState } from "./job-state.ts";
import type { JobNews, News, Ran } from "./news.ts";
import { tallyOf } from "./tally.ts";

/**
 * What news does to the jobs of an execution. News that comes too late does nothing. `lastStart` is the number of the one of
 * them that was begun last.
 */
export function applyNews(
  news: News,
  jobs: ExecutionJobs,
  atMs: number,
  lastStart: number = tallyOf(jobs).lastStart,
): JobMove[] {
  switch (news.kind) {
    case "begins":
    case "base-ended":
    case "base-read":
      return [];
    case "cancelled":
    case "broken":
      return [...jobs.values()].filter(isIdle).map((entry) => {
        // What a job that was parked has begun elsewhere is ended there, unless the fault is ours.
        const isAtSomething = entry.state.status === "processing" && news.kind === "cancelled";
        return isAtSomething ? moveTo(entry, { phase: "ending" }) : end(entry, "cancelled", atMs);
      });
    case "base-failed": {
      const waiting = [...jobs.values()].filter((entry) => entry.job.usesBase && isPending(entry));
      return fail(waiting, news.error, jobs, atMs);
    }
    case "adopted":
      return adoptJobs(news.worker, jobs, atMs);
    default:
      return applyJobNews(news, jobs, atMs, lastStart);
  }
}

function applyJobNews(news: JobNews, jobs: ExecutionJobs, atMs: number, lastStart: number): JobMove[] {
  const entry = jobs.get(news.jobId);
  if (entry === undefined || entry.state.phase === "ended") return [];
  const { state } = entry;
  const isCurrent = (attempt: number) => state.phase === "running" && state.attempt === attempt;
  const move = (change: Partial<JobState>): JobMove[] => [moveTo(entry, change)];
  switch (news.kind) {
    case "source-read":
      return state.sources[news.index] === null ? move({ sources: state.sources.with(news.index, news.source) }) : [];
    case "identified": {
      const { ingredients, key } = news;
      // What may be left to be rendered has no bytes that it could be known by.
      return move({ phase: "identified", ingredients, key, identity: entry.renderer === null ? null : key });
    }
    case "looked-up":
      return state.phase === "identified" ? [lookedUp(entry, news.lookup, atMs)] : [];
    case "claimed":
      return move({ phase: "wanted", mayDefer: false });
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
      return move({ phase: "queued", attempt: state.attempt + 1 });
    case "begun": {
      if (state.phase !== "queued" || state.attempt !== news.attempt) return [];
      const first = { startNumber: lastStart + 1, startedAtMs: atMs };
      const isFirst = state.startedAtMs === null;
      const { worker, isLent } = news;
      return move({ phase: "running", status: "processing", worker, isLent, ...(isFirst ? first : {}) });
    }
    case "lost":
      return isCurrent(news.attempt) ? loseJob(entry, jobs, atMs) : [];
    case "handed-back":
      return isCurrent(news.attempt) ? takeBack(entry, jobs) : [];
    case "parked":
      if (!isCurrent(news.attempt)) return [];
      return move({ phase: "parked", worker: null, lookAgainAtMs: news.lookAgainAtMs, load: news.load });
    case "due":
      return state.phase === "parked" ? move({ phase: "wanted", lookAgainAtMs: null }) : [];
    case "made":
    case "found":
      if (!isCurrent(news.ran.attempt)) return [];
      return [
        end(entry, "completed", atMs, {
          ...completedWith(entry, news.output),
          ...asItRan(news.ran),
          reused: news.kind === "found",
        }),
      ];
    case "failed": {
      if (news.ran !== undefined && !isCurrent(news.ran.attempt)) return [];
      const ran = { ...entry, state: { ...state, ...asItRan(news.ran) } };
      return fail([ran], news.error, jobs, atMs);
    }
    case "stopped":
      if (news.ran !== undefined ? !isCurrent(news.ran.attempt) : state.phase !== "ending") return [];
      return [end(entry, "cancelled", atMs, asItRan(news.ran))];
  }
}

function asItRan(ran: Ran | undefined): Partial<JobState> {
  if (ran === undefined) return {};
  const { commands, fraction, message } = ran;
  return { commands, fraction, message };
}

/** No process and no operation is at work on it. */
function isIdle({ state: { phase } }: ExecutionJob): boolean {
  return phase !== "running" && phase !== "ending" && phase !== "ended";
}

function lookedUp(entry: ExecutionJob, lookup: Lookup, atMs: number): JobMove {
  const { job, renderer, state } = entry;
  if (lookup.found !== null) {
    return end(entry, "completed", atMs, { ...completedWith(entry, lookup.found), reused: true });
  }
  if (renderer === null) return { jobId: job.id, state: { ...state, phase: "unclaimed" } };
  const { transcript = null, degradations = [] } = lookup.record ?? {};
  const hadFile = lookup.reason === "gone" || lookup.reason === "altered";
  return { jobId: job.id, state: { ...state, phase: "missing", hadFile, remembered: { transcript, degradations } } };
}

function completedWith({ renderer, state }: ExecutionJob, output: JobOutput): Partial<JobState> {
  return { output, identity: renderer === null ? outputIdentity(output) : state.identity };
}
