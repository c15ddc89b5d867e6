import { setTimeout as pause } from "node:timers/promises";
import { canonicalJson, type Execution } from "@proxx/contract";
import type { Change, Committed, ExecutionRecord, Journal } from "./journal.ts";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5000;

/** What ends the run of an execution in this process, whose truth is in the journal. */
export class NotOurs extends Error {}

/**
 * Asks until there is an answer, however long the journal cannot be reached: what it does not have has not happened. An
 * engine that closes does not wait for it.
 */
export async function askJournal<Answer>(ask: () => Promise<Answer>, closing: AbortSignal): Promise<Answer> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof TypeError) throw error;
      await pause(pauseMs, undefined, { signal: closing }).catch(() => {
        throw new NotOurs("The journal cannot be reached, and the engine closes", { cause: error });
      });
    }
  }
}

/** Commits changes and gives what came of it, or rejects with `NotOurs` where the execution was moved by somebody else. */
export async function commitChanges(
  journal: Journal,
  executionId: string,
  changes: readonly Change[],
  closing: AbortSignal,
): Promise<Committed> {
  const committed = await askJournal(() => journal.commit(executionId, changes), closing);
  if (committed !== null) return committed;
  // An answer that was lost on the way: it was made, and refused when it was asked for once more.
  const record = await askJournal(() => journal.read(executionId), closing);
  if (record !== null && changes.every((change) => isMade(record, change))) return { notes: record.notes };
  throw new NotOurs(`The execution ${executionId} was moved by somebody else`);
}

function isMade({ document, states }: ExecutionRecord, change: Change): boolean {
  if (change.kind === "execution") return isSame({ ...document, ...change.document }, document);
  return isSame(states[change.jobId], change.state);
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

const LOOK_AGAIN_MS = 500;

/**
 * Looks on until an execution has ended that somebody else moves; an engine that closes takes it as it stands. Null where
 * that cannot be read.
 */
export async function followRecord(
  journal: Journal,
  executionId: string,
  { closing, onChange }: { closing: AbortSignal; onChange: (document: Execution) => void },
): Promise<ExecutionRecord | null> {
  for (;;) {
    // What cannot be read now may be there at the next look.
    const record = await journal.read(executionId).catch(() => null);
    if (record !== null) onChange(record.document);
    if (closing.aborted || (record !== null && record.document.completedAt !== null)) return record;
    await pause(LOOK_AGAIN_MS, undefined, { signal: closing }).catch(() => {});
  }
}
