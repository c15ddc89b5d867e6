/**
 * Where an execution and its jobs stand, twice: `kept` is what the journal has, and all that anybody is told; `coming`
 * is what it will be when the journal has taken the moves since. Steps are decided by what is coming, so that a lot of
 * moves can be kept at once; nothing that is kept was ever ahead of the journal.
 */
import type { ExecutionError, ExecutionStatus } from "@proxx/contract";
import { beginsAttempt, type Change, type ExecutionChange, type Journal } from "../journal/journal.ts";
import { commitChanges } from "../journal/ask-journal.ts";
import type { JobMove } from "../state/apply-news.ts";
import { describeJob } from "../state/job-document.ts";
import type { ExecutionJob, ExecutionJobs } from "../state/job-state.ts";
import type { LiveJobs } from "./live-jobs.ts";

/** Of an execution itself. */
interface ExecutionState {
  readonly status: ExecutionStatus;
  /** That of the job that failed first; or a fault of the engine's. */
  readonly error: ExecutionError | null;
  readonly completedAtMs: number | null;
}

export interface Standing {
  readonly execution: ExecutionState;
  readonly jobs: ExecutionJobs;
}

export interface KeptExecution {
  readonly kept: Standing;
  readonly coming: Standing;
  moveJobs(moves: readonly JobMove[]): void;
  moveExecution(change: Partial<ExecutionState>): void;
  /** Commits what is coming. Gives the jobs whose status is another now. */
  keep(): Promise<readonly ExecutionJob[]>;
}

export function keepExecution(
  executionId: string,
  created: ReadonlyMap<string, ExecutionJob>,
  about: {
    journal: Journal;
    closing: AbortSignal;
    live: LiveJobs;
    /** What is to be kept of a change of the execution itself. */
    change: (kept: Standing, coming: Standing) => ExecutionChange;
  },
): KeptExecution {
  const kept = { execution: CREATED, jobs: new Map(created) };
  const coming = { execution: CREATED, jobs: new Map(created) };
  const moved = new Set<string>();

  function changes(): Change[] {
    const { execution, jobs } = coming;
    const ofJobs = Array.from(moved, (jobId) => changeOf(jobId, kept.jobs, jobs, about.live));
    return execution === kept.execution ? ofJobs : [...ofJobs, about.change(kept, coming)];
  }

  return {
    kept,
    coming,
    moveJobs(moves) {
      for (const { jobId, state } of moves) {
        const entry = entryOf(jobId, coming.jobs);
        coming.jobs.set(jobId, { ...entry, state });
        moved.add(jobId);
        if (state.status !== "failed" || coming.execution.error !== null) continue;
        coming.execution = { ...coming.execution, error: state.error };
      }
    },
    moveExecution(change) {
      coming.execution = { ...coming.execution, ...change };
    },
    async keep() {
      const all = changes();
      if (all.length === 0) return [];
      const { notes } = await commitChanges(about.journal, executionId, all, about.closing);
      for (const { jobId } of all.filter(beginsAttempt)) {
        const own = about.live.get(jobId);
        if (own !== undefined) own.note = notes[jobId];
      }
      const changed = Array.from(moved, (jobId) => entryOf(jobId, coming.jobs));
      const withOtherStatus = changed.filter(
        ({ job, state }) => state.status !== entryOf(job.id, kept.jobs).state.status,
      );
      for (const entry of changed) kept.jobs.set(entry.job.id, entry);
      kept.execution = coming.execution;
      moved.clear();
      return withOtherStatus;
    },
  };
}

const CREATED: ExecutionState = { status: "pending", error: null, completedAtMs: null };

function changeOf(jobId: string, kept: ExecutionJobs, coming: ExecutionJobs, live: LiveJobs): Change {
  const { status, attempt } = entryOf(jobId, kept).state;
  const entry = entryOf(jobId, coming);
  const progress = live.get(jobId) ?? { fraction: 0, message: null };
  const document = describeJob(entry, coming, progress);
  return { kind: "job", jobId, from: { status, attempt }, state: entry.state, document };
}

function entryOf(jobId: string, jobs: ExecutionJobs): ExecutionJob {
  const entry = jobs.get(jobId);
  if (entry === undefined) throw new Error(`Expected a job ${jobId}`);
  return entry;
}
