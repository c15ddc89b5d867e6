import type { Execution } from "@proxx/contract";
import { executionDocument } from "../state/execution-document.ts";
import type { DescribedJob } from "../state/job-document.ts";
import type { ExecutionRecord } from "./ledger.ts";

/** An execution as clients see it, by what is kept of it alone. */
export function describeRecord(record: ExecutionRecord): Execution {
  const { id, baseExecutionId, createdAtMs, resultJob, outputs, execution, progress, states } = record;
  const jobs = new Map<string, DescribedJob>();
  for (const [jobId, kept] of Object.entries(record.jobs)) {
    const state = states[jobId];
    if (state === undefined) throw new TypeError(`Expected the state of the job ${jobId}`);
    const { type, index, approach, renderer } = kept;
    jobs.set(jobId, { job: { id: jobId, type, index, approach }, renderer, state });
  }
  return executionDocument({
    id,
    baseExecutionId,
    createdAtMs,
    resultJob,
    outputs,
    ...execution,
    jobs,
    progressOf: (jobId) => states[jobId] ?? { fraction: 0, message: null },
    progress,
    etaSeconds: null,
  });
}
