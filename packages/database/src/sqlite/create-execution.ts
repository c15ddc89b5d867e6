import { initialExecution, type NewExecution, type Requested } from "@proxx/engine";
import type { SqliteDatabase } from "./open-database.ts";
import type { About } from "../record-of.ts";
import { textOf } from "../rows.ts";
import { takeRequest } from "./clients/requests.ts";
import { INSERT_EXECUTION, INSERT_JOB, INSERT_PLAN, SELECT_PHASE, SELECT_STANDING } from "./statements.ts";

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
