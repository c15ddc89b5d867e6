import type { Ledger } from "@proxx/engine";
import { numberOf, textOf, textOrNull } from "../rows.ts";
import { runOfNote } from "../run-of-note.ts";
import { countExecutions } from "./count-executions.ts";
import { createExecution } from "./create-execution.ts";
import { postgresDeliveries } from "./clients/deliveries.ts";
import { readFigures } from "./figures.ts";
import { keepReport, readEvents } from "./keep-events.ts";
import { leaveNews } from "./leave-news.ts";
import { SELECT_CLAIMS } from "./claim-statements.ts";
import { giveBack } from "./claims.ts";
import { createMoveGroups } from "./moves/group-moves.ts";
import { openDatabase, type PostgresOptions } from "./connection/open-database.ts";
import { findArtifact } from "./clients/artifacts.ts";
import { postgresJobSpecs } from "./clients/job-specs.ts";
import { postgresRecords } from "./clients/records.ts";
import { findRequest } from "./clients/requests.ts";
import { listExecutions, readExecutions } from "./read-executions.ts";
import {
  DELETE_WORKER,
  SELECT_LEFT,
  SELECT_MAIL,
  SELECT_NOTE,
  SELECT_UNPLACED,
  SELECT_WAITING_JOB,
  SELECT_WORKERS,
  TAKE_OVER,
  UPDATE_NOTE,
  UPSERT_WORKER,
} from "./statements.ts";
import { SELECT_WAITING_TASK, TASKS } from "./task-statements.ts";
import { dropTasks, endTask, lentJobs, reportTasks, takeTask } from "./tasks.ts";

/**
 * The ledger on a server, which processes of any number of machines share. What is acknowledged is on its disk. As long as the
 * server is away for seconds, nobody who asks notices but by the time it takes.
 *
 * @example
 * const ledger = await openPostgresLedger("postgres://proxx:password@localhost:5432/proxx");
 */
export async function openPostgresLedger(url: string, options: PostgresOptions = {}): Promise<Ledger> {
  const database = await openDatabase(url, options);
  const { ask, write, mailRoom } = database;
  return {
    ...postgresDeliveries(database),
    ...postgresRecords(database),
    ...postgresJobSpecs(database),
    create: (execution) => write((transaction) => createExecution(execution, transaction)),
    findArtifact: (sha256, tenant) => findArtifact(sha256, tenant, ask),
    findRequest: (tenant, request) => findRequest(tenant, request, ask),
    read: async (executionId) => (await readExecutions([executionId], ask)).get(executionId) ?? null,
    list: (request) => listExecutions(request, ask),
    count: (request) => countExecutions(request, ask),
    move: createMoveGroups(database),
    report: (executionId, report) => write((transaction) => keepReport(executionId, report, transaction)),
    events: (executionId, about) => readEvents(executionId, about, ask),
    leave: (executionId, news) => leaveNews(executionId, news, ask),
    async writeNote(executionId, jobId, attempt, note) {
      const { provider, id } = runOfNote(note);
      const text = JSON.stringify(note) ?? null;
      return (await ask(UPDATE_NOTE, [executionId, jobId, attempt, text, provider, id])).length === 1;
    },
    async readNote(executionId, jobId) {
      const [row] = await ask(SELECT_NOTE, [executionId, jobId]);
      return row === undefined || row["note"] === null ? undefined : (JSON.parse(textOf(row["note"])) as unknown);
    },
    async jobWaitingFor({ provider, id }) {
      const [row] = await ask(SELECT_WAITING_JOB, [provider, id]);
      return row === undefined ? null : { executionId: textOf(row["execution_id"]), jobId: textOf(row["id"]) };
    },
    greet: ({ id, identity }) =>
      write(async ({ run }, isRepeated) => {
        const [row] = await run(UPSERT_WORKER, [id, JSON.stringify(identity)]);
        // It may be the one before this that has made it known.
        return row?.["is_known"] === true && !isRepeated;
      }),
    async mail(workerId) {
      return (await ask(SELECT_MAIL, [workerId])).map(({ id }) => textOf(id));
    },
    onMail: (workerId, listener) => mailRoom.onMail(workerId, listener),
    async workers() {
      const rows = await ask(SELECT_WORKERS, []);
      return rows.map((row) => ({
        id: textOf(row["id"]),
        identity: JSON.parse(textOf(row["identity"])) as unknown,
        silentMs: Math.max(0, numberOf(row["silent_ms"])),
      }));
    },
    dismiss: (workerId) =>
      write(async ({ run }) => {
        await run(DELETE_WORKER, [workerId]);
        await dropTasks(workerId, run);
      }),
    async left() {
      const rows = await ask(SELECT_LEFT, []);
      return rows.map((row) => ({ id: textOf(row["id"]), worker: textOrNull(row["worker"]) }));
    },
    async unplaced(limit) {
      return (await ask(SELECT_UNPLACED, [limit])).map(({ id }) => ({ id: textOf(id), worker: null }));
    },
    takeOver: async ({ id, worker }, next) => (await ask(TAKE_OVER, [id, next, worker])).length === 1,
    async dropClaims(executionId) {
      const { told } = await write(async (transaction) => {
        const rows = await transaction.run(SELECT_CLAIMS, [executionId]);
        const releases = rows.map((row) => ({
          id: executionId,
          tenant: textOf(row["tenant"]),
          jobId: textOf(row["job_id"]),
          key: textOf(row["key"]),
          outcome: { abandoned: true } as const,
        }));
        const told = giveBack(releases, transaction);
        told.catch(() => {});
        return { told };
      });
      return (await told).map(({ id }) => textOf(id));
    },
    onTasks: (listener) => mailRoom.onMail(TASKS, listener),
    async takeTask(worker, request) {
      const { load, held, exceptOf } = request;
      // Whoever has nothing to do looks often, and writes nothing then.
      const waiting = await ask(SELECT_WAITING_TASK, [load, worker, held.length, exceptOf]);
      return waiting.length === 0 ? null : write(({ run }) => takeTask(worker, request, run));
    },
    endTask: (task, worker, news) => write(({ run }) => endTask(task, worker, news, run)),
    reportTasks: (worker, reports) =>
      reports.length > 0 ? write(({ run }) => reportTasks(worker, reports, run)) : reportTasks(worker, reports, ask),
    lentJobs: (worker) => lentJobs(worker, ask),
    figures: () => readFigures(ask),
    close: () => database.close(),
  };
}
