import type { RunEvent } from "@proxx/contract";
import { isReplaced, type EventPage, type Ledger, type Report } from "@proxx/engine";
import { numberOf, textOf } from "../rows.ts";
import type { Run, Transaction } from "./connection/statement.ts";
import { DELETE_REPLACED, INSERT_EVENTS, SELECT_EVENTS, UPDATE_PROGRESS, UPDATE_REPORTS } from "./event-statements.ts";
import { LOCK_EXECUTION } from "./statements.ts";

/** Within a transaction in which nobody else moves these; each after the event of its execution that was the last one. */
export function appendEvents(
  executions: readonly { id: string; sequence: number; events: readonly RunEvent[] }[],
  send: Transaction["send"],
): void {
  const kept = executions.flatMap(({ id, sequence, events }) => {
    const last = events.findLast(isReplaced);
    const numbered = events.map((event, index) => ({ id, number: sequence + index + 1, event }));
    return numbered.filter(({ event }) => !isReplaced(event) || event === last);
  });
  if (kept.length === 0) return;
  const replacing = kept.filter(({ event }) => isReplaced(event));
  if (replacing.length > 0) send(DELETE_REPLACED, [replacing.map(({ id }) => id)]);
  send(INSERT_EVENTS, [
    kept.map(({ id }) => id),
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
  appendEvents([{ id, sequence, events }], send);
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
