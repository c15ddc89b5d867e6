import type { Report } from "../ledger/kept-event.ts";
import type { Standing } from "../state/execution-state.ts";
import type { ExecutionView } from "./execution-view.ts";
import type { LiveJobs } from "../attempt/live-jobs.ts";
import type { RunEvents } from "./run-events.ts";

const REPORT_INTERVAL_MS = 1000;

/** Lets the ledger know now and then how far running jobs are, for those who look on from other processes. */
export interface ProgressReporter {
  /** There is something new. */
  wake(): void;
  /** Null where there is nothing to be told. */
  next(): { readonly report: Report; readonly onKept: () => void } | null;
  close(): void;
}

export function createProgressReporter(about: {
  live: LiveJobs;
  events: RunEvents;
  view: ExecutionView;
  standing: () => Standing;
  onDue: () => void;
  onKept: () => void;
}): ProgressReporter {
  const { live, events, view } = about;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  return {
    wake() {
      if (isClosed) return;
      timer ??= setTimeout(() => {
        timer = null;
        about.onDue();
      }, REPORT_INTERVAL_MS);
    },
    next() {
      const standing = about.standing();
      const jobs = standing.jobs.values().flatMap(({ job, state }) => {
        const own = live.get(job.id);
        if (state.phase !== "running" || own === undefined) return [];
        return [{ jobId: job.id, attempt: state.attempt, fraction: own.fraction, message: own.message }];
      });
      const pending = [...events.pending];
      const progress = events.stamp(view.describe(standing));
      const report = {
        progress: view.progress(standing),
        jobs: jobs.toArray(),
        events: [...pending, progress],
      };
      if (report.jobs.length === 0) return null;
      const onKept = () => {
        events.kept(pending.length);
        about.onKept();
      };
      return { report, onKept };
    },
    close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
