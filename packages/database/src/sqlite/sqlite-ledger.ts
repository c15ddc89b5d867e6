import type { Ledger } from "@proxx/engine";
import { countExecutions } from "./count-executions.ts";
import { createExecution } from "./create-execution.ts";
import { sqliteDeliveries } from "./clients/deliveries.ts";
import { readFigures } from "./figures.ts";
import { keepReport, readEvents } from "./keep-events.ts";
import { leaveNews } from "./leave-news.ts";
import { giveBack, moveExecution } from "./move-execution.ts";
import { listExecutions, readExecution } from "./read-executions.ts";
import { findArtifact } from "./clients/artifacts.ts";
import { sqliteJobSpecs } from "./clients/job-specs.ts";
import { sqliteRecords } from "./clients/records.ts";
import { findRequest } from "./clients/requests.ts";
import { openDatabase } from "./open-database.ts";
import { dropTasks, endTask, lentJobs, reportTasks, takeTask } from "./tasks.ts";
import { SELECT_WAITING_TASK } from "./task-statements.ts";
import { numberOf, textOf, textOrNull } from "../rows.ts";
import { runOfNote } from "../run-of-note.ts";
import {
  DELETE_WORKER,
  SELECT_CLAIMS,
  SELECT_LEFT,
  SELECT_MAIL,
  SELECT_UNPLACED,
  SELECT_NOTE,
  SELECT_WAITING_JOB,
  SELECT_WORKER,
  SELECT_WORKERS,
  TAKE_OVER,
  UPDATE_NOTE,
  UPSERT_WORKER,
} from "./statements.ts";

/**
 * The ledger in one file, which any number of processes of a machine share. What is acknowledged is on the disk: it outlives
 * the process, and a power cut.
 *
 * @example
 * const ledger = await openSqliteLedger("/home/me/.local/share/proxx/proxx.sqlite");
 */
export async function openSqliteLedger(path: string): Promise<Ledger> {
  const database = await openDatabase(path);
  const { ask, read, write, writeBehind, prepare } = database;
  return {
    ...sqliteDeliveries(database),
    ...sqliteRecords(database),
    ...sqliteJobSpecs(database),
    create: (execution) => write(() => createExecution(execution, database)),
    findArtifact: (sha256, tenant) => ask(() => findArtifact(sha256, tenant, database)),
    findRequest: (tenant, request) => ask(() => findRequest(tenant, request, database)),
    read: (executionId) => ask(() => readExecution(executionId, database)),
    list: (request) => ask(() => listExecutions(request, database)),
    count: (request) => ask(() => countExecutions(request, database)),
    async move(executionId, known, begin) {
      const { isEnd: _, ...moved } = await writeBehind(
        () => moveExecution(executionId, known, begin, database),
        // Only of an end is anybody told who may rely on it.
        ({ isEnd }) => isEnd,
      );
      return moved;
    },
    report: (executionId, report) => writeBehind(() => keepReport(executionId, report, database)),
    events: (executionId, about) => read(() => readEvents(executionId, about, database)),
    leave: (executionId, news) => write(() => leaveNews(executionId, news, database)),
    async writeNote(executionId, jobId, attempt, note) {
      const { provider, id } = runOfNote(note);
      const text = JSON.stringify(note) ?? null;
      const { changes } = await write(() => prepare(UPDATE_NOTE).run(text, provider, id, executionId, jobId, attempt));
      return changes === 1;
    },
    async readNote(executionId, jobId) {
      const row = await ask(() => prepare(SELECT_NOTE).get(executionId, jobId));
      return row === undefined || row["note"] === null ? undefined : (JSON.parse(textOf(row["note"])) as unknown);
    },
    async jobWaitingFor({ provider, id }) {
      const row = await ask(() => prepare(SELECT_WAITING_JOB).get(provider, id));
      return row === undefined ? null : { executionId: textOf(row["execution_id"]), jobId: textOf(row["id"]) };
    },
    greet: ({ id, identity }) =>
      writeBehind(() => {
        const isKnown = prepare(SELECT_WORKER).get(id) !== undefined;
        prepare(UPSERT_WORKER).run(id, JSON.stringify(identity), Date.now());
        return isKnown;
      }),
    mail: (workerId) =>
      read(() =>
        prepare(SELECT_MAIL)
          .all(workerId)
          .map(({ id }) => textOf(id)),
      ),
    // What another process writes, none is told of.
    onMail: () => null,
    async workers() {
      const rows = await ask(() => prepare(SELECT_WORKERS).all());
      return rows.map((row) => ({
        id: textOf(row["id"]),
        identity: JSON.parse(textOf(row["identity"])) as unknown,
        silentMs: Date.now() - numberOf(row["seen_at_ms"]),
      }));
    },
    dismiss: (workerId) =>
      write(() => {
        prepare(DELETE_WORKER).run(workerId);
        dropTasks(workerId, database);
      }),
    async left() {
      const rows = await ask(() => prepare(SELECT_LEFT).all());
      return rows.map((row) => ({ id: textOf(row["id"]), worker: textOrNull(row["worker"]) }));
    },
    async takeOver({ id, worker }, next) {
      const { changes } = await ask(() => prepare(TAKE_OVER).run(next, id, worker));
      return changes === 1;
    },
    dropClaims: (executionId) =>
      write(() => {
        const jobIds = prepare(SELECT_CLAIMS)
          .all(executionId)
          .map((row) => textOf(row["job_id"]));
        return jobIds.flatMap((jobId) => giveBack(executionId, { jobId, outcome: { abandoned: true } }, database));
      }),
    // What another process writes, none is told of.
    onTasks: () => null,
    async unplaced(limit) {
      const rows = await ask(() => prepare(SELECT_UNPLACED).all(limit));
      return rows.map(({ id }) => ({ id: textOf(id), worker: null }));
    },
    async takeTask(worker, request) {
      // Whoever has nothing to do looks often, and writes nothing then.
      const { load, held, exceptOf } = request;
      const waiting = await ask(() => prepare(SELECT_WAITING_TASK).get(load, worker, held.length, exceptOf));
      return waiting === undefined ? null : writeBehind(() => takeTask(worker, request, database));
    },
    endTask: (task, worker, news) => writeBehind(() => endTask(task, worker, news, database)),
    reportTasks: (worker, reports) => (reports.length > 0 ? write : read)(() => reportTasks(worker, reports, database)),
    lentJobs: (worker) => read(() => lentJobs(worker, database)),
    figures: () => read(() => readFigures(database)),
    close: async () => database.close(),
  };
}
