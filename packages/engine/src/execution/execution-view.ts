import type { Execution } from "@proxx/contract";
import type { ExecutionChange, NewExecution } from "../journal/journal.ts";
import { describeProgress, executionDocument, type ExecutionStanding } from "../state/execution-document.ts";
import type { ExecutionSetup } from "./execution-setup.ts";
import type { Standing } from "./execution-state.ts";
import { shareOf } from "../state/job-document.ts";
import { createThrottle } from "../scheduling/throttle.ts";
import type { LiveJobs } from "./live-jobs.ts";
import type { RunEvents } from "./run-events.ts";
import { createProgressMeter } from "../state/progress-meter.ts";

const PROGRESS_INTERVAL_MS = 100;

/** How an execution looks from outside. */
export interface ExecutionView {
  snapshot(kept: Standing): Execution;
  /** What the journal is to have before the execution begins. */
  record(created: Standing): NewExecution;
  /** What the journal is to have when the execution itself has changed. */
  change(kept: Standing, coming: Standing): ExecutionChange;
  /** Something has changed: `urgent` where a job has another status. */
  tell(kept: Standing, urgent: boolean): void;
  close(): void;
}

export function createExecutionView(
  setup: ExecutionSetup,
  live: LiveJobs,
  { events, now }: { events: RunEvents; now: () => number },
): ExecutionView {
  const meter = createProgressMeter();
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
    return {
      id: setup.id,
      baseExecutionId: setup.baseExecutionId,
      createdAtMs: setup.createdAtMs,
      resultJob: setup.plan.resultJob.id,
      outputs: setup.plan.outputs,
      ...execution,
      jobs,
      progressOf,
      progress: execution.status === "completed" ? 100 : meter.progress,
      etaSeconds: execution.completedAtMs === null ? meter.etaSeconds : null,
    };
  };

  return {
    snapshot: (kept) => executionDocument(standing(kept)),
    record: (created) => ({
      plan: setup.plan.plan,
      tenant: setup.tenant,
      resultJob: setup.plan.resultJob.id,
      document: executionDocument(standing(created)),
      states: Object.fromEntries([...created.jobs].map(([jobId, { state }]) => [jobId, state])),
    }),
    change({ execution }, coming) {
      const from = execution.status;
      // What else stands in the document is told of a running execution by whoever runs it.
      if (coming.execution.status === from)
        return { kind: "execution", from, document: { error: coming.execution.error } };
      const { id: _id, jobs: _jobs, createdAt: _createdAt, ...document } = executionDocument(standing(coming));
      return { kind: "execution", from, document };
    },
    tell(kept, urgent) {
      unmeasured = kept;
      // Where nobody looks on, so often is enough to tell how long the rest will take.
      if (performance.now() - measuredAt >= PROGRESS_INTERVAL_MS) measure();
      if (!events.areHeard) return;
      throttle.run(() => events.tell({ type: "execution-progress", ...describeProgress(standing(kept)) }), urgent);
    },
    close: () => throttle.close(),
  };
}
