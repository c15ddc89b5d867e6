import { ProxxError } from "../messages/proxx-error.ts";

/**
 * Why a job is told to end.
 * - `cancelled`: somebody does not want it any more. What it has begun elsewhere is cancelled there, and forgotten.
 * - `detached`: this process goes, or the execution is moved by another one. What was begun elsewhere goes on, and what was
 *   noted down of it stays: the next attempt collects what was paid for.
 * - `timed-out`: it took too long. What was begun elsewhere may still end well, so that stays noted down too.
 */
export type StopReason = "cancelled" | "detached" | "timed-out";

/** The reason of a job's signal once it is aborted. */
export class JobStopped extends ProxxError {
  override readonly name = "JobStopped";
  readonly why: StopReason;

  constructor(why: StopReason, message: string, hint: string) {
    super(why === "timed-out" ? "job_timeout" : "aborted", message, { hint, retryable: true });
    this.why = why;
  }
}

/** Why a signal was aborted; null where it is not. Whoever aborts one without a reason of ours cancels. */
export function stopReasonOf({ aborted, reason }: AbortSignal): StopReason | null {
  if (!aborted) return null;
  const isOurs = reason instanceof ProxxError && "why" in reason;
  return isOurs && (reason.why === "detached" || reason.why === "timed-out") ? reason.why : "cancelled";
}
