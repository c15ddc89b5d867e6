import type { Decision, HeldTask, JobNews, Task, TaskProgress, TaskRequest } from "@proxx/engine";
import { numberOf, textOf, textOrNull } from "../rows.ts";
import type { Row, Run, Transaction } from "./connection/statement.ts";
import { leaveNewsToMany } from "./leave-news.ts";
import {
  DELETE_TASKS,
  DELETE_TASKS_OF_WORKER,
  END_TASK,
  INSERT_TASKS,
  HOLD_WORKER,
  LOCK_LINE,
  LOCK_TASK,
  REPORT_TASKS,
  SELECT_FIRST_TASK,
  SELECT_HELD_TASKS,
  SELECT_LENT_TASKS,
  SELECT_UNKNOWN_TASK,
  SETTLE_TASKS,
  TAKE_TASK,
  TELL_TASKS,
} from "./task-statements.ts";

/** What moves make of the tasks of their executions, within their transaction. A tenant as part of a key. */
export function followDecisions(
  moves: readonly {
    readonly id: string;
    readonly tenant: string;
    readonly decision: Pick<Decision, "jobs" | "offers" | "execution">;
  }[],
  send: Transaction["send"],
): void {
  const offers = moves.flatMap(({ id, tenant, decision }) =>
    decision.offers.map((offer) => ({ id, tenant, ...offer })),
  );
  const jobs = moves.flatMap(({ id, decision }) => {
    const handedOut = new Set(decision.offers.map(({ jobId }) => jobId));
    return decision.jobs.map(({ jobId, state }) => ({ id, jobId, state, isOffered: handedOut.has(jobId) }));
  });
  const running = jobs.filter(({ state, isOffered }) => state.phase === "running" && !isOffered);
  // What was never handed out before has no task.
  const known = jobs.filter(({ state, isOffered }) => state.attempt > (isOffered ? 1 : 0));
  const ending = moves.flatMap(({ id, decision: { execution } }) =>
    execution === null || execution.ending === null ? [] : { id, ending: execution.ending },
  );
  if (known.length > 0) {
    send(DELETE_TASKS, [
      known.map(({ id }) => id),
      known.map(({ jobId }) => jobId),
      known.map(({ state }) => (state.phase === "running" ? state.attempt : null)),
    ]);
  }
  if (running.length > 0) {
    send(SETTLE_TASKS, [
      running.map(({ id }) => id),
      running.map(({ jobId }) => jobId),
      running.map(({ state }) => state.attempt),
      running.map(({ state }) => state.worker),
    ]);
  }
  if (offers.length > 0) {
    send(INSERT_TASKS, [
      offers.map(({ id }) => id),
      offers.map(({ tenant }) => tenant),
      offers.map(({ jobId }) => jobId),
      offers.map(({ attempt }) => attempt),
      offers.map(({ provider }) => provider),
      offers.map(({ load }) => load),
      offers.map(({ worker }) => worker),
    ]);
  }
  if (ending.length > 0) send(TELL_TASKS, [ending.map(({ id }) => id), ending.map((each) => each.ending)]);
}

/** Within a transaction. */
export async function takeTask(
  worker: string,
  { load, limits, except, exceptOf, held }: TaskRequest,
  run: Run,
): Promise<Task | null> {
  const { perTenant, perProvider } = limits;
  const known = [
    held.map(({ executionId }) => executionId),
    held.map(({ jobId }) => jobId),
    held.map(({ attempt }) => attempt),
  ];
  const [[holding], [unknown]] = await Promise.all([
    run(HOLD_WORKER, [worker]),
    run(SELECT_UNKNOWN_TASK, [worker, load, ...known]),
  ]);
  if (holding === undefined) return null;
  if (unknown !== undefined) return taskOf(unknown);
  await run(LOCK_LINE, []);
  const providers = [Object.keys(perProvider), Object.values(perProvider)];
  const [found] = await run(SELECT_FIRST_TASK, [load, except, perTenant, ...providers, exceptOf]);
  if (found === undefined) return null;
  const number = numberOf(found["number"]);
  await run(LOCK_TASK, [number]);
  const [taken] = await run(TAKE_TASK, [worker, number]);
  if (taken === undefined) return null;
  const task = taskOf(taken);
  const { executionId: id, jobId, attempt } = task;
  await leaveNewsToMany([{ id, news: { kind: "begun", jobId, attempt, worker, isLent: true } }], run);
  return task;
}

/** Within a transaction. */
export async function endTask(
  { executionId, jobId, attempt }: Task,
  worker: string,
  news: JobNews,
  run: Run,
): Promise<boolean> {
  const ended = await run(END_TASK, [executionId, jobId, attempt, worker]);
  return ended.length === 1 && (await leaveNewsToMany([{ id: executionId, news }], run)).length === 1;
}

/** Within a transaction. */
export async function reportTasks(worker: string, reports: readonly TaskProgress[], run: Run): Promise<HeldTask[]> {
  const [held] = await Promise.all([
    run(SELECT_HELD_TASKS, [worker]),
    reports.length > 0 &&
      run(REPORT_TASKS, [
        worker,
        reports.map(({ executionId }) => executionId),
        reports.map(({ jobId }) => jobId),
        reports.map(({ attempt }) => attempt),
        reports.map(({ fraction }) => fraction),
        reports.map(({ message }) => message),
      ]),
  ]);
  return held.map((row) => ({ ...taskOf(row), ending: textOrNull(row["ending"]) as HeldTask["ending"] }));
}

export async function lentJobs(worker: string, run: Run): Promise<TaskProgress[]> {
  const rows = await run(SELECT_LENT_TASKS, [worker]);
  return rows.map((row) => ({
    ...taskOf(row),
    fraction: numberOf(row["fraction"]),
    message: textOrNull(row["message"]),
  }));
}

/** Within a transaction. Whoever has the executions of a worker's tasks is told that they are lost. */
export async function dropTasks(worker: string, run: Run): Promise<void> {
  const lost = (await run(DELETE_TASKS_OF_WORKER, [worker])).map(taskOf);
  const mail = lost.map(({ executionId, jobId, attempt }) => ({
    id: executionId,
    news: { kind: "lost", jobId, attempt } as const,
  }));
  await leaveNewsToMany(mail, run);
}

function taskOf(row: Row): Task {
  return {
    executionId: textOf(row["execution_id"]),
    jobId: textOf(row["job_id"]),
    attempt: numberOf(row["attempt"]),
  };
}
