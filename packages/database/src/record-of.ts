import type { ExecutionRecord, ExecutionState, JobState, KeptJob, NewExecution } from "@proxx/engine";
import { numberOf, stateOf, textOf, textOrNull } from "./rows.ts";

type Row = Readonly<Record<string, unknown>>;

/** What is kept as one text, because nobody asks by it. */
export type About = Pick<NewExecution, "plan" | "settings" | "outputs" | "promised">;

/**
 * An execution by its row, the text of its plan as `about` among it, and the rows of its jobs. What is JSON was written by this
 * program, or an older one whose forms a migration has changed: it is taken at its word.
 */
export function recordOf(row: Row, jobRows: unknown): ExecutionRecord {
  const jobs: Record<string, KeptJob> = {};
  const states: Record<string, JobState> = {};
  const notes: Record<string, unknown> = {};
  for (const job of jobRows as readonly Row[]) {
    const jobId = textOf(job["id"]);
    jobs[jobId] = JSON.parse(textOf(job["about"])) as KeptJob;
    states[jobId] = stateOf(job);
    if (job["note"] !== null) notes[jobId] = JSON.parse(textOf(job["note"])) as unknown;
  }
  const { plan, settings, outputs, promised } = JSON.parse(textOf(row["about"])) as About;
  return {
    id: textOf(row["id"]),
    tenant: textOrNull(row["tenant"]),
    plan,
    settings,
    jobs,
    resultJob: textOf(row["result_job"]),
    outputs,
    promised,
    baseExecutionId: textOrNull(row["base_execution_id"]),
    createdAtMs: numberOf(row["created_at_ms"]),
    secrets: textOrNull(row["secrets"]),
    webhook: textOrNull(row["webhook"]),
    worker: textOrNull(row["worker"]),
    execution: JSON.parse(textOf(row["state"])) as ExecutionState,
    progress: numberOf(row["progress"]),
    states,
    notes,
  };
}
