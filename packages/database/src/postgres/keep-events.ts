import type { RunEvent } from "@proxx/contract";
import { isReplaced, type EventPage, type Ledger, type Report } from "@proxx/engine";
import { numberOf, textOf } from "../rows.ts";
import type { Run, Transaction } from "./connection/statement.ts";
import { DELETE_REPLACED, INSERT_EVENTS, SELECT_EVENTS, UPDATE_PROGRESS, UPDATE_REPORTS } from "./event-statements.ts";
import { LOCK_EXECUTION } from "./statements.ts";

/** Within a transaction in which nobody else moves it. */
export function appendEvents(
  id: string,
  sequence: number,
  events: readonly RunEvent[],
  send: Transaction["send"],
): void {
  const last = events.findLast(isReplaced);
  const numbered = events.map((event, index) => ({ event, number: sequence + index + 1 }));
  const kept = numbered.filter(({ event }) => !isReplaced(event) || event === last);
  if (kept.length === 0) return;
  if (last !== undefined) send(DELETE_REPLACED, [id]);
  send(INSERT_EVENTS, [
    id,
    kept.map(({ number }) => number),
    kept.map(({ event }) => isReplaced(event)),
    kept.map(({ event }) => JSON.stringify(event)),
  ]);
}

/** Within a transaction. */
export async function keepReport(
  id: string,
  { progress, jobs, events }: Report,
  { run, send }: Transaction,
): Promise<number | null> {
  const [[row], kept] = await Promise.all([
    run(LOCK_EXECUTION, [id]),
    run(UPDATE_REPORTS, [
      id,
      jobs.map(({ jobId }) => jobId),
      jobs.map(({ attempt }) => attempt),
      jobs.map(({ fraction }) => fraction),
      jobs.map(({ message }) => message),
    ]),
  ]);
  if (row === undefined || kept.length === 0) return null;
  const sequence = numberOf(row["sequence"]);
  const last = sequence + events.length;
  appendEvents(id, sequence, events, send);
  send(UPDATE_PROGRESS, [id, progress, last]);
  return last;
}

export async function readEvents(
  ...[id, about, run]: [...Parameters<Ledger["events"]>, Run]
): Promise<EventPage | null> {
  const rows = await run(SELECT_EVENTS, [id, about.tenant, about.after, about.limit]);
  const [first] = rows;
  if (first === undefined) return null;
  const events = rows.flatMap(({ sequence, event }) =>
    event === null ? [] : [{ sequence: numberOf(sequence), event: JSON.parse(textOf(event)) as RunEvent }],
  );
  return { events, isComplete: first["completed_at_ms"] !== null && events.length < about.limit };
}
