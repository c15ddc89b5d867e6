import type { Execution, RunEventBody } from "@proxx/contract";
import { describeProgress, executionDocument, type ExecutionStanding } from "../state/execution-document.ts";
import type { ExecutionSetup } from "./execution-setup.ts";
import { hasEnded, type Standing } from "../state/execution-state.ts";
import { shareOf } from "../state/job-document.ts";
import { createThrottle } from "../scheduling/throttle.ts";
import type { LiveJobs } from "../attempt/live-jobs.ts";
import type { RunEvents } from "./run-events.ts";
import { createProgressMeter } from "../state/progress-meter.ts";

const PROGRESS_INTERVAL_MS = 100;

/** How an execution looks from outside. */
export interface ExecutionView {
  snapshot(kept: Standing): Execution;
  /** From 0 to 100; measured anew where all has ended. */
  progress(standing: Standing): number;
  describe(standing: Standing): RunEventBody;
  /** Something has changed: `urgent` where a job has another status. */
  tell(kept: Standing, urgent: boolean): void;
  close(): void;
}

export function createExecutionView(
  setup: ExecutionSetup,
  live: LiveJobs,
  { events, now }: { events: RunEvents; now: () => number },
): ExecutionView {
  const meter = createProgressMeter(setup.progress);
  const throttle = createThrottle(PROGRESS_INTERVAL_MS);
  const progressOf = (jobId: string) => live.get(jobId) ?? { fraction: 0, message: null };
  let measuredAt = Number.NEGATIVE_INFINITY;
  /** What has changed since the progress was measured last, which takes a look at every job. */
  let unmeasured: Standing | null = null;

  const measure = () => {
    if (unmeasured === null) return;
    const shares = Array.from(unmeasured.jobs, ([jobId, entry]) => shareOf(entry, progressOf(jobId)));
    meter.update(shares, now());
    measuredAt = performance.now();
    unmeasured = null;
  };
  const standing = ({ execution, jobs }: Standing): ExecutionStanding => {
    measure();
    const { id, baseExecutionId, createdAtMs, plan } = setup;
    return {
      id,
      baseExecutionId,
      createdAtMs,
      resultJob: plan.resultJob.id,
      outputs: plan.outputs,
      ...execution,
      jobs,
      progressOf,
      progress: progressIn(execution),
      etaSeconds: execution.completedAtMs === null ? meter.etaSeconds : null,
    };
  };
  const progressIn = ({ status }: Standing["execution"]) => (status === "completed" ? 100 : meter.progress);

  function describe(kept: Standing): RunEventBody {
    return { type: "execution-progress", ...describeProgress(standing(kept)) };
  }

  return {
    describe,
    snapshot: (kept) => executionDocument(standing(kept)),
    progress(coming) {
      if (hasEnded(coming.execution)) {
        unmeasured = coming;
        measure();
      }
      return progressIn(coming.execution);
    },
    tell(kept, urgent) {
      unmeasured = kept;
      // Where nobody looks on, so often is enough to tell how long the rest will take.
      if (performance.now() - measuredAt >= PROGRESS_INTERVAL_MS) measure();
      if (!events.areHeard) return;
      throttle.run(() => events.announce(events.stamp(describe(kept))), urgent);
    },
    close: () => throttle.close(),
  };
}
