import { setTimeout as pause } from "node:timers/promises";
import { ProxxError } from "@proxx/contract";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5000;

/** What ends the run of an execution in this process, whose truth is in the ledger. */
export class NotOurs extends Error {}

/**
 * Asks until there is an answer, however long the ledger cannot be reached: what it does not have has not happened. An
 * engine that closes does not wait for it, and nobody waits for what will not pass.
 */
export async function askLedger<Answer>(ask: () => Promise<Answer>, closing: AbortSignal): Promise<Answer> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof TypeError || error instanceof NotOurs || isFinal(error)) throw error;
      await pause(pauseMs, undefined, { signal: closing }).catch(() => {
        throw new NotOurs("The ledger cannot be reached, and the engine closes", { cause: error });
      });
    }
  }
}

/**
 * The same to begin something, of which nothing is promised yet: where there is no room to write it down, whoever asks is told so
 * and does not wait for some. (Whether something was begun that a database did not answer is not known, so that is waited for.)
 */
export function askToBegin<Answer>(ask: () => Promise<Answer>, closing: AbortSignal): Promise<Answer> {
  const begin = () =>
    ask().catch((error: unknown) => {
      if (!(error instanceof ProxxError) || error.code !== "disk_full") throw error;
      throw new ProxxError(error.code, error.message, { hint: error.hint, cause: error });
    });
  return askLedger(begin, closing);
}

function isFinal(error: unknown): boolean {
  return error instanceof ProxxError && !error.retryable;
}
