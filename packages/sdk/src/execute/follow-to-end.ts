import { ProxxError } from "@proxx/contract";
import type { Pause } from "./pause.ts";
import type { FollowedExecution } from "./pipeline-execution.ts";

/** How long a cancelled execution may take to end. */
const CANCEL_LIMIT_MS = 15_000;

/**
 * Waits until an execution is over. When the signal aborts it is cancelled, and its end still waited for: it is a state
 * like any other. Rejects when it cannot be cancelled.
 */
export async function followToEnd(
  { execution, cancel, follow }: FollowedExecution,
  signal: AbortSignal | undefined,
  pause: Pause,
): Promise<void> {
  const over = new AbortController();
  const uncancelled = Promise.withResolvers<never>();
  const end = async () => {
    try {
      await cancel();
    } catch (cause) {
      return uncancelled.reject(notCancelled(execution.id, cause));
    }
    await pause(CANCEL_LIMIT_MS, over.signal);
    uncancelled.reject(notCancelled(execution.id, signal?.reason));
  };
  const onAbort = () => void end();
  signal?.addEventListener("abort", onAbort, { signal: over.signal });
  if (signal?.aborted) onAbort();
  try {
    await Promise.race([follow(over.signal), uncancelled.promise]);
  } finally {
    over.abort();
  }
}

function notCancelled(executionId: string, cause: unknown): ProxxError {
  const why = cause instanceof ProxxError ? ` (${cause.message})` : "";
  return new ProxxError("aborted", `The execution ${executionId} was aborted, and may still be running${why}.`, {
    hint: "Ask for its status, and cancel it again if need be.",
    cause,
  });
}
