import { setTimeout as pause } from "node:timers/promises";
import { DatabaseFault } from "./database-fault.ts";

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;

/**
 * Tries again what has met something that passes, such as a server that is started again, for so long. `isRepeated` says that
 * it may have been done before, and only the answer was lost.
 */
export async function untilReached<Result>(
  attempt: (isRepeated: boolean) => Promise<Result>,
  { patienceMs, closing }: { patienceMs: number; closing: AbortSignal },
): Promise<Result> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await attempt(pauseMs > FIRST_PAUSE_MS);
    } catch (error) {
      const passes = error instanceof DatabaseFault && error.kind === "passing";
      if (!passes || closing.aborted || performance.now() > deadline) throw error;
      // By chance, so that not all come back at the same moment.
      await pause(pauseMs * (0.5 + Math.random()), undefined, { signal: closing }).catch(() => {});
    }
  }
}
