import { initialExecution, type NewExecution, type Requested } from "@proxx/engine";
import type { About } from "../record-of.ts";
import { textOf } from "../rows.ts";
import type { Run, Transaction } from "./connection/statement.ts";
import { TELL_UNPLACED } from "./task-statements.ts";
import { takeRequest } from "./clients/requests.ts";
import { INSERT_EXECUTION, INSERT_JOBS, INSERT_PLAN, LOCK_BASE, SELECT_PHASE } from "./statements.ts";

/** Within a transaction. */
export async function createExecution(execution: NewExecution, { run, send }: Transaction): Promise<Requested> {
  const { id, tenant, baseExecutionId, createdAtMs, resultJob, secrets, webhook, worker } = execution;
  const { plan, settings, outputs, promised } = execution;
  const about: About = { plan, settings, outputs, promised };
  const jobs = Object.entries(execution.jobs).map(([jobId, kept], position) => {
    const stands = execution.states[jobId];
    if (stands === undefined) throw new TypeError(`Expected the state of the job ${jobId}`);
    return { jobId, kept, position, stands };
  });
  const requested = await takeRequest(execution, run);
  if (requested.executionId !== id) return requested;
  const state = initialExecution(await baseState(baseExecutionId, run));
  const made = await run(INSERT_EXECUTION, [
    ...[id, tenant, baseExecutionId, createdAtMs, resultJob, secrets, webhook, worker],
    ...[state.status, JSON.stringify(state)],
  ]);
  if (made.length === 0) return requested;
  send(INSERT_PLAN, [id, JSON.stringify(about)]);
  send(INSERT_JOBS, [
    id,
    jobs.map(({ jobId }) => jobId),
    jobs.map(({ position }) => position),
    jobs.map(({ kept }) => JSON.stringify(kept)),
    jobs.map(({ stands }) => stands.phase),
    jobs.map(({ stands }) => stands.status),
    jobs.map(({ stands }) => stands.attempt),
    jobs.map(({ stands }) => JSON.stringify(stands)),
  ]);
  if (worker === null) send(TELL_UNPLACED, []);
  return requested;
}

/** With the base held, so that one that ends in this very moment is not missed. */
async function baseState(baseId: string | null, run: Run) {
  if (baseId === null) return "none";
  const [base] = await run(LOCK_BASE, [baseId]);
  if (base === undefined) throw new TypeError(`Expected the execution ${baseId} to have been created`);
  const [job] = await run(SELECT_PHASE, [baseId, textOf(base["result_job"])]);
  return job?.["phase"] === "ended" ? "ended" : "awaited";
}
