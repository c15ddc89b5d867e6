import { JobStopped, stopReasonOf } from "@proxx/contract";

export interface TimeLimit {
  /** Aborted with a `JobStopped`; with anything else it cancels. */
  signal: AbortSignal;
  /** From the start to when the work is told to end. */
  timeoutMs: number;
  /** From when it is told to end to when it is given up. */
  graceMs: number;
  /** What the work is, for messages. */
  name: string;
}

/**
 * Runs something that ends when its signal says so, and waits until it really has. What does not end is given up after
 * a while: nothing waits for ever. Work that is done in spite of the signal is done.
 */
export async function runWithin<Result>(
  limit: TimeLimit,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const givenUp = Promise.withResolvers<never>();
  let grace: NodeJS.Timeout | undefined;
  let reason: JobStopped | null = null;
  const end = (why: JobStopped) => {
    if (reason !== null) return;
    reason = why;
    controller.abort(why);
    grace = setTimeout(() => givenUp.reject(why), limit.graceMs);
  };
  const onAbort = () => end(stopped(limit));
  const timer = setTimeout(() => end(timedOut(limit)), limit.timeoutMs);
  limit.signal.addEventListener("abort", onAbort, { once: true });
  if (limit.signal.aborted) onAbort();
  try {
    return await Promise.race([work(controller.signal), givenUp.promise]);
  } catch (error) {
    throw reason ?? error;
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    limit.signal.removeEventListener("abort", onAbort);
  }
}

function timedOut({ name, timeoutMs }: TimeLimit): JobStopped {
  const message = `${name} took longer than ${timeoutMs / 1000} s.`;
  return new JobStopped("timed-out", message, "Split the work into smaller jobs, or allow each job more time.");
}

function stopped({ name, signal }: TimeLimit): JobStopped {
  if (stopReasonOf(signal) === "detached") {
    return new JobStopped(
      "detached",
      `${name} was left to its next attempt.`,
      "Nothing is to be done; that one goes on.",
    );
  }
  return new JobStopped("cancelled", `${name} was cancelled.`, "Run the plan again; what was finished is reused.");
}
