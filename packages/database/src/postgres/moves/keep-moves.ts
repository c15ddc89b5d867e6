import type { Move, News } from "@proxx/engine";
import { madeArtifacts } from "../../made-artifacts.ts";
import { textOf } from "../../rows.ts";
import { giveBack } from "../claims.ts";
import { keepArtifacts } from "../clients/artifacts.ts";
import { insertDelivery } from "../clients/deliveries.ts";
import type { Row, Transaction } from "../connection/statement.ts";
import { appendEvents } from "../keep-events.ts";
import { followDecisions } from "../tasks.ts";
import type { HeldExecution } from "./hold-executions.ts";
import { DELETE_NEWS, TELL_DEPENDENTS, UPDATE_EXECUTIONS, UPDATE_JOBS } from "./move-statements.ts";

/** One of which something changes, and what. */
export type DecidedMove = HeldExecution & { readonly decision: ReturnType<Move["decide"]> };

type Send = Transaction["send"];

/** Writes what is decided, and takes away the news that was heard. Gives who was told by each, when all of it is kept. */
export async function keepMoves(
  { moves, heard }: { moves: readonly DecidedMove[]; heard: readonly number[] },
  transaction: Transaction,
): Promise<Map<string, Set<string>>> {
  const { send } = transaction;
  if (heard.length > 0) send(DELETE_NEWS, [heard]);
  if (moves.length === 0) return new Map();
  keepJobs(moves, send);
  keepExecutions(moves, send);
  appendEvents(
    moves.map(({ id, sequence, decision: { events } }) => ({ id, sequence, events })),
    send,
  );
  keepArtifacts(
    moves.flatMap(({ tenant, decision }) => madeArtifacts(decision).map((artifact) => ({ tenant, artifact }))),
    send,
  );
  followDecisions(moves, send);
  for (const { id, hasEnded, decision } of moves) {
    const isEnd = decision.execution?.completedAtMs != null && !hasEnded;
    if (isEnd && decision.delivery !== null) insertDelivery(id, decision.delivery, send);
  }
  const releases = moves.flatMap(({ id, tenant, decision }) =>
    decision.releases.map((release) => ({ id, tenant, ...release })),
  );
  return whoToldWhom(await Promise.all([giveBack(releases, transaction), tellDependents(moves, transaction)]));
}

function keepJobs(moves: readonly DecidedMove[], send: Send): void {
  const jobs = moves.flatMap(({ id, decision }) => decision.jobs.map((job) => ({ id, ...job })));
  if (jobs.length === 0) return;
  send(UPDATE_JOBS, [
    jobs.map(({ id }) => id),
    jobs.map(({ jobId }) => jobId),
    jobs.map(({ state }) => state.phase),
    jobs.map(({ state }) => state.status),
    jobs.map(({ state }) => state.attempt),
    jobs.map(({ state }) => JSON.stringify(state)),
  ]);
}

function keepExecutions(moves: readonly DecidedMove[], send: Send): void {
  const states = moves.map(({ decision: { execution } }) => execution);
  send(UPDATE_EXECUTIONS, [
    moves.map(({ id }) => id),
    moves.map(({ decision }) => decision.progress),
    moves.map(({ sequence, decision }) => sequence + decision.events.length),
    states.map((state) => state?.status ?? null),
    states.map((state) => state?.completedAtMs ?? null),
    states.map((state) => (state === null ? null : JSON.stringify(state))),
  ]);
}

async function tellDependents(moves: readonly DecidedMove[], { runLast }: Transaction): Promise<readonly Row[]> {
  const bases = moves.filter(({ decision }) => decision.hasResult).map(({ id }) => id);
  const ended: News = { kind: "base-ended" };
  return bases.length === 0 ? [] : runLast(TELL_DEPENDENTS, [bases, JSON.stringify(ended)]);
}

function whoToldWhom(told: readonly (readonly Row[])[]): Map<string, Set<string>> {
  const byTeller = new Map<string, Set<string>>();
  for (const row of told.flat()) {
    const teller = textOf(row["teller"]);
    byTeller.set(teller, (byTeller.get(teller) ?? new Set()).add(textOf(row["id"])));
  }
  return byTeller;
}
