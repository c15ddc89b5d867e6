/**
 * Asks how an execution stands until it is over: often in the beginning, every two seconds later on. The server may be
 * gone for a while, restart, or ask to be left alone; only when it has been gone for minutes is that the end. There is no
 * limit to the execution itself: each of its jobs has one.
 */
import { backoffMs, executionSchema, ProxxError, type Execution } from "@proxx/contract";
import type { Pause } from "../execute/pause.ts";
import { answerError, isSuccess, strangeAnswer } from "./answer-error.ts";
import { readDocument } from "./read-document.ts";
import type { Answer } from "./send-request.ts";

const INTERVALS = { firstMs: 250, growth: 1.5, longestMs: 2000 };
/** Longer than any restart of a server. */
const OUTAGE_LIMIT_MS = 10 * 60_000;

export interface FollowOptions {
  executionId: string;
  apiUrl: string;
  /** One request for the status. */
  ask: (stop: AbortSignal) => Promise<Answer | ProxxError>;
  onStatus: (execution: Execution) => void;
  pause: Pause;
  now: () => number;
}

export interface Follower {
  /** Resolves with how it ended; `aborted` when nobody wants to know any more. */
  finished(stop: AbortSignal): Promise<Execution>;
  /** Something has happened: look at once, and often. */
  hurry(): void;
}

export function createFollower(options: FollowOptions): Follower {
  const { executionId, apiUrl, ask, onStatus, pause, now } = options;
  let looks = 1;
  let nap = new AbortController();
  return {
    async finished(stop) {
      let outageSince: number | null = null;
      for (;;) {
        const look = await lookOnce(stop);
        if ("execution" in look) {
          outageSince = null;
          onStatus(look.execution);
          if (isOver(look.execution)) return look.execution;
        } else {
          outageSince = look.isOutage ? (outageSince ?? now()) : null;
          if (outageSince !== null && now() - outageSince > OUTAGE_LIMIT_MS) throw lost(executionId, look.error);
        }
        await rest("execution" in look ? 0 : look.retryAfterMs, stop);
        if (stop.aborted) throw unfollowed(executionId, stop.reason);
      }
    },
    hurry() {
      looks = 1;
      nap.abort();
    },
  };

  async function lookOnce(stop: AbortSignal): Promise<Look> {
    const answer = await ask(stop);
    if (answer instanceof ProxxError) return { error: answer, isOutage: true, retryAfterMs: 0 };
    // A proxy's page in place of an answer is the proxy's trouble.
    if (isSuccess(answer) && answer.body !== undefined) return { execution: readStatus(answer, apiUrl) };
    const error = isSuccess(answer) ? strangeAnswer(answer, apiUrl) : answerError(answer, apiUrl, executionId);
    if (!isSuccess(answer) && answer.status < 500 && answer.status !== 429) throw error;
    return { error, isOutage: answer.status !== 429, retryAfterMs: answer.retryAfterMs ?? 0 };
  }

  async function rest(atLeastMs: number, stop: AbortSignal): Promise<void> {
    nap = new AbortController();
    const restMs = backoffMs(looks, { ...INTERVALS, retryAfterMs: atLeastMs });
    await pause(restMs, AbortSignal.any([stop, nap.signal]));
    looks += 1;
  }
}

type Look = { execution: Execution } | { error: ProxxError; isOutage: boolean; retryAfterMs: number };

export function readStatus(answer: Answer, apiUrl: string): Execution {
  try {
    return readDocument(executionSchema, answer.body);
  } catch (cause) {
    throw strangeAnswer(answer, apiUrl, cause);
  }
}

function isOver({ status }: Execution): boolean {
  return status !== "pending" && status !== "processing";
}

function lost(executionId: string, cause: ProxxError): ProxxError {
  return new ProxxError(
    "server_unreachable",
    `The execution ${executionId} can no longer be followed: ${cause.message}`,
    {
      hint: "It may go on without being watched: ask for its status when the server is back.",
      retryable: true,
      cause,
    },
  );
}

function unfollowed(executionId: string, cause: unknown): ProxxError {
  return new ProxxError("aborted", `The execution ${executionId} is no longer followed.`, {
    hint: "Ask for its status.",
    cause,
  });
}
