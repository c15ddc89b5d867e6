import type { ExecutionState, JobState, KeptStanding, Ledger, Moved, News, Release } from "@proxx/engine";
import { madeArtifacts } from "../made-artifacts.ts";
import { keepArtifacts } from "./clients/artifacts.ts";
import { insertDelivery } from "./clients/deliveries.ts";
import { appendEvents } from "./keep-events.ts";
import { leaveNews } from "./leave-news.ts";
import type { SqliteDatabase } from "./open-database.ts";
import { followDecision } from "./tasks.ts";
import { numberOf, stateOf, tenantKey, textOf, textOrNull } from "../rows.ts";
import {
  DELETE_CLAIM,
  DELETE_NEWS,
  DELETE_WAITERS,
  INSERT_CLAIM,
  INSERT_WAITER,
  SELECT_CLAIM,
  SELECT_DEPENDENTS,
  SELECT_NEWS,
  SELECT_STANDING,
  SELECT_STATE,
  SELECT_STATES,
  UPDATE_JOB,
  UPDATE_STATE,
  UPDATE_VERSION,
  WIPE_SECRETS,
} from "./statements.ts";

type Prepared = Pick<SqliteDatabase, "prepare">;

/** Within a transaction in which nobody else writes. Says whether the execution ends by it. */
export function moveExecution(
  ...[id, known, begin, { prepare }]: [...Parameters<Ledger["move"]>, Prepared]
): Moved & { readonly isEnd: boolean } {
  const row = prepare(SELECT_STANDING).get(id);
  if (row === undefined) throw new TypeError(`Expected the execution ${id} to have been created`);
  const version = numberOf(row["version"]);
  const sequence = numberOf(row["sequence"]);
  const tenant = tenantKey(textOrNull(row["tenant"]));
  const standing = known === version ? null : readStanding(id, { prepare });
  const move = begin({ version, sequence, worker: textOrNull(row["worker"]), standing });
  for (let wishes = move.hear(takeNews(id, { prepare })); wishes.length > 0;) {
    wishes = move.hear(wishes.map(({ jobId, key }) => claim({ tenant, key, id, jobId }, { prepare })));
  }
  const decision = move.decide();
  const { jobs, execution, releases, hasResult, progress, events } = decision;
  if (jobs.length === 0 && execution === null) return { version, sequence, told: [], isEnd: false };
  for (const { jobId, state } of jobs) {
    prepare(UPDATE_JOB).run(state.phase, state.status, state.attempt, JSON.stringify(state), id, jobId);
  }
  const last = appendEvents(id, sequence, events, { prepare });
  prepare(UPDATE_VERSION).run(progress, last, id);
  keepArtifacts(tenant, madeArtifacts(decision), { prepare });
  followDecision({ executionId: id, tenant }, decision, { prepare });
  if (execution !== null) keepState(id, execution, { prepare });
  const isEnd = execution?.completedAtMs != null && row["completed_at_ms"] === null;
  if (isEnd && decision.delivery !== null) insertDelivery(id, decision.delivery, { prepare });
  const told = new Set<string>();
  for (const release of releases) for (const waiter of giveBack(id, release, { prepare })) told.add(waiter);
  for (const dependent of hasResult ? prepare(SELECT_DEPENDENTS).all(id) : []) {
    const dependentId = textOf(dependent["id"]);
    if (leaveNews(dependentId, { kind: "base-ended" }, { prepare })) told.add(dependentId);
  }
  return { version: version + 1, sequence: last, told: [...told], isEnd };
}

function readStanding(id: string, { prepare }: Prepared): NonNullable<KeptStanding["standing"]> {
  const states: Record<string, JobState> = {};
  for (const job of prepare(SELECT_STATES).all(id)) {
    states[textOf(job["id"])] = stateOf(job);
  }
  const state = textOf(prepare(SELECT_STATE).get(id)?.["state"]);
  return { execution: JSON.parse(state) as ExecutionState, states };
}

function keepState(id: string, state: ExecutionState, { prepare }: Prepared): void {
  prepare(UPDATE_STATE).run(state.status, state.completedAtMs, JSON.stringify(state), id);
  if (state.completedAtMs !== null) prepare(WIPE_SECRETS).run(id);
}

function takeNews(id: string, { prepare }: Prepared): News[] {
  const rows = prepare(SELECT_NEWS).all(id);
  const last = rows.at(-1)?.["number"];
  if (last !== undefined) prepare(DELETE_NEWS).run(id, last);
  return rows.map(({ news }) => JSON.parse(textOf(news)) as News);
}

function claim(
  { tenant, key, id, jobId }: { tenant: string; key: string; id: string; jobId: string },
  { prepare }: Prepared,
): News {
  if (prepare(INSERT_CLAIM).run(tenant, key, id, jobId).changes === 1) return { kind: "claimed", jobId };
  const holder = prepare(SELECT_CLAIM).get(tenant, key);
  if (holder?.["execution_id"] === id && holder["job_id"] === jobId) return { kind: "claimed", jobId };
  prepare(INSERT_WAITER).run(tenant, key, id, jobId);
  return { kind: "made-elsewhere", jobId };
}

/** Within a transaction. Gives the executions that have waited for it. */
export function giveBack(id: string, { jobId, outcome }: Omit<Release, "key">, { prepare }: Prepared): string[] {
  const claims = prepare(DELETE_CLAIM).all(id, jobId);
  const waiters = claims.flatMap(({ tenant, key }) => prepare(DELETE_WAITERS).all(textOf(tenant), textOf(key)));
  return waiters.flatMap((waiter) => {
    const waiterId = textOf(waiter["execution_id"]);
    const news: News = { kind: "ended-elsewhere", jobId: textOf(waiter["job_id"]), outcome };
    return leaveNews(waiterId, news, { prepare }) ? [waiterId] : [];
  });
}
