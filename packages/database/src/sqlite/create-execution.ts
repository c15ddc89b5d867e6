import {
  initialExecution,
  type ExecutionRecord,
  type ExecutionState,
  type JobState,
  type KeptJob,
  type NewExecution,
  type Requested,
} from "@proxx/engine";
import type { SqliteDatabase } from "./open-database.ts";
import { numberOf, stateOf, textOf, textOrNull } from "../rows.ts";
import { takeRequest } from "./requests.ts";
import {
  INSERT_EXECUTION,
  INSERT_JOB,
  INSERT_PLAN,
  SELECT_EXECUTION,
  SELECT_JOBS,
  SELECT_PHASE,
  SELECT_STANDING,
} from "./statements.ts";

type About = Pick<NewExecution, "plan" | "settings" | "outputs" | "promised">;

/** Within a transaction. */
export function createExecution(execution: NewExecution, { prepare }: Pick<SqliteDatabase, "prepare">): Requested {
  const { id, tenant, baseExecutionId, createdAtMs, resultJob, secrets, webhook, worker } = execution;
  const { plan, settings, outputs, promised } = execution;
  const requested = takeRequest(execution, { prepare });
  if (requested.executionId !== id) return requested;
  const about: About = { plan, settings, outputs, promised };
  const state = initialExecution(baseState(baseExecutionId, { prepare }));
  const { changes } = prepare(INSERT_EXECUTION).run(
    ...[id, tenant, baseExecutionId, createdAtMs, resultJob, secrets, webhook, worker],
    ...[state.status, JSON.stringify(state)],
  );
  if (changes === 0) return requested;
  prepare(INSERT_PLAN).run(id, JSON.stringify(about));
  let position = 0;
  for (const [jobId, kept] of Object.entries(execution.jobs)) {
    const stands = execution.states[jobId];
    if (stands === undefined) throw new TypeError(`Expected the state of the job ${jobId}`);
    const { phase, status, attempt } = stands;
    prepare(INSERT_JOB).run(
      ...[id, jobId, position++, JSON.stringify(kept)],
      ...[phase, status, attempt, JSON.stringify(stands)],
    );
  }
  return requested;
}

/** In the same transaction, so that a base that ends in this very moment is not missed. */
function baseState(baseId: string | null, { prepare }: Pick<SqliteDatabase, "prepare">) {
  if (baseId === null) return "none";
  const base = prepare(SELECT_STANDING).get(baseId);
  if (base === undefined) throw new TypeError(`Expected the execution ${baseId} to have been created`);
  const phase = prepare(SELECT_PHASE).get(baseId, textOf(base["result_job"]))?.["phase"];
  return phase === "ended" ? "ended" : "awaited";
}

/**
 * Within a transaction. What is JSON was written by this program, or an older one whose forms a migration has changed: it is
 * taken at its word.
 */
export function readExecution(id: string, { prepare }: Pick<SqliteDatabase, "prepare">): ExecutionRecord | null {
  const row = prepare(SELECT_EXECUTION).get(id);
  if (row === undefined) return null;
  const jobs: Record<string, KeptJob> = {};
  const states: Record<string, JobState> = {};
  const notes: Record<string, unknown> = {};
  for (const job of prepare(SELECT_JOBS).all(id)) {
    const jobId = textOf(job["id"]);
    jobs[jobId] = JSON.parse(textOf(job["about"])) as KeptJob;
    states[jobId] = stateOf(job);
    if (job["note"] !== null) notes[jobId] = JSON.parse(textOf(job["note"])) as unknown;
  }
  const { plan, settings, outputs, promised } = JSON.parse(textOf(row["about"])) as About;
  return {
    id,
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
