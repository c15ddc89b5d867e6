import type { Decision, HeldTask, JobNews, Task, TaskProgress, TaskRequest } from "@proxx/engine";
import { leaveNews } from "./leave-news.ts";
import type { SqliteDatabase } from "./open-database.ts";
import { numberOf, textOf, textOrNull } from "../rows.ts";
import { SELECT_WORKER } from "./statements.ts";
import {
  DELETE_TASK,
  DELETE_TASKS_OF_WORKER,
  END_TASK,
  INSERT_TASK,
  REPORT_TASK,
  SELECT_FIRST_TASK,
  SELECT_HELD_TASKS,
  SELECT_LENT_TASKS,
  SELECT_UNKNOWN_TASK,
  SETTLE_TASK,
  TAKE_TASK,
  TELL_TASKS,
} from "./task-statements.ts";

type Prepared = Pick<SqliteDatabase, "prepare">;

/** What a move makes of the tasks of an execution, within its transaction. `tenant` as part of a key. */
export function followDecision(
  { executionId, tenant }: { executionId: string; tenant: string },
  { jobs, offers, execution }: Pick<Decision, "jobs" | "offers" | "execution">,
  { prepare }: Prepared,
): void {
  const offered = new Map(offers.map((offer) => [offer.jobId, offer]));
  for (const { jobId, state } of jobs) {
    const { attempt, worker } = state;
    const offer = offered.get(jobId);
    const isKept =
      state.phase === "running" && prepare(SETTLE_TASK).run(worker, executionId, jobId, attempt).changes > 0;
    if (!isKept) prepare(DELETE_TASK).run(executionId, jobId);
    if (offer !== undefined) {
      prepare(INSERT_TASK).run(executionId, jobId, attempt, tenant, offer.provider, offer.load, offer.worker);
    }
  }
  const ending = execution?.ending ?? null;
  if (ending !== null) prepare(TELL_TASKS).run(ending, executionId);
}

/** Within a transaction. */
export function takeTask(
  worker: string,
  { load, limits, except, exceptOf, held }: TaskRequest,
  { prepare }: Prepared,
): Task | null {
  const { perTenant, perProvider } = limits;
  if (prepare(SELECT_WORKER).get(worker) === undefined) return null;
  const known = held.map(({ executionId, jobId, attempt }) => JSON.stringify([executionId, jobId, attempt]));
  const unknown = prepare(SELECT_UNKNOWN_TASK).get(worker, load, JSON.stringify(known));
  if (unknown !== undefined) return taskOf(unknown);
  const found = prepare(SELECT_FIRST_TASK).get(
    ...[load, JSON.stringify(except), perTenant, JSON.stringify(perProvider), exceptOf],
  );
  const taken = found === undefined ? undefined : prepare(TAKE_TASK).get(worker, numberOf(found["number"]));
  if (taken === undefined) return null;
  const task = taskOf(taken);
  const { executionId, jobId, attempt } = task;
  leaveNews(executionId, { kind: "begun", jobId, attempt, worker, isLent: true }, { prepare });
  return task;
}

/** Within a transaction. */
export function endTask(
  { executionId, jobId, attempt }: Task,
  worker: string,
  news: JobNews,
  { prepare }: Prepared,
): boolean {
  const { changes } = prepare(END_TASK).run(executionId, jobId, attempt, worker);
  return changes === 1 && leaveNews(executionId, news, { prepare });
}

/** Within a transaction. */
export function reportTasks(worker: string, reports: readonly TaskProgress[], { prepare }: Prepared): HeldTask[] {
  for (const { executionId, jobId, attempt, fraction, message } of reports) {
    prepare(REPORT_TASK).run(fraction, message, executionId, jobId, attempt, worker);
  }
  return prepare(SELECT_HELD_TASKS)
    .all(worker)
    .map((row) => ({ ...taskOf(row), ending: textOrNull(row["ending"]) as HeldTask["ending"] }));
}

export function lentJobs(worker: string, { prepare }: Prepared): TaskProgress[] {
  return prepare(SELECT_LENT_TASKS)
    .all(worker)
    .map((row) => ({ ...taskOf(row), fraction: numberOf(row["fraction"]), message: textOrNull(row["message"]) }));
}

/** Within a transaction. Whoever has the executions of a worker's tasks is told that they are lost. */
export function dropTasks(worker: string, { prepare }: Prepared): void {
  for (const row of prepare(DELETE_TASKS_OF_WORKER).all(worker)) {
    const { executionId, jobId, attempt } = taskOf(row);
    leaveNews(executionId, { kind: "lost", jobId, attempt }, { prepare });
  }
}

function taskOf(row: ReturnType<ReturnType<SqliteDatabase["prepare"]>["all"]>[number]): Task {
  return {
    executionId: textOf(row["execution_id"]),
    jobId: textOf(row["job_id"]),
    attempt: numberOf(row["attempt"]),
  };
}
