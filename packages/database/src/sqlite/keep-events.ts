import type { RunEvent } from "@proxx/contract";
import { isReplaced, type EventPage, type Ledger, type Report } from "@proxx/engine";
import type { SqliteDatabase } from "./open-database.ts";
import { numberOf, textOf, textOrNull } from "../rows.ts";
import {
  DELETE_REPLACED,
  INSERT_EVENT,
  SELECT_EVENTS,
  SELECT_STANDING,
  UPDATE_PROGRESS,
  UPDATE_REPORT,
} from "./statements.ts";

type Prepared = Pick<SqliteDatabase, "prepare">;

/** Within a transaction. Gives the number of the last one. */
export function appendEvents(id: string, sequence: number, events: readonly RunEvent[], { prepare }: Prepared): number {
  const last = events.findLast(isReplaced);
  if (last !== undefined) prepare(DELETE_REPLACED).run(id);
  let number = sequence;
  for (const event of events) {
    number += 1;
    if (isReplaced(event) && event !== last) continue;
    prepare(INSERT_EVENT).run(id, number, Number(isReplaced(event)), JSON.stringify(event));
  }
  return number;
}

/** Within a transaction in which nobody else writes. */
export function keepReport(id: string, { progress, jobs, events }: Report, { prepare }: Prepared): number | null {
  const row = prepare(SELECT_STANDING).get(id);
  if (row === undefined) return null;
  const kept = jobs.filter(({ jobId, attempt, fraction, message }) => {
    return prepare(UPDATE_REPORT).run(fraction, message, id, jobId, attempt).changes === 1;
  });
  if (kept.length === 0) return null;
  const sequence = appendEvents(id, numberOf(row["sequence"]), events, { prepare });
  prepare(UPDATE_PROGRESS).run(progress, sequence, id);
  return sequence;
}

/** Within a transaction. */
export function readEvents(...[id, about, { prepare }]: [...Parameters<Ledger["events"]>, Prepared]): EventPage | null {
  const row = prepare(SELECT_STANDING).get(id);
  if (row === undefined || textOrNull(row["tenant"]) !== about.tenant) return null;
  const rows = prepare(SELECT_EVENTS).all(id, about.after, about.limit);
  const events = rows.map(({ sequence, event }) => ({
    sequence: numberOf(sequence),
    event: JSON.parse(textOf(event)) as RunEvent,
  }));
  const hasEnded = row["completed_at_ms"] !== null;
  return { events, isComplete: hasEnded && events.length < about.limit };
}
