import type { Decision, ExecutionState, JobState, KeptStanding, Ledger, Moved, News } from "@proxx/engine";
import { numberOf, stateOf, tenantKey, textOf, textOrNull } from "../rows.ts";
import { madeArtifacts } from "../made-artifacts.ts";
import { keepArtifacts } from "./clients/artifacts.ts";
import { claimAll, giveBack } from "./claims.ts";
import { insertDelivery } from "./clients/deliveries.ts";
import type { Run, Transaction } from "./connection/statement.ts";
import { appendEvents } from "./keep-events.ts";
import {
  LOCK_EXECUTION,
  SELECT_STATE,
  SELECT_STATES,
  TAKE_NEWS,
  TELL_DEPENDENTS,
  UPDATE_JOBS,
  UPDATE_STATE,
  UPDATE_VERSION,
} from "./statements.ts";
import { followDecision } from "./tasks.ts";

type Send = Transaction["send"];

/** Who was told is known when all of it is kept. */
interface LastMoved extends Omit<Moved, "told"> {
  readonly told: Promise<readonly string[]>;
}

/** Within a transaction, in which nobody else moves this execution. */
export async function moveExecution(
  ...[id, known, begin, transaction]: [...Parameters<Ledger["move"]>, Transaction]
): Promise<LastMoved> {
  const { run, send } = transaction;
  const [[row], news] = await Promise.all([run(LOCK_EXECUTION, [id]), takeNews(id, run)]);
  if (row === undefined) throw new TypeError(`Expected the execution ${id} to have been created`);
  const version = numberOf(row["version"]);
  const sequence = numberOf(row["sequence"]);
  const tenant = tenantKey(textOrNull(row["tenant"]));
  const standing = known === version ? null : await readStanding(id, run);
  const move = begin({ version, sequence, worker: textOrNull(row["worker"]), standing });
  for (let wishes = move.hear(news); wishes.length > 0;) {
    wishes = move.hear(await claimAll({ tenant, id, wishes }, run));
  }
  const decision = move.decide();
  const { jobs, execution, releases, hasResult, progress, events, delivery } = decision;
  if (jobs.length === 0 && execution === null) return { version, sequence, told: Promise.resolve([]) };
  const last = sequence + events.length;
  const isEnd = execution?.completedAtMs != null && row["completed_at_ms"] === null;
  keepJobs(id, jobs, send);
  if (execution === null) send(UPDATE_VERSION, [id, progress, last]);
  else keepState(id, execution, [progress, last], send);
  appendEvents(id, sequence, events, send);
  keepArtifacts(tenant, madeArtifacts(decision), send);
  followDecision({ executionId: id, tenant }, decision, send);
  if (isEnd && delivery !== null) insertDelivery(id, delivery, send);
  const told = tellOthers({ id, tenant, releases, hasResult }, transaction);
  // That it cannot be done is found when all of it is to be kept.
  told.catch(() => {});
  return { version: version + 1, sequence: last, told };
}

async function tellOthers(
  about: Pick<Decision, "releases" | "hasResult"> & { id: string; tenant: string },
  transaction: Transaction,
): Promise<string[]> {
  const [waiters, dependents] = await Promise.all([
    giveBack(about, transaction),
    about.hasResult ? tellDependents(about.id, transaction) : [],
  ]);
  return [...new Set([...waiters, ...dependents])];
}

async function takeNews(id: string, run: Run): Promise<News[]> {
  const rows = await run(TAKE_NEWS, [id]);
  const inOrder = rows.toSorted((one, other) => numberOf(one["number"]) - numberOf(other["number"]));
  return inOrder.map(({ news }) => JSON.parse(textOf(news)) as News);
}

async function readStanding(id: string, run: Run): Promise<NonNullable<KeptStanding["standing"]>> {
  const [[row], jobs] = await Promise.all([run(SELECT_STATE, [id]), run(SELECT_STATES, [id])]);
  const states: Record<string, JobState> = {};
  for (const job of jobs) states[textOf(job["id"])] = stateOf(job);
  return { execution: JSON.parse(textOf(row?.["state"])) as ExecutionState, states };
}

function keepJobs(id: string, jobs: readonly { jobId: string; state: JobState }[], send: Send): void {
  send(UPDATE_JOBS, [
    id,
    jobs.map(({ jobId }) => jobId),
    jobs.map(({ state }) => state.phase),
    jobs.map(({ state }) => state.status),
    jobs.map(({ state }) => state.attempt),
    jobs.map(({ state }) => JSON.stringify(state)),
  ]);
}

function keepState(
  id: string,
  state: ExecutionState,
  telling: readonly [progress: number, last: number],
  send: Send,
): void {
  send(UPDATE_STATE, [id, ...telling, state.status, state.completedAtMs, JSON.stringify(state)]);
}

async function tellDependents(id: string, { runLast }: Transaction): Promise<string[]> {
  const ended: News = { kind: "base-ended" };
  return (await runLast(TELL_DEPENDENTS, [id, JSON.stringify(ended)])).map((row) => textOf(row["id"]));
}
